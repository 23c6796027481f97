/** The homomorphic sum of ballots; Python's ballot.sealed.tally. */

import { shaHex } from "../crypto/bytes";
import type { Election } from "../crypto/election";
import { type Element, type Group, SealedFault } from "../crypto/group";
import type { ReadBallot } from "./ballot";

export interface Pair {
  alpha: Element;
  beta: Element;
}

/** An encrypted tally that this device computed itself, of `count` ballots. */
export interface Tally {
  raw: string;
  digest: string;
  count: number;
  rows: Pair[][];
}

/** A running product, one pair for each slot of each question. */
export class Product {
  private rows: Pair[][];
  private count = 0;

  constructor(private readonly election: Election) {
    const { neutral } = election.group;
    this.rows = election.questions.map(({ answers }) =>
      answers.map(() => ({ alpha: neutral, beta: neutral })),
    );
  }

  add(ballot: ReadBallot): void {
    const { group } = this.election;
    this.count++;
    this.rows = this.rows.map((row, question) =>
      row.map((sum, answer) => {
        const choice = ballot.answers[question]?.choices[answer];
        if (choice === undefined) throw new SealedFault("sealed.ballot_form");
        const { alpha, beta } = choice;
        return { alpha: group.multiply(sum.alpha, alpha), beta: group.multiply(sum.beta, beta) };
      }),
    );
  }

  get tally(): Tally {
    const raw = tallyText(this.election.group, this.rows);
    return { raw, digest: shaHex(raw), count: this.count, rows: this.rows };
  }
}

function tallyText(group: Group, rows: readonly Pair[][]): string {
  const pair = ({ alpha, beta }: Pair): unknown => ({
    alpha: group.text(alpha),
    beta: group.text(beta),
  });
  return JSON.stringify(rows.map((row) => row.map(pair)));
}
