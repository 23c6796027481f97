/** B: the sealed ballots are those of the closed log, each lawful, each from a card of the round. */

import { SealedFault } from "../crypto/group";
import type { Case } from "./case";
import type { Event } from "./events";
import { type Findings, fault, NotRun, remark, saidOf } from "./finding";
import { secondsOf } from "./log";
import { readCredentials, type SealedRound, type Verdict } from "./sealed_round";

/** What is wrong with exclusivity proofs, not with the ballot beside them. */
const EXCLUSION = ["sealed.exclusion_proof", "sealed.exclusion_form", "sealed.other_ballot"];

export function sealedRounds(of: Case): SealedRound[] {
  if (of.sealed.length === 0) throw new NotRun("noTablets");
  return of.sealed;
}

export function* lists(of: Case): Findings {
  const { credentialLists, rounds } = of.books;
  if (credentialLists.length === 0) {
    if (of.sealed.length > 0) yield fault("ballotsWithoutCards");
    throw new NotRun("noCards");
  }
  for (const [at, name] of credentialLists.entries()) {
    yield* oneList(of, at + 1, of.objectText(name), at < rounds.length);
  }
}

function* oneList(of: Case, round: number, raw: string, used: boolean): Findings {
  let credentials: string[];
  try {
    credentials = readCredentials(raw);
  } catch (thrown) {
    if (!(thrown instanceof SealedFault)) throw thrown;
    yield fault("listForm", round);
    return;
  }
  if (JSON.stringify(credentials.slice().sort()) !== raw) yield fault("listForm", round);
  const printed = of.books.cardsPrinted;
  if (credentials.length !== printed) yield fault("listLength", round, credentials.length, printed);
  const strange = used ? credentials.filter((one) => !isMember(of, one)).length : 0;
  if (strange > 0) yield fault("listStrange", round, strange);
}

function isMember(of: Case, text: string): boolean {
  try {
    of.group.member(text);
    return true;
  } catch (thrown) {
    if (thrown instanceof SealedFault) return false;
    throw thrown;
  }
}

export function* dead(of: Case): Findings {
  for (const [at, name] of of.books.credentialLists.entries()) {
    const listed = new Set(readCredentials(of.objectText(name)));
    const strange = Array.from(of.books.dead[at] ?? []).filter((one) => !listed.has(one)).length;
    if (strange > 0) yield fault("deadUnknown", at + 1, strange);
  }
}

export function* readable(of: Case): Findings {
  for (const one of sealedRounds(of)) {
    try {
      const closed = secondsOf(one.round.closedAt ?? "");
      if (one.archive.timestamp !== closed) yield fault("archiveTime", one.number);
    } catch (thrown) {
      const { key, parts } = saidOf(thrown);
      yield fault("archiveWrong", one.number, key, ...parts);
    }
  }
}

export function* derived(of: Case): Findings {
  for (const one of sealedRounds(of)) {
    const { archive, number } = one;
    if (archive.election !== one.election.raw) yield fault("archiveElection", number);
    if (archive.trustees !== of.trustees.raw) yield fault("archiveTrustees", number);
    if (archive.credentials !== of.objectText(one.listName)) yield fault("archiveList", number);
  }
}

export function* inLog(of: Case): Findings {
  for (const { archive, number, round } of sealedRounds(of)) {
    const there = archive.ballots.map(({ digest }) => digest);
    const wanted = round.casts.map(({ ballot }) => ballot);
    if (`${there}` === `${wanted}`) continue;
    const lost = new Set(wanted.filter((one) => !there.includes(one))).size;
    const more = new Set(there.filter((one) => !wanted.includes(one))).size;
    yield fault("archiveBallots", number, lost, more);
  }
}

export function* known(of: Case): Findings {
  for (const one of sealedRounds(of)) {
    const { credentials } = one;
    for (const event of one.round.casts) {
      if (!credentials.has(event.credential)) yield fault("cardUnknown", ...named(event));
    }
  }
}

function verdicts(of: Case): Verdict[] {
  return sealedRounds(of).flatMap((one) => one.verdicts);
}

const named = ({ round, ballot }: Event): [number, string] => [round, ballot.slice(0, 16)];

export function* proven(of: Case): Findings {
  const all = verdicts(of);
  for (const { event, code } of all) {
    if (code !== null && !EXCLUSION.includes(code))
      yield fault("ballotWrong", ...named(event), code);
  }
  yield remark("ballotsChecked", all.length);
}

export function* exclusive(of: Case): Findings {
  for (const { event, code } of verdicts(of)) {
    if (code !== null && EXCLUSION.includes(code)) {
      yield fault("ballotExclusive", ...named(event), code);
    }
  }
}

export function* ownCredential(of: Case): Findings {
  for (const { event, code, credential } of verdicts(of)) {
    if (code === null && credential !== event.credential) yield fault("cardOther", ...named(event));
  }
}
