/** The checks, one by one under their chapters, and what they come to. */

import { el, paragraph } from "../../page/dom";
import { CHECKS, type Check, type Result, type Status } from "../verify";
import { spoken, state, titleOf, words } from "./state";

const CHAPTERS = "RLFDKBTOCPES";
const SHOWN = 20;
const SIGNS: { [status in Status]: string } = {
  ok: "✓",
  failed: "✗",
  blocked: "–",
  absent: "–",
  unknown: "–",
};

/** Numbers of checks with that status. */
export function numbersWith(status: Status): string[] {
  return state.results.filter((one) => one.status === status).map(({ id }) => id);
}

export function checkList(): HTMLElement {
  const found = new Map(state.results.map((one) => [one.id, one]));
  const chapters = Array.from(CHAPTERS, (letter) => {
    const own = CHECKS.filter(({ id }) => id.startsWith(letter)).sort((one, other) =>
      one.id < other.id ? -1 : 1,
    );
    const rows = own.map((check) => row(check, found.get(check.id)));
    const title = `${letter} · ${words().chapters[letter]}`;
    return el("section", {}, el("h3", {}, title), el("ul", { class: "checks" }, ...rows));
  });
  return el("section", { id: "checks" }, el("h2", {}, words().checks), ...chapters);
}

function row(check: Check, result: Result | undefined): HTMLElement {
  const { id } = check;
  const verdict = el(
    "span",
    { class: "verdict" },
    ...(result === undefined
      ? ["…"]
      : [
          el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[result.status]),
          words().verdicts[result.status],
        ]),
  );
  const heading = el("p", {}, verdict, el("b", {}, id), " ", titleOf(check));
  const kind = result?.status ?? "waiting";
  return el("li", { class: kind, "data-check": id }, heading, ...details(result));
}

function details(result: Result | undefined): HTMLElement[] {
  if (result === undefined) return [];
  const { faults, remarks, reason } = result;
  const lines = faults.slice(0, SHOWN).map((one) => paragraph(spoken(one), "fault"));
  if (faults.length > SHOWN) lines.push(paragraph(words().more(faults.length - SHOWN), "fault"));
  lines.push(...remarks.map((one) => paragraph(spoken(one), "remark")));
  if (reason !== null) lines.push(paragraph(spoken(reason), "remark"));
  return lines;
}

/** The checks that failed, with the first fault of each. */
function named(): HTMLElement[] {
  const failed = state.results.filter(({ status }) => status === "failed");
  return failed.map(({ id, faults: [first] }) =>
    el("li", {}, el("b", {}, id), first === undefined ? null : ` ${spoken(first)}`),
  );
}

/** Show a result in its place of the list that stands already. */
export function fillIn(result: Result): void {
  const check = CHECKS.find(({ id }) => id === result.id);
  const waiting = document.querySelector(`[data-check="${result.id}"]`);
  if (check !== undefined) waiting?.replaceWith(row(check, result));
}

/** What it all comes to, said at once to whoever cannot see. */
export function conclusion(): HTMLElement {
  const failed = numbersWith("failed");
  const rest = state.results.length - failed.length - numbersWith("ok").length;
  const { failedHow, failedTitle, passedHow, passedTitle, itself, anchored, rules } = words();
  const title = failed.length > 0 ? failedTitle(failed.length) : passedTitle;
  const heading = el("h2", { id: "conclusion", tabindex: "-1" }, title);
  if (failed.length > 0) {
    const role = { class: "conclusion bad", role: "alert" };
    return el("section", role, heading, el("ul", {}, ...named()), paragraph(failedHow));
  }
  return el(
    "section",
    { class: "conclusion good", role: "status" },
    heading,
    paragraph(passedHow(numbersWith("ok").length, rest)),
    paragraph(state.anchored ? anchored : itself, "strong"),
    paragraph(rules),
  );
}
