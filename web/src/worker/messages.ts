/** What the page asks of the worker, and what it is told. */

import type { Definition, Frozen } from "../crypto/definition";
import type { Choice } from "../crypto/question";
import type { Receipt } from "../crypto/receipt";

/** The answer of the booth's route. */
export interface BoothAnswer {
  definition: string;
  sealed_election: string;
  log_key: string;
  stage: string;
  frozen: Frozen;
}

/** A booth whose every part was checked. The fingerprints are those that cards show. */
export interface Booth {
  definition: Definition;
  stage: string;
  graded: boolean;
  /** The least and the most approvals of a ballot, null where projects are not approved singly. */
  limits: [number, number] | null;
  grades: string[];
  prints: { definition: string; electionKey: string; logKey: string };
}

export interface Shown {
  /** The squares of the QR symbol, true for dark. */
  squares: boolean[][];
  /** The same code, for typing. */
  groups: string[];
}

/** Each question by name: what it is given, and what it answers. */
export interface Asked {
  prepare: [{ booth: BoothAnswer; election: string; round: number }, Booth];
  card: [{ code: string }, { credential: string; proof: string }];
  every: [{ code: string }, string[]];
  seal: [{ choices: Choice[] }, { hash: string; unsigned: string }];
  sign: [Record<string, never>, { ballot: string; proofs: string | null; tracker: string }];
  open: [Record<string, never>, Shown];
  receipt: [{ receipt: Receipt }, boolean];
  recompute: [
    { text: string },
    { hash: string; unsigned: string; choices: Choice[] } | { wrong: number | null },
  ];
}

export type Name = keyof Asked;

export interface Request<N extends Name = Name> {
  id: number;
  name: N;
  given: Asked[N][0];
}

export type Reply =
  | { id: number; answer: Asked[Name][1] }
  | { id: number; progress: number }
  | { id: number; fault: string };
