/** What the worker knows: one booth, and for one deputy a card, a draft, a ballot. */

import encodeQR from "qr";
import { type Entropy, shaHex } from "../crypto/bytes";
import { credentialOf } from "../crypto/credential";
import { checkFrozen, type Definition, readDefinition, short } from "../crypto/definition";
import { type Election, readElection } from "../crypto/election";
import {
  draftOf,
  type Opening,
  openingGroups,
  openingText,
  readOpening,
  SEED_BYTES,
} from "../crypto/opening";
import { type Choice, gradesOf, limits } from "../crypto/question";
import { proveHolder, type Receipt, receiptHolds } from "../crypto/receipt";
import { type Draft, type Progress, type SealedBallot, sign } from "../crypto/sealing";
import type { Booth, BoothAnswer, Shown } from "./messages";

const random: Entropy = (size) => crypto.getRandomValues(new Uint8Array(size));

/** Rounds for which a card has credentials. */
const ROUNDS = 8;

/** The worker was asked for something that what it was told before does not allow. */
class OutOfTurn extends Error {}

function given<T>(value: T | null): T {
  if (value === null) throw new OutOfTurn("worker.out_of_turn");
  return value;
}

interface Prepared {
  definition: Definition;
  election: Election;
  logKey: string;
}

export class Desk {
  private prepared: Prepared | null = null;
  private card: { secret: bigint; credential: string } | null = null;
  private opening: Opening | null = null;
  private draft: Draft | null = null;
  private ballot: SealedBallot | null = null;

  /** Check everything that the service says of the round, and make the tables of its key. */
  prepare(booth: BoothAnswer, id: string, round: number): Booth {
    const definition = readDefinition(booth.definition, id, round);
    checkFrozen(booth.definition, id, booth.frozen);
    const election = readElection(definition, booth.sealed_election);
    election.group.generate(1n);
    this.prepared = { definition, election, logKey: booth.log_key };
    const { rules, seats, candidates } = definition;
    const mode = rules.ballot_mode;
    const singly = mode !== "graded" && mode !== "whole_list";
    return {
      definition,
      stage: booth.stage,
      graded: mode === "graded",
      limits: singly ? limits(mode, seats, candidates.length) : null,
      grades: gradesOf(definition),
      prints: {
        definition: short(booth.definition),
        electionKey: short(election.keyText),
        logKey: short(booth.log_key),
      },
    };
  }

  /** Take the card in; its secrets never leave the worker. */
  take(code: string): { credential: string; proof: string } {
    const { definition, election } = given(this.prepared);
    this.card = credentialOf(code, definition.election, definition.round, election.group);
    const proof = proveHolder(election, this.card, random);
    return { credential: this.card.credential, proof };
  }

  /** The card's credentials for this round and all later ones: what dies when it is made void. */
  every(code: string): string[] {
    const { definition, election } = given(this.prepared);
    const rounds = Array.from({ length: ROUNDS - definition.round + 1 }, (_, at) => at);
    return rounds.map((later) => {
      const round = definition.round + later;
      return credentialOf(code, definition.election, round, election.group).credential;
    });
  }

  /** Encrypt and prove under a fresh seed; an earlier draft is forgotten. */
  seal(choices: Choice[], progress: Progress): { hash: string; unsigned: string } {
    const { definition, election } = given(this.prepared);
    const { credential } = given(this.card);
    this.ballot = null;
    this.opening = { credential, choices, seed: random(SEED_BYTES) };
    this.draft = draftOf(election, definition, this.opening, progress);
    return named(this.draft);
  }

  /** Sign the draft; it can be opened no longer. The same ballot again if asked again. */
  sign(): SealedBallot {
    if (this.ballot === null) {
      const { election } = given(this.prepared);
      this.ballot = sign(election, given(this.draft), given(this.card).secret, random);
      this.opening = null;
    }
    return this.ballot;
  }

  /** Show how to make the draft again; it can be signed no longer. */
  open(): Shown {
    const { election, definition } = given(this.prepared);
    const graded = definition.rules.ballot_mode === "graded";
    const opening = given(this.opening);
    this.draft = null;
    this.opening = null;
    const text = openingText(election.group, graded, opening);
    return {
      squares: encodeQR(text, "raw", { ecc: "low", border: 2 }),
      groups: openingGroups(election.group, graded, opening),
    };
  }

  holds(receipt: Receipt): boolean {
    const { definition, logKey } = given(this.prepared);
    const where = { election: definition.election, round: definition.round, logKey };
    return receiptHolds(receipt, given(this.ballot), where);
  }

  /** On the second device: make the draft of an opening again. */
  recompute(
    text: string,
    progress: Progress,
  ): { hash: string; unsigned: string; choices: Choice[] } | { wrong: number | null } {
    const { definition, election } = given(this.prepared);
    const graded = definition.rules.ballot_mode === "graded";
    const whole = definition.rules.ballot_mode === "whole_list";
    const projects = whole ? 1 : definition.candidates.length;
    const read = readOpening(election.group, graded, projects, text);
    if (read === null || typeof read === "number") return { wrong: read };
    return { ...named(draftOf(election, definition, read, progress)), choices: read.choices };
  }
}

/** The hash of an unsigned ballot, in the format's Base64 and in hex as the service takes it. */
function named({ hash, unsigned }: Draft): { hash: string; unsigned: string } {
  return { hash, unsigned: shaHex(unsigned) };
}
