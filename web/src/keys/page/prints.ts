import { el } from "../../page/dom";
import type { KeyWords } from "../../words/keys/zh";
import type { Prints } from "../worker/messages";

/** The four fingerprints, which people read aloud and compare. */
export function printsList(app: { words: KeyWords }, prints: Prints): HTMLElement {
  const { words } = app;
  const names = Object.entries(words.printNames) as [keyof Prints, string][];
  const rows = names.flatMap(([name, label]) => [
    el("dt", {}, label),
    el("dd", {}, prints[name] || words.noPrint),
  ]);
  return el("div", { class: "prints" }, el("h2", {}, words.prints), el("dl", {}, ...rows));
}
