/** Labelled fields, and forms that say what went wrong beside their button. */

import { alarm, button, el } from "../../page/dom";
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

/** A passphrase, which its owner may look at: what nobody can find again must be typed right. */
export function secretField(words: KeyWords, id: string, label: string, complete = "off"): Field {
  const made = field(id, label, { type: "password", autocomplete: complete });
  const press = button(words.showSecret, "quiet reveal", () => {
    const hidden = made.input.type === "password";
    made.input.type = hidden ? "text" : "password";
    press.textContent = hidden ? words.hideSecret : words.showSecret;
  });
  made.line.append(press);
  return made;
}

/** A file in the words of the page; browsers speak another language at times. */
export function fileField(words: KeyWords, id: string): Field {
  const input = el("input", { id, type: "file", class: "unseen", accept: ".key,.json" });
  const name = el("output", { for: id }, words.noFile);
  input.addEventListener("change", () => {
    name.textContent = input.files?.[0]?.name ?? words.noFile;
  });
  const pick = el("label", { for: id, class: "quiet" }, words.pickFile);
  return { line: el("p", { class: "pick" }, input, pick, name), input };
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
