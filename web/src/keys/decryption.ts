/** A holder's partial decryption with the format's proof and the strong one. */

import { type Entropy, shaHex } from "../crypto/bytes";
import type { Election } from "../crypto/election";
import { type Element, SealedFault } from "../crypto/group";
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
  checkWeak(election, tally, key, partial.factors);
  checkStrong(election, tally, key, owner, partial);
}

/** Check the format's own proofs of a partial decryption. Throws SealedFault. */
export function checkWeak(election: Election, tally: Tally, key: Element, factors: string): void {
  const { factors: read, proofs } = readFactors(factors);
  const { weak } = new Prefixes(election, tally, 0, election.group.text(key));
  checkSlots(election, tally, key, read, (question, answer) => {
    return { prefix: weak, proof: proofs[question]?.[answer], code: "sealed.partial_proof" };
  });
}

/** Check the strong proofs of the partial decryption of `owner`. Throws SealedFault. */
export function checkStrong(
  election: Election,
  tally: Tally,
  key: Element,
  owner: number,
  partial: Partial,
): void {
  const { factors } = readFactors(partial.factors);
  const proofs = readStrong(partial, owner);
  const prefixes = new Prefixes(election, tally, owner, election.group.text(key));
  checkSlots(election, tally, key, factors, (question, answer, alpha, factor) => {
    const prefix = prefixes.strong(question, answer, alpha, factor);
    return { prefix, proof: proofs[question]?.[answer], code: "sealed.strong" };
  });
}

type Stated = (
  question: number,
  answer: number,
  alpha: string,
  factor: string,
) => { prefix: string; proof: Proof | undefined; code: string };

/** One proof for each slot that key and factor have one exponent. */
function checkSlots(
  { group }: Election,
  tally: Tally,
  key: Element,
  factors: readonly string[][],
  stated: Stated,
): void {
  tally.rows.forEach((row, question) => {
    row.forEach(({ alpha }, answer) => {
      const text = factors[question]?.[answer] ?? "";
      const factor = group.read(text);
      const { prefix, proof, code } = stated(question, answer, group.text(alpha), text);
      if (proof === undefined) throw new SealedFault(code);
      const pairs = [
        [group.generator, key],
        [alpha, factor],
      ] as const;
      checkCommon(group, prefix, pairs, proof, code);
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

const rows = (of: unknown): Proof[][] => list(of, (row) => list(row, written));

/** The factors of a partial decryption, not verified, and their proofs. Throws SealedFault. */
export function readFactors(raw: string): { factors: string[][]; proofs: Proof[][] } {
  const read = exactly(raw, "sealed.partial", (one) => ({
    decryption_factors: list(one["decryption_factors"], texts),
    decryption_proofs: rows(one["decryption_proofs"]),
  }));
  return { factors: read.decryption_factors, proofs: read.decryption_proofs };
}

function readStrong({ factors, strong }: Partial, owner: number): Proof[][] {
  return exactly(strong, "sealed.strong", (one) => ({
    owner,
    partial: shaHex(factors),
    proofs: rows(one["proofs"]),
  })).proofs;
}
