/** Labelled fields, and forms that say what went wrong beside their button. */

import { alarm, el } from "../../page/dom";
import type { KeyWords } from "../../words/keys/zh";

/** Who finds the words for what a form does, and for what goes wrong. */
export interface Sayer {
  words: KeyWords;
  sentence: (trouble: unknown) => string;
}

export interface Field {
  line: HTMLElement;
  input: HTMLInputElement;
}

export function field(id: string, label: string, more: { [name: string]: string } = {}): Field {
  const input = el("input", { id, type: "text", spellcheck: "false", required: true, ...more });
  return { line: el("p", { class: "field" }, el("label", { for: id }, label), input), input };
}

export function secretField(id: string, label: string, complete = "off"): Field {
  return field(id, label, { type: "password", autocomplete: complete });
}

export function fileField(id: string, label: string): Field {
  return field(id, label, { type: "file", accept: ".key,.json,application/json" });
}

/** The text of the chosen file. */
export async function chosen({ input }: Field): Promise<string | null> {
  const file = input.files?.[0];
  return file === undefined ? null : file.text();
}

/** A form whose button is out of use while `done` works; what it throws is said in the form. */
export function form(
  app: Sayer,
  parts: (Node | null)[],
  press: string,
  done: (busy: (text: string) => void) => Promise<void>,
): HTMLFormElement {
  const said = alarm();
  const busy = el("p", { class: "status", role: "status" });
  const button = el("button", { type: "submit", class: "first" }, press);
  const made = el("form", { autocomplete: "off", novalidate: true }, ...parts, said, busy, button);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    said.textContent = "";
    busy.textContent = app.words.working;
    try {
      await done((text) => {
        busy.textContent = text;
      });
    } catch (trouble) {
      said.textContent = app.sentence(trouble);
    } finally {
      button.disabled = false;
      busy.textContent = "";
    }
  });
  return made;
}
