/** O-01: the identities that the books of a counted round must fulfil; Python's counting. */

import type { Case } from "./case";
import type { ChannelTally, ItemTotals, Outcome, Rules } from "./events";
import { type Findings, fault, NotRun } from "./finding";
import type { Placed, Round, Tokens } from "./fold";

/** One channel's tokens and what came back; null where the channel has no such count. */
export interface Channel {
  handed: Tokens;
  tally: ChannelTally;
  box: number | null;
  cast: number | null;
  unused: number | null;
}

type Relation = "=" | "<=" | ">=";

/** `left` `relation` `right`, named as docs/record-format.md and Python name it. */
interface Identity {
  name: string;
  where: string;
  left: number;
  right: number;
  relation: Relation;
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, one) => total + one, 0);

export function decided(of: Case): Placed[] {
  if (of.books.outcomes.length === 0) throw new NotRun("noOutcome");
  return of.books.outcomes;
}

/** The channels of a round as its books say them when the outcome was written. */
export function channelsOf(round: Round): Channel[] {
  if (round.tally === null) throw new NotRun("noTotals");
  return round.tally.map((tally) => channelOf(round, tally));
}

function channelOf(round: Round, tally: ChannelTally): Channel {
  const none = { box: null, cast: null, unused: null };
  if (tally.channel === "paper") {
    return { ...none, handed: round.paper, tally, box: round.boxCounted };
  }
  if (tally.channel === "hands") {
    const shown = {
      printed: 0,
      issued: round.present ?? 0,
      replaced: 0,
      archived: 0,
      left_over: 0,
    };
    return { ...none, handed: shown, tally };
  }
  const cast = round.spent.size;
  return { handed: round.tablet, tally, box: null, cast, unused: round.tablet.issued - cast };
}

export function* identities(of: Case): Findings {
  const { rules } = of.created;
  for (const { event, round } of decided(of)) {
    if (rules.ballot_mode === "ranked") throw new NotRun("modeUnknown", "unknown", "ranked");
    for (const one of failing(round, channelsOf(round), rules)) {
      yield fault("identityFails", event.round, one.where, one.name, one.left, one.right);
    }
    if ((event.outcome as Outcome).status.startsWith("integrity")) {
      yield fault("outcomeBlocked", event.round);
    }
  }
}

function failing(round: Round, channels: Channel[], rules: Rules): Identity[] {
  return Array.from(ofRound(round, channels, rules)).filter(
    ({ left, right, relation }) =>
      !(relation === "=" ? left === right : relation === "<=" ? left <= right : left >= right),
  );
}

function* ofRound(round: Round, channels: Channel[], rules: Rules): Generator<Identity> {
  const [roster, present] = [round.roster ?? 0, round.present ?? 0];
  const issued = sum(channels.map(({ handed }) => handed.issued));
  const returned = sum(channels.map(({ tally }) => tally.returned));
  yield is("present<=roster", "", present, "<=", roster);
  yield is("issued<=present", "", issued, "<=", present);
  for (const { handed, tally } of channels) {
    yield is("returned<=issued", tally.channel, tally.returned, "<=", handed.issued);
  }
  yield is("returned<=issued", "", returned, "<=", issued);
  for (const part of channels) yield* ofChannel(part, present, rules);
  yield* limits(round, channels, rules);
}

function is(
  name: string,
  where: string,
  left: number,
  relation: Relation,
  right: number,
): Identity {
  return { name, where, left, relation, right };
}

function* ofChannel(part: Channel, present: number, rules: Rules): Generator<Identity> {
  const { handed, tally } = part;
  const { channel } = tally;
  if (channel === "hands") yield is("returned=present", channel, tally.returned, "=", present);
  else {
    const used = handed.issued + handed.replaced + handed.archived + handed.left_over;
    yield is("printed=issued+replaced+archived+left_over", channel, handed.printed, "=", used);
  }
  if (part.box !== null) {
    const found = tally.returned + tally.foreign;
    yield is("box_counted=returned+foreign", channel, part.box, "=", found);
  }
  yield is("returned=valid+invalid", channel, tally.returned, "=", tally.valid + tally.invalid);
  if (part.cast !== null) {
    yield is("returned=cast", channel, tally.returned, "=", part.cast);
    yield is("valid=cast", channel, tally.valid, "=", part.cast);
    yield is("invalid=0", channel, tally.invalid, "=", 0);
  }
  yield is("least>=0", channel, least(part), ">=", 0);
  for (const item of tally.items) yield* ofItem(item, part, rules);
  yield* written(tally, rules);
}

function least({ handed, tally, unused }: Channel): number {
  const { returned, valid, invalid, foreign, written: added = [] } = tally;
  return Math.min(
    ...Object.values(handed),
    ...[returned, valid, invalid, foreign, unused ?? 0],
    ...added.map(({ approve }) => approve),
  );
}

function* ofItem(item: ItemTotals, { handed, tally, unused }: Channel, rules: Rules) {
  const graded = rules.ballot_mode === "graded";
  const { approve, oppose, abstain, illegible, points = 0, grades = [], dont_know = 0 } = item;
  const said = approve + oppose + abstain + sum(grades) + dont_know;
  const where = `${tally.channel} ${item.number}`;
  const marks = graded ? "grades+dont_know+abstain" : "approve+oppose+abstain";
  yield is(`${marks}+illegible=valid`, where, said + illegible, "=", tally.valid);
  const smallest = Math.min(approve, oppose, abstain, illegible, points, dont_know, ...grades);
  yield is("least>=0", where, smallest, ">=", 0);
  if (unused !== null) yield is(`${marks}+unused=issued`, where, said + unused, "=", handed.issued);
}

/** A ballot names a 另提项目 once, and none where the rules have no place for it. */
function* written(tally: ChannelTally, rules: Rules): Generator<Identity> {
  const { channel, written: added = [] } = tally;
  if (added.length > 0 && rules.write_in !== "allowed") {
    yield is("written=0", channel, sum(added.map(({ approve }) => approve)), "=", 0);
  }
  for (const { approve } of added) yield is("written<=valid", channel, approve, "<=", tally.valid);
}

/** What one ballot cannot exceed, all of them together cannot either. */
function* limits(round: Round, channels: Channel[], rules: Rules): Generator<Identity> {
  const mode = rules.ballot_mode;
  if (mode === "at_most_k" || mode === "exactly_k") {
    const relation = mode === "at_most_k" ? "<=" : "=";
    const name = `sum_approve${relation}valid*seats`;
    const tallies = channels.map(({ tally }) => tally);
    for (const tally of tallies) {
      yield is(name, tally.channel, approvals(tally), relation, tally.valid * round.seats);
    }
    const valid = sum(tallies.map((tally) => tally.valid));
    yield is(name, "", sum(tallies.map(approvals)), relation, valid * round.seats);
  }
  if (mode === "whole_list") {
    for (const { tally } of channels) {
      const kinds = new Set(
        tally.items.map(({ approve, oppose, abstain, illegible }) => {
          return `${[approve, oppose, abstain, illegible]}`;
        }),
      );
      yield is("distinct_items=1", tally.channel, kinds.size, "=", 1);
    }
  }
}

/** What is written in beside the list takes the place of an approval. */
function approvals({ items, written: added = [] }: ChannelTally): number {
  return sum([...items, ...added].map(({ approve }) => approve));
}
