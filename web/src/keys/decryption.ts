/** A holder's partial decryption with the format's proof and the strong one. */

import { type Entropy, shaHex } from "../crypto/bytes";
import type { Election } from "../crypto/election";
import type { Element } from "../crypto/group";
import { checkCommon, proveCommon } from "../crypto/knowledge";
import type { Proof } from "../crypto/proof";
import { exactly, list, texts, proof as written } from "./exact";
import type { Tally } from "./tally";

/** For the archive (`factors`), and the strong proofs beside them (`strong`). */
export interface Partial {
  factors: string;
  strong: string;
}

/** Decrypt a tally that this device made itself; nothing else is ever given to this function. */
export function partialDecryption(
  election: Election,
  tally: Tally,
  share: bigint,
  owner: number,
  entropy: Entropy,
): Partial {
  const { group } = election;
  const prefixes = new Prefixes(election, tally, owner, group.text(group.generate(share)));
  const proven = tally.rows.map((row, question) =>
    row.map(({ alpha }, answer) => {
      const factor = group.power(alpha, share);
      const bases = [group.generator, alpha];
      const strong = prefixes.strong(question, answer, group.text(alpha), group.text(factor));
      return {
        factor: group.text(factor),
        weak: proveCommon(group, prefixes.weak, bases, share, entropy),
        strong: proveCommon(group, strong, bases, share, entropy),
      };
    }),
  );
  const factors = JSON.stringify({
    decryption_factors: proven.map((row) => row.map(({ factor }) => factor)),
    decryption_proofs: proven.map((row) => row.map(({ weak }) => weak)),
  });
  const proofs = proven.map((row) => row.map(({ strong }) => strong));
  return { factors, strong: JSON.stringify({ owner, partial: shaHex(factors), proofs }) };
}

/** Check both kinds of proof of the holder of `key`. Throws SealedFault. */
export function checkPartial(
  election: Election,
  tally: Tally,
  key: Element,
  owner: number,
  partial: Partial,
): void {
  const { group } = election;
  const keyText = group.text(key);
  const prefixes = new Prefixes(election, tally, owner, keyText);
  const { factors, weak, strong } = readPartial(partial, owner);
  tally.rows.forEach((row, question) => {
    row.forEach(({ alpha }, answer) => {
      const factor = group.read(factors[question]?.[answer] ?? "");
      const pairs = [
        [group.generator, key],
        [alpha, factor],
      ] as const;
      const named = prefixes.strong(question, answer, group.text(alpha), group.text(factor));
      const of = (proofs: Proof[][]): Proof => proofs[question]?.[answer] as Proof;
      checkCommon(group, prefixes.weak, pairs, of(weak), "sealed.partial_proof");
      checkCommon(group, named, pairs, of(strong), "sealed.strong");
    });
  });
}

class Prefixes {
  readonly weak: string;

  constructor(
    private readonly election: Election,
    private readonly tally: Tally,
    private readonly owner: number,
    private readonly key: string,
  ) {
    this.weak = `decrypt|${election.fingerprint}|${key}|`;
  }

  strong(question: number, answer: number, alpha: string, factor: string): string {
    const { election, tally, owner, key } = this;
    const place = `${question},${answer}|${alpha},${factor}`;
    return `piaojue-decrypt-1|${election.fingerprint}|${tally.digest}|${owner}|${key}|${place}|`;
  }
}

function readPartial(
  { factors, strong }: Partial,
  owner: number,
): { factors: string[][]; weak: Proof[][]; strong: Proof[][] } {
  const rows = (of: unknown): Proof[][] => list(of, (row) => list(row, written));
  const read = exactly(factors, "sealed.partial", (one) => ({
    decryption_factors: list(one["decryption_factors"], texts),
    decryption_proofs: rows(one["decryption_proofs"]),
  }));
  const beside = exactly(strong, "sealed.strong", (one) => ({
    owner,
    partial: shaHex(factors),
    proofs: rows(one["proofs"]),
  }));
  return {
    factors: read.decryption_factors,
    weak: read.decryption_proofs,
    strong: beside.proofs,
  };
}
