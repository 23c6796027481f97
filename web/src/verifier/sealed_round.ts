/** One round's sealed ballots under examination; Python's audit.verify.sealed_round. */

import { type Definition, readDefinition } from "../crypto/definition";
import { type Election, electionText, readElection, roundUuid } from "../crypto/election";
import { SealedFault } from "../crypto/group";
import type { checkedBallot } from "../keys/ballot";
import { exactly, texts } from "../keys/exact";
import { Product, type Tally } from "../keys/tally";
import { type Archive, readArchive, type Span } from "./archive";
import type { Case } from "./case";
import type { Event } from "./events";
import { Fault } from "./finding";
import type { Round } from "./fold";
import { readTally } from "./opening";
import { type Source, sha, textOf } from "./source";

/** What is wrong with one ballot; `code` is null where nothing is. */
export interface Verdict {
  event: Event;
  credential: string;
  code: string | null;
}

export class SealedRound {
  private read: {
    archive?: Archive;
    election?: Election;
    verdicts?: Verdict[];
    encrypted?: Tally;
  } = {};
  private product: Tally | null = null;

  constructor(
    private readonly of: Case,
    readonly round: Round,
  ) {}

  get number(): number {
    return this.round.number;
  }

  get name(): string {
    return `sealed/${roundUuid(this.of.created.id, this.number)}.bel`;
  }

  private get file(): Source {
    return this.of.open(this.name);
  }

  get archive(): Archive {
    this.read.archive ??= readArchive(this.file, this.round.tally === null);
    return this.read.archive;
  }

  get definition(): Definition {
    const raw = this.of.objectText(this.round.definition ?? "");
    return readDefinition(raw, this.of.created.id, this.number);
  }

  /** The sealed election that follows from definition and key. */
  get election(): Election {
    if (this.read.election === undefined) {
      const { definition } = this;
      const key = this.of.books.ceremony?.publicKey ?? "";
      this.read.election = readElection(definition, electionText(definition, key));
    }
    return this.read.election;
  }

  get listName(): string {
    return this.of.books.credentialLists[this.number - 1] ?? "";
  }

  get credentials(): ReadonlySet<string> {
    return new Set(readCredentials(this.of.objectText(this.listName)));
  }

  /** The verdict on every ballot, in the order of the log. */
  get verdicts(): Verdict[] {
    this.read.verdicts ??= this.examine();
    return this.read.verdicts;
  }

  /** The encrypted tally `raw` that the log names. */
  encrypted(raw: string): Tally {
    this.read.encrypted ??= readTally(this.election, raw, this.round.casts.length);
    return this.read.encrypted;
  }

  /** The product of all ballots, null unless all of them hold. */
  get tally(): Tally | null {
    return this.verdicts.every(({ code }) => code === null) ? this.product : null;
  }

  private examine(): Verdict[] {
    const { archive, election, file, round } = this;
    const product = new Product(election);
    const verdicts = round.casts.map((event, at) => {
      const raw = ballotOf(file, archive.ballots[at] as Span);
      const beside = event.proofs === null ? "" : this.of.objectText(event.proofs);
      const verdict = examined(this.of.checked, election, product, event, raw, beside);
      this.of.counting(at + 1, round.casts.length);
      return verdict;
    });
    this.product = product.tally;
    return verdicts;
  }
}

function examined(
  checked: typeof checkedBallot,
  election: Election,
  product: Product,
  event: Event,
  raw: string,
  beside: string,
): Verdict {
  try {
    const read = checked(election, raw, beside);
    product.add(read);
    return { event, credential: read.credential, code: null };
  } catch (thrown) {
    if (!(thrown instanceof SealedFault)) throw thrown;
    return { event, credential: "", code: thrown.code };
  }
}

function ballotOf(file: Source, { offset, size, digest }: Span): string {
  const body = file.read(offset, offset + size);
  if (sha(body) !== digest) throw new Fault("archiveForm", "hash");
  return textOf(body);
}

/** The credentials of a public list, without their weights. Throws SealedFault. */
export function readCredentials(raw: string): string[] {
  const code = "sealed.credentials";
  const found = exactly(raw, code, texts).map((one) => {
    const [credential, weight, ...more] = one.split(",") as [string, ...string[]];
    const fits = weight === undefined || /^(0|[1-9][0-9]{0,9})$/.test(weight);
    if (!fits || more.length > 0) throw new SealedFault(code);
    return credential;
  });
  if (new Set(found).size !== found.length) throw new SealedFault(code);
  return found;
}
