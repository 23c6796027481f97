/** What the key holder's page asks of its worker, and what it is told. */

import type { KeyFile } from "../keyfile";

/** The ceremony's public messages as the service shows them, by step and holder. */
export interface Ceremony {
  group: string;
  trustees: number;
  threshold: number;
  messages: { [step: string]: { [holder: string]: string } };
  document: string | null;
  public_key: string | null;
  proven: number[];
}

export type Step = "single" | "certificate" | "commitment" | "contribution" | "verification";

/** What the device has of an election's key. */
export interface Held {
  index: number;
  size: number;
  threshold: number;
  /** Whether the share is there, so that the sum can be opened. */
  whole: boolean;
  openings: number;
}

/** A message of the ceremony, signed as the event that the log will hold. */
export interface Contribution {
  step: Step;
  payload: string;
  code: string;
  signature: string;
}

export interface Prints {
  definition: string;
  electionKey: string;
  logKey: string;
  checkpoint: string;
}

/** What this device found in the closed round. */
export interface Found {
  ballots: number;
  minimum: number;
  digest: string;
  prints: Prints;
}

/** A symbol and the same code for typing. */
export interface PaperKey {
  squares: boolean[][];
  groups: string[];
}

/** Each question by name: what it is given, and what it answers. `file` is a key file's text. */
export interface Asked {
  make: [
    { name: string; account: string; passphrase: string },
    { keyfile: KeyFile; proof: string; file: string },
  ];
  adopt: [{ name: string; keyfile: KeyFile; passphrase: string }, { file: string }];
  open: [{ file: string; passphrase: string }, { name: string; publicKey: string }];
  election: [{ election: string; logKey: string }, Held | null];
  /** Make a seed where there is none that fits; `again` gives an earlier one up. */
  seed: [{ index: number; now: Ceremony; again: boolean }, { file: string; made: boolean }];
  /** Read the saved file back; what it holds may be used from now on. */
  reload: [{ file: string; passphrase: string }, Held | null];
  code: [{ now: Ceremony }, string];
  contribute: [{ step: Step; now: Ceremony; code: string }, Contribution];
  /** Make the share from everybody's messages, as often as asked. */
  whole: [{ now: Ceremony }, { file: string }];
  keyCode: [{ now: Ceremony }, string];
  /** Decrypt a test value; with `code` also prove it to everybody. */
  test: [{ now: Ceremony }, Record<string, never>];
  prove: [{ now: Ceremony; code: string }, { code: string; proof: string; signature: string }];
  count: [{ round: number; opening: boolean }, Found];
  decrypt: [Record<string, never>, { file: string }];
  partial: [Record<string, never>, { factors: string; strong: string }];
  sign: [{ statement: string }, string];
  paper: [{ passphrase: string }, PaperKey];
  restore: [{ code: string; index: number; now: Ceremony; passphrase: string }, number | null];
  file: [Record<string, never>, string];
}

export type Name = keyof Asked;

export interface Request<N extends Name = Name> {
  id: number;
  name: N;
  given: Asked[N][0];
}
