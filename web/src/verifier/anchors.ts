/** E: the record against what the reader knows from elsewhere. */

import { short } from "../crypto/definition";
import type { Case } from "./case";
import { Fault, type Findings, fault, NotRun } from "./finding";
import { openCheckpoint } from "./note";

/** 16 or 64 hex digits as people copy them. Throws Fault. */
function digitsOf(text: string | null): string {
  if (text === null) throw new NotRun("nothingToCompare");
  const digits = text.replace(/\s/g, "").toLowerCase();
  if (!/^([0-9a-f]{16}|[0-9a-f]{64})$/.test(digits)) throw new Fault("digitsForm");
  return digits;
}

export function* definition(of: Case): Findings {
  const wanted = digitsOf(of.expected.definition);
  const frozen = of.books.rounds.flatMap(({ definition: one }) => (one === null ? [] : [one]));
  if (!frozen.some((one) => one === wanted || one.slice(0, 16) === wanted)) {
    yield fault("definitionUnexpected");
  }
}

export function* logKey(of: Case): Findings {
  const wanted = digitsOf(of.expected.logKey);
  const key = of.created.log_key;
  if (wanted !== key && wanted !== short(key).replace(/ /g, "")) yield fault("logKeyUnexpected");
}

export function* checkpoint(of: Case): Findings {
  const { expected, leaves, origin } = of;
  if (expected.checkpoint === null) throw new NotRun("nothingToCompare");
  const seen = openCheckpoint(expected.checkpoint, origin, of.created.log_key);
  if (seen.origin !== origin) yield fault("checkpointOther", seen.origin, origin);
  else if (seen.size > leaves.length) yield fault("logShortened", seen.size, leaves.length);
  else if (seen.root !== of.root(seen.size)) yield fault("logRewritten", seen.size);
}
