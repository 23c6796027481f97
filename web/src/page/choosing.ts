/** The ballot: projects as large cards, and how many are approved always in sight. */

import type { Candidate } from "../crypto/definition";
import type { Choice } from "../crypto/question";
import type { App } from "./app";
import { assistance, assistedLine } from "./assisting";
import { alarm, button, el } from "./dom";
import { helpButton } from "./help";
import { facts, names } from "./projects";
import { reviewing } from "./reviewing";
import { show } from "./screen";

/** What may be said of one project, in the order of the rules. */
export function options(app: App): [Choice, string][] {
  const { words, round } = app;
  const { choices } = round.definition.rules;
  if (round.graded) {
    const grades = round.grades.map((grade, place): [Choice, string] => [place, grade]);
    return [...grades, [null, words.marks.abstain]];
  }
  const abstention = choices.includes("abstain") ? words.marks.abstain : words.notChosen;
  const marks: [Choice, string][] = [["approve", words.marks.approve]];
  if (choices.includes("oppose")) marks.push(["oppose", words.marks.oppose]);
  return [...marks, ["abstain", abstention]];
}

export function choosing(app: App): void {
  const { definition } = app.round;
  const count = el("p", { class: "count", role: "status" }, counted(app));
  const whole = definition.rules.ballot_mode === "whole_list";
  const projects = definition.candidates.map((project, at) =>
    el("li", { class: "project" }, whole ? listed(app, project) : card(app, project, at, count)),
  );
  const said = alarm();
  show({
    title: app.words.chooseTitle(definition.title.replace(/票决$/, "")),
    bar: el(
      "div",
      { class: "bar" },
      count,
      helpButton(app, (uncovered) => assistance(app, uncovered)),
    ),
    content: [
      assistedLine(app),
      el("ol", { class: "projects" }, ...projects),
      whole ? wholeList(app, count) : null,
      said,
      el("p", { class: "buttons" }, onward(app, said)),
    ],
  });
  layOut(projects);
}

/**
 * Once the first projects stand there, lay out those further down, one by one: laid out only when
 * they come in sight, they would push a button away from under the finger that presses it.
 */
function layOut(projects: HTMLElement[], at = 0): void {
  const project = projects[at];
  if (project === undefined) return;
  setTimeout(() => {
    project.classList.add("laid-out");
    layOut(projects, at + 1);
  });
}

/** What the bar says. */
function counted(app: App): string {
  const { words, round } = app;
  const option = options(app).find(([choice]) => choice === app.choices[0]);
  if (round.limits === null) {
    if (!round.graded) return words.wholeSaid(option?.[1] ?? words.nothingMarked);
    const rated = app.choices.filter((choice) => choice !== null).length;
    return words.rated(rated, app.choices.length);
  }
  const [least, most] = round.limits;
  return least === most
    ? words.chosenExactly(app.approvals, most)
    : words.chosen(app.approvals, most);
}

function listed(app: App, project: Candidate): HTMLElement {
  const languages = app.round.definition.rules.languages;
  return el("div", {}, el("h2", {}, ...names(project, languages)), facts(app.words, project));
}

function card(app: App, project: Candidate, at: number, count: HTMLElement): HTMLElement {
  const legend = el("legend", {}, ...names(project, app.round.definition.rules.languages));
  const said = alarm();
  return el("fieldset", {}, legend, facts(app.words, project), radios(app, at, count, said), said);
}

function wholeList(app: App, count: HTMLElement): HTMLElement {
  const said = alarm();
  const legend = el("legend", {}, app.words.wholeAsk);
  return el("fieldset", { class: "project" }, legend, radios(app, 0, count, said));
}

function radios(app: App, at: number, count: HTMLElement, said: HTMLElement): HTMLElement {
  const all = options(app).map(([choice, text]) => {
    const input = el("input", { type: "radio", name: `choice-${at}`, autocomplete: "off" });
    input.checked = app.choices[at] === choice && choice !== null;
    input.addEventListener("change", () => {
      if (input.checked) marked(app, at, choice, count, said);
    });
    return el("label", { class: "choice" }, input, el("span", {}, text));
  });
  const long = options(app).some(([, text]) => text.length > 2);
  return el("div", { class: long ? "choices long" : "choices" }, ...all);
}

/** Take the mark; one approval too many is taken back, and the deputy is told. */
function marked(app: App, at: number, choice: Choice, count: HTMLElement, said: HTMLElement): void {
  const before = app.choices[at] ?? null;
  app.choices[at] = choice;
  const most = app.round.limits?.[1] ?? app.approvals;
  if (app.approvals > most) {
    app.choices[at] = before;
    restore(app, at);
    said.textContent = app.words.full(most);
    return;
  }
  for (const other of document.querySelectorAll(".alarm")) other.textContent = "";
  count.textContent = counted(app);
}

function restore(app: App, at: number): void {
  const inputs = document.querySelectorAll<HTMLInputElement>(`input[name="choice-${at}"]`);
  options(app).forEach(([choice], place) => {
    const input = inputs[place];
    if (input !== undefined) input.checked = choice !== null && choice === app.choices[at];
  });
}

function onward(app: App, said: HTMLElement): HTMLElement {
  return button(app.words.review, "first", () => {
    const [least, most] = app.round.limits ?? [0, 0];
    if (app.approvals < least) said.textContent = app.words.short(most, app.approvals);
    else void reviewing(app);
  });
}
