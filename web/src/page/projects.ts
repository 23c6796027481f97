/** A project as the ballot shows it: its facts, and its full text where it is long. */

import type { Candidate } from "../crypto/definition";
import type { Words } from "../words/zh";
import { el } from "./dom";

const CHINESE = "zh-Hans";
const LONG = 60; // characters of a text that is shown at once
const FEN = 1_000_000; // 分 of 1 万元

export function facts(words: Words, project: Candidate): HTMLElement {
  const rows: [string, string | Node][] = [];
  if (project.investment_fen !== null) {
    rows.push([words.investment, words.wan(inWan(project.investment_fen))]);
  }
  if (project.department) rows.push([words.department, chinese(project.department)]);
  if (project.place) rows.push([words.place, chinese(project.place)]);
  if (project.content) rows.push([words.content, content(words, project.content)]);
  const cells = rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  return el("dl", { class: "facts" }, ...cells);
}

/** The project's name, and its names in the other languages of the ballot. */
export function names(project: Candidate, languages: readonly string[]): HTMLElement[] {
  const others = languages.filter((code) => project.titles[code] !== undefined);
  return [
    el("span", { class: "number" }, String(project.number)),
    el("span", { class: "name", lang: CHINESE }, project.name),
    ...others.map((code) => el("span", { class: "name", lang: code }, project.titles[code] ?? "")),
  ];
}

function content(words: Words, text: string): Node {
  if (text.length <= LONG) return chinese(text);
  const beginning = el("span", { class: "beginning", lang: CHINESE }, `${text.slice(0, LONG)}……`);
  return el(
    "details",
    {},
    el("summary", {}, beginning, el("b", {}, words.readAll)),
    el("p", { lang: CHINESE }, text),
  );
}

/** What the list says, which is Chinese on an English page too. */
export function chinese(text: string): HTMLElement {
  return el("span", { lang: CHINESE }, text);
}

/** 分 in 万元 without a trailing zero, with commas: 286000000 is 286, 1450500000 is 1,450.5. */
export function inWan(fen: number): string {
  const whole = Math.floor(fen / FEN).toLocaleString("en-US");
  const rest = String(fen % FEN)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return rest === "" ? whole : `${whole}.${rest}`;
}
