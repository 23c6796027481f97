/** D: what was voted on is what the log froze, round by round. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8 } from "../crypto/bytes";
import { canonical, type Json } from "../crypto/canonical";
import type { Candidate } from "../crypto/definition";
import type { Case } from "./case";
import type { Rules } from "./events";
import { Fault, type Findings, fault, NotRun, remark, saidOf } from "./finding";
import type { Placed, Round } from "./fold";
import { readForm } from "./form";
import { equal } from "./source";

const LIMIT = 4 * 2 ** 20;

export interface Definition {
  election: string;
  round: number;
  kind: string;
  rules: Rules;
  seats: number;
  candidates: Candidate[];
  order_seed: string | null;
}

/** The definition of that digest. Throws Fault unless it is canonical. */
export function definitionOf(of: Case, digest: string): Definition {
  const raw = of.object(digest);
  if (raw.length > LIMIT) throw new Fault("fileTooLarge", "definition", raw.length, LIMIT);
  const found = readForm(raw, "Definition") as unknown as Definition;
  const numbers = found.candidates.map(({ number }) => number);
  if (new Set(numbers).size < numbers.length) throw new Fault("numberTwice");
  return found;
}

function lists(of: Case): Placed[] {
  if (of.books.lists.length === 0) throw new NotRun("noList");
  return of.books.lists;
}

export function* wellFormed(of: Case): Findings {
  for (const { event } of lists(of)) {
    try {
      definitionOf(of, event.definition);
    } catch (thrown) {
      const { key, parts } = saidOf(thrown);
      yield fault("definitionWrong", event.round, key, ...parts);
    }
  }
}

export function* asFrozen(of: Case): Findings {
  for (const one of lists(of)) {
    const { event } = one;
    const definition = definitionOf(of, event.definition);
    for (const field of differing(of, one, definition)) {
      yield fault("definitionDiffers", event.round, field);
    }
    if (definition.kind === "first") yield* ordered(definition);
    const before = listedBefore(of, event.round);
    for (const candidate of definition.candidates) {
      const earlier = before.get(candidate.number);
      const same = earlier === undefined || json(earlier) === json(candidate);
      if (!same) yield fault("projectChanged", event.round, candidate.number);
    }
  }
}

const json = (value: unknown): string => canonical((value ?? null) as Json);

/** The fields in which the definition is not what the log froze. */
function differing(of: Case, { event, round }: Placed, definition: Definition): string[] {
  const { created } = of;
  const said = {
    ...(definition as unknown as { [field: string]: unknown }),
    candidates: definition.candidates.map(({ number }) => number),
  } as { [field: string]: unknown };
  const booked: { [field: string]: unknown } = {
    election: created.id,
    title: created.title,
    session: created.session,
    body: created.body,
    rules: created.rules,
    group: created.group,
    rehearsal: created.rehearsal,
    practice: false,
    round: event.round,
    candidates: event.candidates,
    seats: event.seats,
    kind: round.kind,
    threshold: round.threshold,
  };
  return Object.keys(booked).filter((field) => json(said[field]) !== json(booked[field]));
}

/** The first list stands in the order of the rules, as far as a machine without tables can tell. */
function* ordered({ candidates, election, rules, order_seed: seed }: Definition): Findings {
  const by = rules.ballot_order;
  if (by === "presidium") return;
  const keys = orderKeys(by, candidates, `piaojue-order|${election}|${seed}`);
  if (keys === null || (by === "random_once" && !seed)) {
    yield remark("orderUnchecked", by);
    return;
  }
  const torn = keys.some((key, at) => at > 0 && (keys[at - 1] as string) > key);
  const numbered = candidates.every(({ number }, at) => number === at + 1);
  if (torn || !numbered) yield fault("orderWrong", by);
}

function orderKeys(by: string, candidates: Candidate[], seeded: string): string[] | null {
  const together = (words: string[]): string[] =>
    words.map((word) => String(words.indexOf(word)).padStart(4, "0"));
  switch (by) {
    case "category":
      return together(candidates.map(({ category }) => category));
    case "department":
      return together(candidates.map(({ department }) => department));
    case "random_once":
      return candidates.map(({ name }) => bytesToHex(sha256(utf8(`${seeded}|${name}`))));
    default:
      return null;
  }
}

/** The projects of all earlier rounds, as they stood when they were voted on. */
function listedBefore(of: Case, round: number): Map<number, Candidate> {
  const last = new Map<number, string>();
  for (const { event } of lists(of)) {
    if (event.round < round) last.set(event.round, event.definition);
  }
  const rounds = Array.from(last).sort(([one], [other]) => one - other);
  const all = rounds.flatMap(([, digest]) => definitionOf(of, digest).candidates);
  return new Map(all.map((one) => [one.number, one]));
}

/** What definition.json and outcome.json are about: the last decided round, or the last list. */
export function subjectOf(rounds: readonly Round[]): Round | undefined {
  const decided = rounds.filter(({ outcome }) => outcome !== null);
  const frozen = rounds.filter(({ definition }) => definition !== null);
  const found = decided.length > 0 ? decided : frozen;
  return found[found.length - 1];
}

export function* summary(of: Case): Findings {
  const subject = subjectOf(of.books.rounds);
  const wanted: [string, Uint8Array | null][] = [
    ["definition.json", subject?.definition ? of.object(subject.definition) : null],
    ["outcome.json", subject?.outcome ? utf8(json(subject.outcome)) : null],
  ];
  for (const [name, content] of wanted) {
    const there = of.members.has(name);
    if (there && content === null) yield fault("summaryTooMany", name);
    else if (!there && content !== null) yield fault("summaryAbsent", name);
    else if (content !== null && !equal(of.read(name), content)) yield fault("summaryOther", name);
  }
}
