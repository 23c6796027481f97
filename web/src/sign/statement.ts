/** What an act says, in plain words, and whether its bytes say the same. */

import { bytesToHex, shaHex } from "../crypto/bytes";
import { canonical, type Json } from "../crypto/canonical";
import { short } from "../crypto/definition";
import { openCheckpoint } from "../keys/log";
import type { Act, Client, Round, State } from "../keys/page/client";
import { printsList } from "../keys/page/prints";
import { statement } from "../keys/statement";
import { el, paragraph } from "../page/dom";
import type { KeyWords } from "../words/keys/zh";
import { adjudicated } from "./rulings";

/** The bytes are not what is shown, or the result is not the one that is signed for. */
export class NotTheSame extends Error {}

/** The bytes to sign, if they say what `act` shows. Throws NotTheSame. */
export function checkedStatement(election: string, act: Act): string {
  const said = bytesToHex(statement(election, act.content));
  const same = act.content["event"] === act.act && act.content["round"] === act.round;
  if (!same || said !== act.statement) throw new NotTheSame("statement.other");
  return said;
}

/** What is signed, for people. Throws NotTheSame. */
export async function inWords(
  words: KeyWords,
  client: Client,
  state: State,
  act: Act,
): Promise<HTMLElement[]> {
  const meaning = words.meaning[act.act];
  const plain = [
    meaning === undefined ? null : paragraph(meaning, "strong"),
    act.act === "certified" ? await certified(words, client, state, act) : null,
    act.act === "list_frozen" || act.act === "announced" ? await named(words, client, act) : null,
    act.act === "sheets_adjudicated" ? await adjudicated(words, client, act) : null,
    facts(words, act),
    paragraph(`${words.digestOf}：${shaHexOf(act.statement)}`, "small hex"),
  ];
  return plain.filter((node): node is HTMLElement => node !== null);
}

function shaHexOf(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  const text = new TextDecoder().decode(
    Uint8Array.from(bytes, (pair) => Number.parseInt(pair, 16)),
  );
  return shaHex(text);
}

const HIDDEN = ["event", "round", "checkpoint", "rulings"];

function facts(words: KeyWords, act: Act): HTMLElement {
  const rows = Object.entries(act.content)
    .filter(([name, value]) => !HIDDEN.includes(name) && value !== null)
    .flatMap(([name, value]) => [
      el("dt", {}, words.fields[name] ?? name),
      el("dd", {}, shown(words, name, value)),
    ]);
  return el("dl", { class: "figures" }, ...rows);
}

/** Fields that hold one of a few words; everything else is shown as it is signed. */
const WORDED = ["ground", "device", "matter", "level"];

function shown(words: KeyWords, name: string, value: Json): string {
  if (name === "at") return String(value).slice(0, 16).replace("T", " ");
  if (Array.isArray(value)) return value.map((one) => shown(words, "", one)).join("、");
  if (WORDED.includes(name)) return words.values[String(value)] ?? String(value);
  return typeof value === "object" ? canonical(value) : String(value);
}

/** The result, which must be the one whose digest is signed, and the four fingerprints. */
async function certified(
  words: KeyWords,
  client: Client,
  state: State,
  act: Act,
): Promise<HTMLElement> {
  const round = state.rounds[act.round - 1] as Round;
  const { outcome, definition } = round;
  if (outcome === null || shaHex(canonical(outcome)) !== act.content["outcome"]) {
    throw new NotTheSame("outcome.other");
  }
  const note = String(act.content["checkpoint"]);
  const { text } = openCheckpoint(note, state.id, state.log_key);
  const key = state.ceremony?.public_key ?? null;
  const prints = {
    definition: (definition ?? "").slice(0, 16).replace(/(.{4})(?=.)/g, "$1 "),
    electionKey: key === null ? "" : short(key),
    logKey: short(state.log_key),
    checkpoint: short(text),
  };
  const names = await client.projects(act.round);
  return el("div", {}, result(words, outcome, names), printsList({ words }, prints));
}

type Outcome = { [field: string]: Json };

function result(words: KeyWords, outcome: Outcome, names: Map<number, string>): HTMLElement {
  const status = String(outcome["status"]);
  const lists: [string, Json | undefined][] = [
    [words.chosen, outcome["elected"]],
    [words.tied, outcome["tied"]],
  ];
  const said = lists.flatMap(([label, numbers]) =>
    Array.isArray(numbers) && numbers.length > 0
      ? [el("h3", {}, label), projects(numbers as number[], names)]
      : [],
  );
  const counts: [string, Json | undefined][] = [
    [words.seatsLeft, outcome["seats_left"]],
    [words.vacant, outcome["vacant"]],
  ];
  const left = counts.filter(([, n]) => Number(n ?? 0) > 0);
  return el(
    "section",
    {},
    el("h2", {}, words.result),
    paragraph(words.statuses[status] ?? status, "strong"),
    ...said,
    ...left.map(([label, n]) => paragraph(`${label}：${n}`)),
    totals(words, outcome, names),
  );
}

export function projects(numbers: readonly number[], names: Map<number, string>): HTMLElement {
  const items = numbers.map((number) =>
    el("li", { value: String(number) }, names.get(number) ?? String(number)),
  );
  return el("ol", { class: "chosen" }, ...items);
}

function totals(words: KeyWords, outcome: Outcome, names: Map<number, string>): HTMLElement | null {
  const counts = outcome["counts"];
  if (!Array.isArray(counts) || counts.length === 0) return null;
  const marks = Object.entries(words.marks);
  const heads = marks.map(([, label]) => el("th", { scope: "col" }, label));
  const rows = (counts as Outcome[]).map((row) => {
    const number = Number(row["number"]);
    const name = `${number} ${names.get(number) ?? ""}`;
    const cells = marks.map(([mark]) => el("td", {}, String(row[mark] ?? "")));
    return el("tr", {}, el("th", { scope: "row" }, name), ...cells);
  });
  const head = el("tr", {}, el("th", { scope: "col" }, words.project), ...heads);
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows));
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "group", "aria-label": words.result },
    table,
  );
}

async function named(words: KeyWords, client: Client, act: Act): Promise<HTMLElement | null> {
  const numbers = act.content[act.act === "announced" ? "chosen" : "candidates"];
  const names = await client.projects(act.round).catch(() => new Map<number, string>());
  if (!Array.isArray(numbers) || names.size === 0) return null;
  return el("div", {}, el("h3", {}, words.project), projects(numbers as number[], names));
}
