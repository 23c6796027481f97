/** Opening a sum from the holders' decryptions; Python's ballot.sealed.tally. */

import { shaHex } from "../crypto/bytes";
import type { Election } from "../crypto/election";
import { type Element, type Group, modulo, SealedFault } from "../crypto/group";
import { readFactors } from "../keys/decryption";
import { exactly, list, text } from "../keys/exact";
import type { Tally } from "../keys/tally";
import type { Trustees } from "../keys/trustees";

/** No sum above this is looked for: the search takes its square root in steps and memory. */
const GREATEST = 10 ** 10;

/** An encrypted tally of `count` ballots as the record names it. Throws SealedFault. */
export function readTally({ group, questions }: Election, raw: string, count: number): Tally {
  const code = "sealed.tally";
  const wire = exactly(raw, code, (read) =>
    list(read, (row) =>
      list(row, (one) => ({ alpha: text(one["alpha"]), beta: text(one["beta"]) })),
    ),
  );
  checkShape(questions, wire, code);
  const rows = wire.map((row) =>
    row.map(({ alpha, beta }) => ({ alpha: group.read(alpha), beta: group.read(beta) })),
  );
  return { raw, digest: shaHex(raw), count, rows };
}

function checkShape(
  questions: Election["questions"],
  rows: readonly (readonly unknown[])[],
  code: string,
): void {
  const wanted = questions.map(({ answers }) => answers.length);
  if (`${rows.map((row) => row.length)}` !== `${wanted}`) throw new SealedFault(code);
}

/** The sums from checked decryptions, all of which must lie on one polynomial. */
export function openTally(
  election: Election,
  trustees: Trustees,
  tally: Tally,
  partials: ReadonlyMap<number, string>,
): number[][] {
  const { group } = election;
  const factors = new Map<number, Element[][]>();
  for (const [owner, raw] of partials) {
    if (trustees.keys[owner - 1] === undefined) throw new SealedFault("sealed.owner");
    const { factors: read, proofs } = readFactors(raw);
    checkShape(election.questions, read, "sealed.partial");
    checkShape(election.questions, proofs, "sealed.partial");
    factors.set(
      owner,
      read.map((row) => row.map((one) => group.read(one))),
    );
  }
  const combined = combine(group, trustees, factors);
  const logs = new Logs(group, tally.count);
  return tally.rows.map((row, question) =>
    row.map(({ beta }, answer) => {
      const factor = combined[question]?.[answer] as Element;
      return logs.of(group.multiply(beta, group.inverse(factor)));
    }),
  );
}

function combine(
  group: Group,
  { keys, threshold }: Trustees,
  factors: ReadonlyMap<number, Element[][]>,
): Element[][] {
  const owners = Array.from(factors.keys()).sort((one, other) => one - other);
  if (owners.length < threshold) throw new SealedFault("sealed.too_few");
  const chosen = owners.slice(0, threshold);
  const at = (target: number): Element[][] => interpolated(group, factors, chosen, target);
  for (const surplus of owners.slice(threshold)) {
    if (texts(group, at(surplus)) !== texts(group, factors.get(surplus) as Element[][])) {
      throw new SealedFault("sealed.inconsistent");
    }
  }
  return keys.length === 1 ? (factors.get(1) as Element[][]) : at(0);
}

const texts = (group: Group, rows: Element[][]): string =>
  rows.map((row) => row.map((one) => group.text(one)).join(",")).join(";");

function interpolated(
  group: Group,
  factors: ReadonlyMap<number, Element[][]>,
  places: readonly number[],
  target: number,
): Element[][] {
  const shape = factors.get(places[0] as number) as Element[][];
  const weights = places.map((place) => lagrange(group.order, places, place, target));
  return shape.map((row, question) =>
    row.map((_, answer) =>
      places.reduce((total, place, at) => {
        const one = factors.get(place)?.[question]?.[answer] as Element;
        return group.multiply(total, group.openly(one, weights[at] as bigint));
      }, group.neutral),
    ),
  );
}

/** The weight of the value at `place` in the value at `target`, modulo the order. */
function lagrange(order: bigint, places: readonly number[], place: number, target: number): bigint {
  let [above, below] = [1n, 1n];
  for (const other of places.filter((one) => one !== place)) {
    above = modulo(above * BigInt(target - other), order);
    below = modulo(below * BigInt(place - other), order);
  }
  return modulo(above * inverse(below, order), order);
}

/** Fermat: the order is prime. */
function inverse(value: bigint, order: bigint): bigint {
  let [result, base] = [1n, value];
  for (let rest = order - 2n; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * base) % order;
    base = (base * base) % order;
  }
  return result;
}

/** Discrete logarithms up to a maximum, by baby and giant steps. */
class Logs {
  private readonly small = new Map<string, number>();
  private readonly step: number;
  private readonly giant: Element;

  constructor(
    private readonly group: Group,
    private readonly maximum: number,
  ) {
    if (maximum > GREATEST) throw new SealedFault("sealed.undecodable");
    this.step = Math.floor(Math.sqrt(maximum)) + 1;
    this.giant = group.inverse(group.generate(BigInt(this.step)));
    let point = group.neutral;
    for (let exponent = 0; exponent < this.step; exponent++) {
      this.small.set(group.text(point), exponent);
      point = group.multiply(point, group.generator);
    }
  }

  of(element: Element): number {
    let point = element;
    for (let giant = 0; giant <= this.step; giant++) {
      const found = giant * this.step + (this.small.get(this.group.text(point)) ?? Number.NaN);
      if (found <= this.maximum) return found;
      point = this.group.multiply(point, this.giant);
    }
    throw new SealedFault("sealed.undecodable");
  }
}
