/** What a record is about and what came of it, for people: as far as its checks let it be read. */

import { short } from "../crypto/definition";
import type { Case } from "./case";
import { definitionOf, subjectOf } from "./definitions";
import type { ItemTotals } from "./events";
import type { Result } from "./verify";

export interface Prints {
  definition: string;
  electionKey: string | null;
  logKey: string;
  checkpoint: string;
}

export interface Decided {
  round: number;
  status: string;
  threshold: number | null;
  elected: number[];
  tied: number[];
  vacant: number;
  counts: ItemTotals[];
  names: { [number: string]: string };
}

export interface Summary {
  title: string;
  session: string;
  body: string;
  rehearsal: boolean;
  stages: { round: number; stage: string }[];
  /** null before a list was frozen, or where log or checkpoint cannot be read. */
  prints: Prints | null;
  decided: Decided | null;
  /** Sealed ballots in the log. */
  sealed: number;
}

/** null where the log cannot be read. */
export function summaryOf(of: Case, results: readonly Result[]): Summary | null {
  const ok = new Set(results.filter(({ status }) => status === "ok").map(({ id }) => id));
  if (!ok.has("L-04")) return null;
  const { title, session, body, rehearsal } = of.created;
  const { rounds } = of.books;
  return {
    title,
    session,
    body,
    rehearsal,
    stages: rounds.map(({ number, stage }) => ({ round: number, stage })),
    prints: ok.has("L-05") ? printsOf(of) : null,
    decided: ok.has("D-01") ? decidedOf(of) : null,
    sealed: rounds.reduce((sum, { casts }) => sum + casts.length, 0),
  };
}

function printsOf(of: Case): Prints | null {
  const { ceremony, rounds } = of.books;
  const definition = subjectOf(rounds)?.definition ?? null;
  if (definition === null) return null;
  const key = ceremony?.publicKey ?? null;
  return {
    definition: (definition.slice(0, 16).match(/.{4}/g) ?? []).join(" "),
    electionKey: key === null ? null : short(key),
    logKey: short(of.created.log_key),
    checkpoint: short(of.checkpoint.text),
  };
}

function decidedOf(of: Case): Decided | null {
  const subject = subjectOf(of.books.rounds);
  if (!subject?.outcome || subject.definition === null) return null;
  const { candidates } = definitionOf(of, subject.definition);
  const { status, threshold, elected, tied, vacant, counts } = subject.outcome;
  return {
    round: subject.number,
    status,
    threshold: threshold ?? null,
    elected,
    tied,
    vacant,
    counts,
    names: Object.fromEntries(candidates.map(({ number, name }) => [number, name])),
  };
}
