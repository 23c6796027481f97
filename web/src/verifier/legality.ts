/**
 * F, as far as this page knows it: the approvals of acts, and the emptying of the urn. Each is
 * asked of the whole log; `piaojue verify` replays all rules and stops at the first breach.
 */

import type { Case } from "./case";
import { type Approval, approvalsOf, type Event, type Officer } from "./events";
import { type Findings, fault } from "./finding";
import { ROUNDS } from "./fold";

type Needed = [role: string, count: number][];

const TWO_PEOPLE: Needed = [
  ["clerk", 1],
  ["presider", 1],
];
const CHIEF: Needed = [["chief_scrutineer", 1]];
const PRESIDER: Needed = [["presider", 1]];
const CHIEF_AND_PRESIDER: Needed = [...CHIEF, ...PRESIDER];
const SCRUTINEER_AND_CHIEF: Needed = [["scrutineer", 1], ...CHIEF];
const TWO_AND_CHIEF: Needed = [["scrutineer", 2], ...CHIEF];

/** Who must stand behind which act; the rest of the roles may sign besides. */
const NEEDED: { [event: string]: Needed } = {
  list_frozen: TWO_PEOPLE,
  definition_withdrawn: TWO_PEOPLE,
  opened: CHIEF_AND_PRESIDER,
  closed: CHIEF_AND_PRESIDER,
  batch_withdrawn: SCRUTINEER_AND_CHIEF,
  sheets_adjudicated: TWO_AND_CHIEF,
  sample_drawn: SCRUTINEER_AND_CHIEF,
  paper_frozen: TWO_AND_CHIEF,
  opening_authorised: CHIEF,
  round_voided: CHIEF_AND_PRESIDER,
  fallback_declared: CHIEF,
  presidium_decided: PRESIDER,
  lot_drawn: CHIEF_AND_PRESIDER,
  announced: PRESIDER,
};

export function* approved(of: Case): Findings {
  let officers: Officer[] = [];
  const used = new Set<string>();
  for (const [at, event] of of.events.entries()) {
    if (event.event === "officers_appointed") officers = event.officers;
    const given = approvalsOf(event);
    if (event.approvals !== undefined || given.length > 0) {
      yield* act(at + 1, event, given, officers, used);
    }
    if (event.event !== "hand_count_entered") {
      for (const { signature } of given) if (signature !== undefined) used.add(signature);
    }
  }
}

function* act(
  place: number,
  event: Event,
  given: Approval[],
  officers: readonly Officer[],
  used: ReadonlySet<string>,
): Findings {
  const where = [place, event.event];
  if (event.event !== "hand_count_entered" && given.some(({ signature }) => used.has(signature))) {
    yield fault("signatureUsed", ...where);
  }
  const people = given.map((one) => person(one, officers));
  if (people.includes(undefined)) yield fault("officerUnknown", ...where);
  yield* differing(where, people);
  if (event.approvals === undefined) yield* alone(where, event, officers);
  for (const [role, count] of needed(event, officers)) {
    const have = given.filter((one) => one.role === role).length;
    if (have < count) yield fault("signatureMissing", ...where, role, count, have);
  }
}

/** The officer who stands behind an approval; one without a key cannot sign by key. */
function person(
  { role, holder, approval }: Approval,
  officers: readonly Officer[],
): Officer | undefined {
  const found = officers.find((one) => one.role === role && one.number === holder);
  return approval === "key" && found?.key === null ? undefined : found;
}

function* differing(where: (string | number)[], people: (Officer | undefined)[]): Findings {
  const seats = people.map((one) => `${one?.role} ${one?.number}`);
  const keys = people.flatMap((one) => (one?.key ? [one.key] : []));
  if (new Set(seats).size < seats.length || new Set(keys).size < keys.length) {
    yield fault("samePerson", ...where);
  }
}

/** A teller enters figures, and a holder speaks for a key, in person; the holder by key only. */
function* alone(where: (string | number)[], event: Event, officers: readonly Officer[]): Findings {
  const { role, holder } = event.approval;
  const teller = event.event === "hand_count_entered";
  const self = teller ? ["teller", event.teller] : ["scrutineer", event.index];
  if (`${[role, holder]}` !== `${self}`) yield fault("officerUnknown", ...where);
  const own = officers.find((one) => one.role === role && one.number === holder);
  if (!teller && (event.approval.approval === "paper" || own?.key === null)) {
    yield fault("keyNeeded", ...where);
  }
}

function needed({ event }: Event, officers: readonly Officer[]): Needed {
  if (event !== "certified") return NEEDED[event] ?? [];
  return [...CHIEF, ["scrutineer", officers.filter(({ role }) => role === "scrutineer").length]];
}

/** The urn is emptied right after the close, in ascending order of hash. */
export function* inOrder(of: Case): Findings {
  const last = new Map<number, string>();
  const emptying = new Set<number>();
  for (const [at, event] of of.events.entries()) {
    const { round } = event;
    if (event.event === "closed") emptying.add(round);
    else if (event.event !== "ballot_cast") emptying.clear();
    else if (!emptying.has(round) || event.ballot <= (last.get(round) ?? "")) {
      yield fault("urnOrder", at + 1);
    } else last.set(round, event.ballot);
  }
}

export function* once(of: Case): Findings {
  const spent = new Set<string>();
  for (const [at, event] of of.events.entries()) {
    if (event.event !== "ballot_cast") continue;
    const card = `${event.round} ${event.credential}`;
    if (spent.has(card)) yield fault("cardTwice", at + 1);
    spent.add(card);
  }
}

export function* alive(of: Case): Findings {
  const dead = Array.from({ length: ROUNDS }, () => new Set<string>());
  for (const [at, event] of of.events.entries()) {
    if (event.event === "ballot_cast" && dead[event.round - 1]?.has(event.credential)) {
      yield fault("cardDead", at + 1);
    }
    const voided = event.event === "card_voided";
    if (!voided && event.event !== "cards_cancelled") continue;
    const lists = voided
      ? (event.credentials as string[]).map((one) => [one])
      : (event.credentials as string[][]);
    for (const [later, ones] of lists.entries()) {
      const before = dead[event.round - 1 + later];
      if (before === undefined) continue;
      if (new Set(ones).size < ones.length || ones.some((one) => before.has(one))) {
        yield fault("cardDiesTwice", at + 1);
      }
      for (const one of ones) before.add(one);
    }
  }
}
