import { button, el } from "../../page/dom";
import type { App } from "./app";

/** The button to the other language; `again` shows the screen anew. */
export function language(app: App, again: () => void): HTMLElement {
  const press = button(app.words.other, "quiet", () => {
    app.otherLanguage();
    again();
  });
  press.lang = app.words.tag === "en" ? "zh-Hans" : "en";
  return el("p", { class: "language" }, press);
}
