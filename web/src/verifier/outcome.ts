/**
 * O-02: the outcome is the one that the rules give. Every figure is worked out anew; the sentences
 * that give the clauses are not. What this page does not know how to count, it says.
 */

import { canonical, type Json } from "../crypto/canonical";
import { type Channel, channelsOf, decided, sum } from "./books";
import type { Case } from "./case";
import type { ItemTotals, Losing, Outcome, Rules } from "./events";
import { Fault, type Findings, fault, NotRun, remark } from "./finding";
import type { Round } from "./fold";

const SHARES: { [rule: string]: [above: number, below: number, inclusive: boolean] } = {
  ge_2_3: [2, 3, true],
  gt_2_3: [2, 3, false],
  gt_1_2: [1, 2, false],
  ge_4_5: [4, 5, true],
  gt_4_5: [4, 5, false],
};

const COMPARED = [
  "status",
  "threshold",
  "base",
  "elected",
  "tied",
  "seats_left",
  "vacant",
  "not_elected",
  "counts",
  "ballots",
  "channels",
] as const;

export function* recomputed(of: Case): Findings {
  const { rules } = of.created;
  for (const { event, round } of decided(of)) {
    checkKnown(rules);
    checkQuorum(rules, round);
    const said = event.outcome as Outcome;
    const found = outcomeOf(rules, round, of.books.contest(round));
    for (const field of COMPARED) {
      const same = json(found[field]) === json(said[field]);
      if (!same) yield fault("outcomeDiffers", event.round, field);
    }
    if (said.status !== "final") yield remark("outcomeIs", event.round, said.status);
  }
  yield remark("sentencesUnchecked");
}

const json = (value: unknown): string => canonical((value ?? null) as Json);

function checkKnown(rules: Rules): void {
  const { ballot_mode: mode, budget_cap: cap, category_quota: quota, tie_rule } = rules;
  const unknown =
    (["graded", "ranked"].includes(mode) && mode) ||
    (quota !== null && "category_quota") ||
    (cap?.hard && "budget_cap") ||
    (tie_rule === "lower_cost" && tie_rule) ||
    (rules.rank_by === "points" && "points");
  if (unknown) throw new NotRun("modeUnknown", "unknown", unknown);
}

function checkQuorum({ quorum_rule }: Rules, { roster, present }: Round): void {
  const [above, below, inclusive] = SHARES[quorum_rule] as [number, number, boolean];
  const product = (roster ?? 0) * above;
  const needed = inclusive ? Math.ceil(product / below) : Math.floor(product / below) + 1;
  if ((present ?? 0) < needed) throw new Fault("noQuorum", needed, present ?? 0);
}

function outcomeOf(rules: Rules, round: Round, contest: string): Partial<Outcome> {
  const channels = channelsOf(round).map((part) => settled(part, rules));
  const counts = joined(channels);
  const line = lineOf(rules, round, channels, counts);
  const whole = rules.ballot_mode === "whole_list";
  const seats = whole ? counts.length : round.seats;
  const ranking = rank(counts, line.needed, seats, whole ? "approve" : rules.rank_by);
  const admitted = contest !== "runoff" && rules.tie_rule === "admit_all" && !whole;
  const { elected, tied, seatsLeft, vacant } = admitted ? allOf(ranking) : ranking;
  const again = contest === "runoff" ? "undecided_second_tie" : "tie_at_cutoff";
  return {
    status: tied.length > 0 ? again : vacant > 0 ? "shortfall" : "final",
    threshold: line.needed,
    base: line.base,
    elected,
    tied,
    seats_left: seatsLeft,
    vacant,
    not_elected: losing(ranking, [...elected, ...tied]),
    counts,
    ballots: added(channels.map(ballotsOf)),
    channels: Object.fromEntries(channels.map((part) => [part.tally.channel, shown(part)])),
  };
}

/** Every unused card counted as the rules say. */
function settled(part: Channel, { no_input_means: means }: Rules): Channel {
  const { tally, unused } = part;
  if (!unused || means === "not_counted") return part;
  if (means === "not_returned") return { ...part, unused: null };
  const items = tally.items.map((item) => ({ ...item, abstain: item.abstain + unused }));
  const [returned, valid] = [tally.returned + unused, tally.valid + unused];
  return { ...part, tally: { ...tally, items, returned, valid } };
}

/** The totals per project over all channels, in order of number. */
function joined(channels: readonly Channel[]): ItemTotals[] {
  const lists = channels.map(({ tally }) => {
    return tally.items.slice().sort((one, other) => one.number - other.number);
  });
  const numbers = lists.map((items) => items.map(({ number }) => number));
  const [first = []] = numbers;
  const twice = new Set(first).size < first.length || first.length === 0;
  if (twice || numbers.some((one) => `${one}` !== `${first}`)) throw new Fault("unequalProjects");
  return first.map((number, at) => {
    const column = lists.map((items) => items[at] as ItemTotals);
    const total = (field: "approve" | "oppose" | "abstain" | "illegible"): number =>
      sum(column.map((item) => item[field]));
    return {
      number,
      approve: total("approve"),
      oppose: total("oppose"),
      abstain: total("abstain"),
      illegible: total("illegible"),
    };
  });
}

interface Line {
  needed: number;
  base: number;
}

function lineOf(rules: Rules, round: Round, channels: Channel[], counts: ItemTotals[]): Line {
  const returned = sum(channels.map(({ tally }) => tally.returned));
  if (round.threshold === "ge_1_3_ballots") {
    return { needed: Math.ceil(returned / 3), base: returned };
  }
  const bases: { [base: string]: number } = {
    all_members: round.roster ?? 0,
    present: round.present ?? 0,
    returned,
    valid: sum(channels.map(({ tally }) => tally.valid)),
  };
  const base = bases[rules.threshold_base] ?? 0;
  const needed = passLine(round.threshold, base);
  if (rules.ballot_mode !== "whole_list" || needed > 0) return { needed, base };
  // Without a line the list passes if 赞成 outweighs 反对.
  const [{ oppose } = { oppose: 0 }] = counts;
  return { needed: oppose + 1, base: oppose };
}

/** 过半数 is strict: of 200 it is 101. */
function passLine(threshold: Json, base: number): number {
  if (threshold === "plurality") return 0;
  if (threshold === "majority") return Math.floor(base / 2) + 1;
  const { fraction } = threshold as { fraction: [number, number] };
  return Math.floor((base * fraction[0]) / fraction[1]) + 1;
}

interface Ranking {
  elected: number[];
  tied: number[];
  seatsLeft: number;
  vacant: number;
  ordered: number[];
  passed: number[];
}

/** Projects by score, equal scores together: those that cross the last seat are tied. */
function rank(counts: ItemTotals[], line: number, seats: number, by: string): Ranking {
  const score = ({ approve, oppose }: ItemTotals): number =>
    by === "approve" ? approve : approve - oppose;
  const ordered = counts
    .slice()
    .sort((one, other) => score(other) - score(one) || one.number - other.number);
  const passed = ordered.filter(({ approve }) => approve >= Math.max(line, 1));
  const elected: number[] = [];
  let tied: number[] = [];
  for (const value of new Set(passed.map(score))) {
    const level = passed.filter((one) => score(one) === value).map(({ number }) => number);
    const free = seats - elected.length;
    if (free <= 0 || tied.length > 0) break;
    if (level.length <= free) elected.push(...level);
    else tied = level;
  }
  const free = Math.max(seats - elected.length, 0);
  const seatsLeft = tied.length > 0 ? free : 0;
  const named = (items: ItemTotals[]): number[] => items.map(({ number }) => number);
  const vacant = free - seatsLeft;
  return { elected, tied, seatsLeft, vacant, ordered: named(ordered), passed: named(passed) };
}

/** admit_all: whoever is tied at the last seat is chosen too. */
function allOf(ranking: Ranking): Ranking {
  const { elected, tied } = ranking;
  if (tied.length === 0) return ranking;
  return { ...ranking, elected: [...elected, ...tied], tied: [], seatsLeft: 0, vacant: 0 };
}

function losing({ ordered, passed }: Ranking, seated: readonly number[]): Losing[] {
  return ordered
    .filter((number) => !seated.includes(number))
    .map((number) => {
      const above = passed.includes(number);
      return { number, reason: above ? "above_line_out_of_rank" : "below_line" };
    });
}

type Ballots = { [column: string]: number };

function ballotsOf({ handed, tally, unused }: Channel): Ballots {
  const { returned, valid, invalid, foreign } = tally;
  return { ...handed, returned, valid, invalid, foreign, unused: unused ?? 0 };
}

/** Zero unused cards are not written. */
function written({ unused = 0, ...rest }: Ballots): Json {
  return unused === 0 ? rest : { ...rest, unused };
}

function added(parts: readonly Ballots[]): Json {
  const columns = Object.keys(parts[0] ?? {});
  return written(
    Object.fromEntries(columns.map((name) => [name, sum(parts.map((part) => part[name] ?? 0))])),
  );
}

function shown(part: Channel): Json {
  const { items, written: more = [] } = part.tally;
  const said = { ballots: written(ballotsOf(part)), counts: items as unknown as Json };
  return more.length === 0 ? said : { ...said, written: more as unknown as Json };
}
