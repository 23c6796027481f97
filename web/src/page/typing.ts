/** The four groups of a card, checked one by one as they are typed. */

import { GROUPS, groupFits, TYPED, typedCode } from "../crypto/card";
import { plain } from "../crypto/code";
import type { Words } from "../words/zh";
import { el, status } from "./dom";

/** A form for the code of a card; `found` gets its 16 characters. */
export function cardForm(words: Words, found: (code: string) => void): HTMLFormElement {
  const said = status();
  const inputs = Array.from({ length: GROUPS }, (_, at) => groupInput(words, at + 1));
  const form = el(
    "form",
    { class: "card", autocomplete: "off", novalidate: true },
    el(
      "fieldset",
      {},
      el("legend", {}, words.typed),
      el("div", { class: "groups" }, ...inputs.map(labelled(words))),
      said,
    ),
    el("button", { type: "submit", class: "first" }, words.go),
  );
  inputs.forEach((input, at) => {
    input.addEventListener("input", () => typed(words, inputs, at, said));
    input.addEventListener("blur", () => left(words, input, at + 1, said));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted(words, inputs, said, found);
  });
  return form;
}

function groupInput(words: Words, number: number): HTMLInputElement {
  return el("input", {
    type: "text",
    id: `group-${number}`,
    lang: "en",
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: number === GROUPS ? "go" : "next",
    "aria-label": words.group(number),
  });
}

function labelled(words: Words): (input: HTMLInputElement, at: number) => HTMLElement {
  return (input, at) =>
    el(
      "span",
      { class: "group" },
      el("label", { for: input.id }, words.group(at + 1)),
      input,
      el("span", { class: "verdict", "aria-hidden": "true" }),
    );
}

/** What is too long for a group flows into the next ones, so that a whole code may be pasted. */
function typed(words: Words, inputs: HTMLInputElement[], at: number, said: HTMLElement): void {
  let text = plain((inputs[at] as HTMLInputElement).value);
  for (let i = at; i < inputs.length && text !== ""; i++) {
    const input = inputs[i] as HTMLInputElement;
    input.value = text.slice(0, TYPED);
    text = text.slice(TYPED);
    judge(words, input, i + 1, said);
    if (input.value.length === TYPED && groupFits(input.value, i + 1)) inputs[i + 1]?.focus();
  }
}

function judge(words: Words, input: HTMLInputElement, number: number, said: HTMLElement): void {
  const complete = input.value.length === TYPED;
  const fits = complete && groupFits(input.value, number);
  verdict(input, complete ? fits : null);
  if (!complete) said.textContent = "";
  else said.textContent = fits ? words.groupRight(number) : words.groupWrong(number);
}

function left(words: Words, input: HTMLInputElement, number: number, said: HTMLElement): void {
  if (input.value === "" || input.value.length === TYPED) return;
  verdict(input, false);
  said.textContent = words.groupShort(number);
}

function verdict(input: HTMLInputElement, fits: boolean | null): void {
  input.setAttribute("aria-invalid", String(fits === false));
  const sign = input.nextElementSibling as HTMLElement;
  sign.textContent = fits === null ? "" : fits ? "✓" : "✗";
  sign.dataset["fits"] = String(fits);
}

function submitted(
  words: Words,
  inputs: HTMLInputElement[],
  said: HTMLElement,
  found: (code: string) => void,
): void {
  const code = typedCode(inputs.map(({ value }) => value));
  if (code !== null) return found(code);
  const wrong = inputs.findIndex(({ value }, at) => !groupFits(value, at + 1));
  const input = inputs[wrong] as HTMLInputElement;
  verdict(input, false);
  const short = input.value.length !== TYPED;
  said.textContent = short ? words.groupShort(wrong + 1) : words.groupWrong(wrong + 1);
  input.focus();
}
