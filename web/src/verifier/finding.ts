/** What a check says: a sentence by its key in the words, and what stands in it. */

import { SealedFault } from "../crypto/group";
import type { Sentences } from "../words/verifier/zh";

export type Key = keyof Sentences;
export type Part = string | number;

export interface Said {
  key: Key;
  parts: Part[];
}

/** A fault, or something that a reader must know although nothing failed. */
export interface Finding extends Said {
  kind: "fault" | "remark";
}

export type Findings = Generator<Finding, void>;

export const fault = (key: Key, ...parts: Part[]): Finding => ({ kind: "fault", key, parts });
export const remark = (key: Key, ...parts: Part[]): Finding => ({ kind: "remark", key, parts });

/** A part of the record that is not what it should be; the check that asked for it fails. */
export class Fault extends Error implements Said {
  readonly parts: Part[];
  constructor(
    readonly key: Key,
    ...parts: Part[]
  ) {
    super(key);
    this.parts = parts;
  }
}

/** A check that cannot be carried out: nothing to look at, or nothing that this page can do. */
export class NotRun extends Error implements Said {
  readonly parts: Part[];
  constructor(
    readonly key: Key,
    readonly status: "absent" | "unknown" = "absent",
    ...parts: Part[]
  ) {
    super(key);
    this.parts = parts;
  }
}

/** The sentence of whatever a check threw; a file may be anything, and never ends in a stack. */
export function saidOf(thrown: unknown): Said {
  if (thrown instanceof Fault) return { key: thrown.key, parts: thrown.parts };
  if (thrown instanceof SealedFault) return { key: "sealed", parts: [thrown.code] };
  return { key: "broken", parts: [] };
}

/** The findings of `check`, a SealedFault of it told as that of the holder or ballot `where`. */
export function* told(where: Part[], key: Key, check: () => void): Findings {
  try {
    check();
  } catch (thrown) {
    if (!(thrown instanceof SealedFault)) throw thrown;
    yield fault(key, ...where, thrown.code);
  }
}
