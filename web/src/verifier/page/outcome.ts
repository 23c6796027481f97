/** What the record says of the vote: result, fingerprints, and a deputy's own ballot. */

import { el, paragraph } from "../../page/dom";
import type { ItemTotals } from "../events";
import type { Found } from "../lookup";
import type { Decided, Prints, Summary } from "../summary";
import { numbersWith } from "./report";
import { state, words } from "./state";

export function about({ title, session, body, rehearsal, stages }: Summary): HTMLElement {
  const { round, stages: names, rehearsal: practice } = words();
  const told = stages.map((one) => `${round(one.round)} ${names[one.stage] ?? one.stage}`);
  return el(
    "section",
    { id: "about" },
    rehearsal ? paragraph(practice, "banner") : null,
    el("h2", { lang: "zh-Hans" }, title),
    el("p", { lang: "zh-Hans" }, `${body} · ${session}`),
    paragraph(told.join("；")),
  );
}

export function outcome(decided: Decided | null): HTMLElement {
  const { outcome: fine, outcomeFailed, noOutcome, line, tied, vacant } = words();
  const title = el("h2", {}, numbersWith("failed").length > 0 ? outcomeFailed : fine);
  if (decided === null) return el("section", { id: "outcome" }, title, paragraph(noOutcome));
  return el(
    "section",
    { id: "outcome" },
    title,
    decided.threshold ? paragraph(line(decided.threshold)) : null,
    table(decided),
    decided.tied.length > 0 ? paragraph(tied(decided.tied.join("、")), "strong") : null,
    decided.vacant > 0 ? paragraph(vacant(decided.vacant), "strong") : null,
  );
}

function table(decided: Decided): HTMLElement {
  const { number, project, approve, oppose, abstain, illegible, grades, elected } = words();
  const graded = decided.counts.some((one) => (one.grades ?? []).length > 0);
  const columns = graded ? [grades, abstain, illegible] : [approve, oppose, abstain, illegible];
  const head = [number, project, ...columns, ...(graded ? [] : [elected])];
  const rows = decided.counts.map((one) => {
    const figures = graded
      ? [(one.grades ?? []).join(" / "), one.abstain, one.illegible]
      : [one.approve, one.oppose, one.abstain, one.illegible];
    return row(decided, one, figures, graded);
  });
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "group", "aria-label": words().outcome },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...rows),
    ),
  );
}

function row(
  { elected, names }: Decided,
  { number }: ItemTotals,
  figures: (string | number)[],
  graded: boolean,
): HTMLElement {
  const place = elected.indexOf(number);
  const chosen = place < 0 ? "" : `${words().yes} ${place + 1}`;
  return el(
    "tr",
    place < 0 ? {} : { class: "chosen" },
    el("td", {}, `${number}`),
    el("th", { scope: "row", lang: "zh-Hans" }, names[number] ?? ""),
    ...figures.map((one) => el("td", {}, `${one}`)),
    graded ? null : el("td", {}, chosen),
  );
}

export function fingerprints(prints: Prints | null): HTMLElement | null {
  if (prints === null) return null;
  const said = words();
  const pairs: [string, string][] = [
    [said.printDefinition, prints.definition],
    [said.printElectionKey, prints.electionKey ?? said.noTablets],
    [said.printLogKey, prints.logKey],
    [said.printCheckpoint, prints.checkpoint],
  ];
  const terms = pairs.map(([name, print]) =>
    el("div", {}, el("dt", {}, name), el("dd", { class: "code" }, print)),
  );
  return el(
    "section",
    { id: "prints" },
    el("h2", {}, said.prints),
    paragraph(said.printsHow),
    el("dl", {}, ...terms),
  );
}

/** The form in which a deputy types a tracker; `ask` hands it to the worker. */
export function trackers(ask: (tracker: string) => void): HTMLElement {
  const said = words();
  const typed = el("input", {
    id: "tracker",
    type: "text",
    class: "code",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    value: state.tracker,
  });
  const form = el(
    "form",
    {},
    el("label", { for: "tracker" }, said.trackerLabel),
    typed,
    el("button", { type: "submit" }, said.trackerGo),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(typed.value);
  });
  const answer = el("div", { id: "found", role: "status" }, ...answered(state.found));
  return el(
    "section",
    { id: "trackers" },
    el("h2", {}, said.tracker),
    paragraph(said.trackerHow),
    form,
    answer,
  );
}

export function answered(found: Found | null | "form" | "unreadable" | "unasked"): HTMLElement[] {
  const said = words();
  if (found === "unasked") return [];
  if (found === "form") return [paragraph(said.trackerForm, "strong")];
  if (found === "unreadable") return [paragraph(said.trackerUnreadable, "strong")];
  if (found === null) return [paragraph(said.trackerAbsent, "strong")];
  const { round, index, size, covered, leaf, leafHash, path } = found;
  const steps = path.map((one) => el("li", { class: "code" }, one));
  return [
    paragraph(said.trackerFound(round, index + 1, size), "strong"),
    paragraph(covered ? said.trackerCovered : said.trackerUncovered),
    paragraph(said.trackerCounted(numbersWith("ok").includes("T-01"))),
    el(
      "details",
      {},
      el("summary", {}, said.trackerProof),
      el("p", { class: "code" }, leaf),
      el("p", {}, said.leafHash),
      el("p", { class: "code" }, leafHash),
      el("p", {}, said.path),
      el("ol", {}, ...steps),
    ),
  ];
}
