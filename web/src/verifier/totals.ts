/** T: the totals are those of the ballots: opened in sum by enough holders, or counted twice. */

import { canonical, type Json } from "../crypto/canonical";
import { type Element, SealedFault } from "../crypto/group";
import { exclusive } from "../crypto/question";
import { checkStrong, checkWeak } from "../keys/decryption";
import { count, list } from "../keys/exact";
import { sealedRounds } from "./ballots";
import type { Case } from "./case";
import type { ChannelTally, ItemTotals, Rules } from "./events";
import { type Findings, fault, NotRun, told } from "./finding";
import { paperCount } from "./fold";
import { openTally } from "./opening";
import type { SealedRound } from "./sealed_round";

interface Summed {
  one: SealedRound;
  raw: string;
}

/** The rounds that have an encrypted tally, with it; `opened`: whose sum was opened as well. */
function summed(of: Case, opened: boolean): Summed[] {
  const found = sealedRounds(of).filter(({ round }) => {
    return round.encryptedTally !== null && (!opened || round.tally !== null);
  });
  if (found.length === 0) throw new NotRun("notOpened");
  return found.map((one) => ({ one, raw: of.objectText(one.round.encryptedTally ?? "") }));
}

export function* product(of: Case): Findings {
  for (const { one, raw } of summed(of, false)) {
    if (one.tally?.raw !== raw) yield fault("productOther", one.number);
  }
}

export function* archived(of: Case): Findings {
  for (const { one, raw } of summed(of, true)) {
    const { archive, number, round } = one;
    const cast = round.spent.size;
    if (archive.tally !== raw || archive.count !== cast || archive.weight !== cast) {
      yield fault("archiveTally", number);
    }
    const wanted = owners(one).map(([owner, { factors }]) => [owner, factors]);
    const there = archive.partials.map(({ owner, digest }) => [owner, digest]);
    if (`${there}` !== `${wanted}`) yield fault("archivePartials", number);
  }
}

type Named = { factors: string; strong: string };

function owners({ round }: SealedRound): [number, Named][] {
  return Array.from(round.partials).sort(([one], [other]) => one - other);
}

function keyOf(of: Case, owner: number): Element {
  const key = of.trustees.keys[owner - 1];
  if (key === undefined) throw new SealedFault("sealed.owner");
  return key;
}

export function* decryptions(of: Case): Findings {
  for (const found of summed(of, false)) {
    const { one } = found;
    for (const [owner, { factors }] of owners(one)) {
      yield* told([one.number, owner], "decryptionWrong", () => {
        checkWeak(
          one.election,
          found.one.encrypted(found.raw),
          keyOf(of, owner),
          of.objectText(factors),
        );
      });
    }
  }
}

export function* strong(of: Case): Findings {
  for (const found of summed(of, false)) {
    const { one } = found;
    for (const [owner, named] of owners(one)) {
      const partial = {
        factors: of.objectText(named.factors),
        strong: of.objectText(named.strong),
      };
      yield* told([one.number, owner], "decryptionWrong", () => {
        checkStrong(one.election, found.one.encrypted(found.raw), keyOf(of, owner), owner, partial);
      });
    }
  }
}

function resultOf(of: Case, found: Summed): number[][] {
  const { one } = found;
  const partials = owners(one).map(([owner, { factors }]): [number, string] => {
    return [owner, of.objectText(factors)];
  });
  return openTally(one.election, of.trustees, found.one.encrypted(found.raw), new Map(partials));
}

export function* opened(of: Case): Findings {
  for (const found of summed(of, true)) {
    const { archive, number } = found.one;
    let sums: number[][] = [];
    let same = false;
    const wrong = [
      ...told([number], "openingWrong", () => {
        sums = resultOf(of, found);
        same = `${JSON.stringify(readResult(archive.result))}` === JSON.stringify(sums);
      }),
    ];
    yield* wrong;
    if (wrong.length === 0 && !same) yield fault("resultOther", number, JSON.stringify(sums));
  }
}

function readResult(raw: string): number[][] {
  try {
    const { result } = JSON.parse(raw) as { result: unknown };
    return list(result, (row) => list(row, count));
  } catch {
    throw new SealedFault("sealed.result");
  }
}

export function* tablets(of: Case): Findings {
  for (const found of summed(of, true)) {
    const { one } = found;
    const wanted = one.round.tally?.find(({ channel }) => channel === "tablet");
    let made: ChannelTally | null = null;
    yield* told([one.number], "openingWrong", () => {
      made = tabletTally(one, resultOf(of, found), of.created.rules);
    });
    if (made !== null && json(made) !== json(wanted)) yield fault("tabletsOther", one.number);
  }
}

const json = (value: unknown): string => canonical((value ?? null) as Json);

/** What the opened sum says, as totals of projects; Python's counting.opening. */
function tabletTally(one: SealedRound, result: number[][], rules: Rules): ChannelTally {
  const { candidates, spent } = one.round;
  const cast = spent.size;
  const graded = rules.ballot_mode === "graded";
  const items = graded ? rated(result, candidates, cast, rules) : marked(one, result, cast);
  return { channel: "tablet", returned: cast, valid: cast, invalid: 0, foreign: 0, items };
}

function marked({ election, round }: SealedRound, result: number[][], cast: number): ItemTotals[] {
  const { questions } = election;
  const whole = questions.length === 1 && questions[0]?.answers.length === 2;
  const list = whole && questions[0]?.answers[0] === "赞成";
  const [yes = [], no] = result;
  const numbers = round.candidates;
  if (!list && yes.length !== numbers.length) throw new SealedFault("sealed.result");
  return numbers.map((number, at) => {
    const approve = yes[list ? 0 : at] ?? 0;
    const oppose = list ? (yes[1] ?? 0) : exclusive(questions) ? (no?.[at] ?? 0) : 0;
    const abstain = cast - approve - oppose;
    if (abstain < 0) throw new SealedFault("sealed.result");
    return { number, approve, oppose, abstain, illegible: 0 };
  });
}

/** One question for each project: its 等次, then 不了解 where it is offered. */
function rated(
  result: number[][],
  numbers: readonly number[],
  cast: number,
  { choices, grades: named }: Rules,
): ItemTotals[] {
  const answers = named.length + Number(choices.includes("dont_know"));
  if (result.length !== numbers.length || result.some(({ length }) => length !== answers)) {
    throw new SealedFault("sealed.result");
  }
  return result.map((row, at) => {
    const abstain = cast - row.reduce((sum, one) => sum + one, 0);
    if (abstain < 0) throw new SealedFault("sealed.result");
    const grades = row.slice(0, named.length);
    const unknown = row[named.length] ?? 0;
    const plain = { number: numbers[at] as number, approve: 0, oppose: 0, abstain, illegible: 0 };
    return { ...plain, grades, ...(unknown > 0 ? { dont_know: unknown } : {}) };
  });
}

export function* sources(of: Case): Findings {
  const counted = of.books.rounds.filter(({ tally }) => tally !== null);
  if (counted.length === 0) throw new NotRun("noTotals");
  for (const round of counted) {
    for (const channel of round.tally ?? []) {
      const tablet = channel.channel === "tablet";
      if (!tablet && json(channel) !== json(paperCount(round))) {
        yield fault("paperOtherTotals", round.number);
      } else if (tablet && round.encryptedTally === null) {
        yield fault("tabletsUnopened", round.number);
      }
    }
  }
}
