/** The page of the offline verifier: takes a file, shows what the worker finds. */

import { button, el, fill, paragraph } from "../../page/dom";
import { CHECKS } from "../verify";
import type { Asked, Told } from "./messages";
import { about, answered, fingerprints, outcome, trackers } from "./outcome";
import { checkList, conclusion, fillIn } from "./report";
import { state, titleOf, words } from "./state";

/** The worker's program, put in by the build: a page of one file has nowhere to load it from. */
declare const WORKER: string;

const place = document.getElementById("screen") as HTMLElement;
let worker: Worker | null = null;

function ask(asked: Asked): void {
  worker?.postMessage(asked);
}

function begin(file: File, fields: HTMLFormElement | null): void {
  worker?.terminate();
  Object.assign(state, { file, results: [], counting: null, summary: null, found: "unasked" });
  state.tracker = "";
  const given = fields === null ? null : new FormData(fields);
  const text = (name: string): string | null => String(given?.get(name) ?? "").trim() || null;
  const kept = given?.get("checkpoint");
  const checkpoint = kept instanceof File && kept.size > 0 ? kept : null;
  const [definition, logKey] = [text("definition"), text("logKey")];
  state.anchored = definition !== null || logKey !== null || checkpoint !== null;
  try {
    worker = new Worker(URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" })));
  } catch {
    return refused(words().noWorker);
  }
  worker.onmessage = ({ data }: MessageEvent<Told>) => heard(data);
  worker.onerror = () => {
    state.phase = "stopped";
    show();
  };
  state.phase = "running";
  show();
  ask({ kind: "verify", file, definition, logKey, checkpoint });
}

function refused(sentence: string): void {
  const alarm = document.getElementById("alarm");
  if (alarm !== null) alarm.textContent = sentence;
}

function heard(told: Told): void {
  switch (told.kind) {
    case "result":
      state.results.push(told.result);
      fillIn(told.result);
      state.counting = null;
      return progress();
    case "counting":
      state.counting = told;
      return progress();
    case "end":
      state.summary = told.summary;
      state.phase = "done";
      show();
      return document.getElementById("conclusion")?.focus();
    case "found":
      state.found = told.found;
      return fill(document.getElementById("found") as HTMLElement, ...answered(told.found));
  }
}

/** How far it has come, and what it is about. */
function progress(): void {
  const bar = document.getElementById("bar") as HTMLProgressElement | null;
  const line = document.getElementById("line");
  if (bar === null || line === null) return;
  const next = CHECKS[state.results.length];
  const { counting } = state;
  bar.value = state.results.length + (counting === null ? 0 : counting.done / counting.all);
  const told = next === undefined ? "" : words().runningAt(next.id, titleOf(next));
  const ballots = counting === null ? "" : ` ${words().counting(counting.done, counting.all)}`;
  line.textContent = told + ballots;
}

function show(): void {
  const { tag, title } = words();
  document.documentElement.lang = tag;
  document.title = title;
  const screens = { asking, running, done, stopped };
  fill(place, head(), ...screens[state.phase]());
  if (state.phase === "running") progress();
}

function head(): HTMLElement {
  const { other, title } = words();
  const press = button(other, "quiet", () => {
    state.english = !state.english;
    show();
  });
  press.lang = state.english ? "zh-Hans" : "en";
  return el("div", { class: "head" }, el("h1", {}, title), press);
}

function asking(): HTMLElement[] {
  const { lead, offline } = words();
  return [paragraph(lead), paragraph(offline, "strong"), form()];
}

function form(): HTMLElement {
  const said = words();
  const chosen = el("p", { id: "chosen", role: "status" });
  if (state.file !== null) chosen.textContent = said.chosen(state.file.name);
  const input = el("input", { id: "file", type: "file", accept: ".zip,application/zip" });
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    state.file = file;
    chosen.textContent = said.chosen(file.name);
  };
  input.addEventListener("change", () => take(input.files?.[0]));
  const drop = el(
    "div",
    { class: "drop" },
    el("label", { for: "file" }, said.file),
    paragraph(said.fileHow),
    input,
    chosen,
  );
  const made = el(
    "form",
    { autocomplete: "off" },
    drop,
    comparing(),
    el("p", { id: "alarm", class: "alarm", role: "alert" }),
    el("button", { type: "submit", class: "first" }, said.start),
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (state.file === null) refused(said.noFile);
    else begin(state.file, made);
  });
  made.addEventListener("dragover", (event) => event.preventDefault());
  made.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
  return made;
}

function comparing(): HTMLElement {
  const said = words();
  const field = (name: string, label: string, type: string): HTMLElement =>
    el(
      "p",
      { class: "field" },
      el("label", { for: name }, label),
      el("input", { id: name, name, type, class: type === "text" ? "code" : "" }),
    );
  return el(
    "details",
    {},
    el("summary", {}, said.compare),
    paragraph(said.compareHow),
    field("definition", said.definition, "text"),
    field("logKey", said.logKey, "text"),
    field("checkpoint", said.checkpoint, "file"),
  );
}

function running(): HTMLElement[] {
  const said = words();
  const all = CHECKS.length;
  return [
    paragraph(said.chosen(state.file?.name ?? "")),
    el("progress", { id: "bar", max: `${all}`, value: "0", "aria-label": said.running }),
    el("p", { id: "line" }, said.running),
    checkList(),
  ];
}

function done(): HTMLElement[] {
  const { summary } = state;
  const parts = [
    paragraph(words().chosen(state.file?.name ?? "")),
    conclusion(),
    ...(summary === null ? [] : [about(summary), outcome(summary.decided)]),
    summary === null ? null : fingerprints(summary.prints),
    summary === null || summary.sealed === 0 ? null : trackers(looked),
    checkList(),
    again(),
  ];
  return parts.filter((part): part is HTMLElement => part !== null);
}

function looked(tracker: string): void {
  state.tracker = tracker;
  ask({ kind: "lookUp", tracker });
}

function stopped(): HTMLElement[] {
  return [el("p", { class: "alarm", role: "alert" }, words().stopped), again()];
}

function again(): HTMLElement {
  const press = button(words().again, "quiet", () => {
    worker?.terminate();
    Object.assign(state, { file: null, phase: "asking" });
    show();
  });
  return el("p", { class: "again" }, press);
}

state.english = !navigator.language.toLowerCase().startsWith("zh");
// A file that is dropped beside the field must not take the place of the page.
for (const name of ["dragover", "drop"]) {
  window.addEventListener(name, (event) => event.preventDefault());
}
show();
