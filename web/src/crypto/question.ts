/** How a 票决 becomes questions of the public format; Python's ballot.sealed.question. */

import type { Definition } from "./definition";
import { SealedFault } from "./group";

export type Mark = "approve" | "oppose" | "abstain";

/** What a deputy says of one project: a mark, or the place of a grade (null for 弃权). */
export type Choice = Mark | number | null;

/** Fields in the order of the format, which is the order in which they are written. */
export interface Question {
  answers: string[];
  min: number;
  max: number;
  question: string;
}

const APPROVE = "赞成";
const OPPOSE = "反对";
const DONT_KNOW = "不了解";

export function questionsOf(definition: Definition): Question[] {
  const { rules, seats } = definition;
  const titles = definition.candidates.map((one) => `${one.number} ${one.name}`);
  const whole = titles.length;
  const ask = (answers: string[], min: number, max: number, question: string): Question => ({
    answers,
    min,
    max,
    question,
  });
  if (rules.ballot_mode === "graded") {
    return titles.map((title) => ask(gradesOf(definition), 0, 1, title));
  }
  if (rules.ballot_mode === "whole_list") {
    return [ask([APPROVE, OPPOSE], 0, 1, titles.join("；"))];
  }
  const [low, high] = limits(rules.ballot_mode, seats, whole);
  const approve = ask(titles, low, high, APPROVE);
  if (!rules.choices.includes("oppose")) return [approve];
  return [approve, ask(titles, 0, whole, OPPOSE)];
}

/** The grades of a 满意度测评, then 不了解 where the rules offer it. */
export function gradesOf({ rules }: Definition): string[] {
  return rules.choices.includes("dont_know") ? [...rules.grades, DONT_KNOW] : rules.grades;
}

/** The least and the most approvals that a ballot may hold. Throws for what cannot be proven. */
export function limits(mode: string, seats: number, projects: number): [number, number] {
  if (mode === "at_most_k") return [0, seats];
  if (mode === "exactly_k") return [seats, seats];
  if (mode === "per_item") return [0, projects];
  throw new SealedFault("sealed.ballot_mode");
}

/** Whether each project may be chosen in one of the two questions only. */
export function exclusive(questions: readonly Question[]): boolean {
  return questions.length === 2 && questions[0]?.question === APPROVE;
}

/** What is encrypted for `choices`, one for each project, or one alone for a whole list. */
export function plaintext(definition: Definition, choices: readonly Choice[]): number[][] {
  const questions = questionsOf(definition);
  const rows = rowsOf(definition, questions, choices);
  const lawful = rows.every((row, at) => within(questions[at] as Question, row));
  if (!lawful) throw new SealedFault("sealed.marks");
  return rows;
}

function rowsOf(
  definition: Definition,
  questions: readonly Question[],
  choices: readonly Choice[],
): number[][] {
  const ones = (wanted: Mark): number[] => choices.map((choice) => Number(choice === wanted));
  const mode = definition.rules.ballot_mode;
  if (mode === "graded") {
    return questions.map(({ answers }, at) => answers.map((_, i) => Number(choices[at] === i)));
  }
  if (mode === "whole_list") {
    return [[Number(choices[0] === "approve"), Number(choices[0] === "oppose")]];
  }
  return exclusive(questions) ? [ones("approve"), ones("oppose")] : [ones("approve")];
}

function within({ answers, min, max }: Question, row: readonly number[]): boolean {
  const chosen = row.reduce((sum, one) => sum + one, 0);
  return row.length === answers.length && min <= chosen && chosen <= max;
}
