/** The page of the second device: it makes a burnt ballot again and shows what it holds. */

import type { Choice } from "../crypto/question";
import { App } from "./app";
import { alarm, button, el, inGroups, paragraph, status } from "./dom";
import { summary } from "./reviewing";
import { Scanning } from "./scanning";
import { show } from "./screen";
import { RefusedByService } from "./service";

window.piaojueStarted = true;
const app = new App(location.pathname);

interface Found {
  hash: string;
  unsigned: string;
  choices: Choice[];
}

async function begin(): Promise<void> {
  app.forget();
  show({ title: app.words.opening, content: [] });
  try {
    await app.enter();
  } catch (trouble) {
    return failed(app.sentence(trouble));
  }
  asking();
}

function asking(): void {
  const { words } = app;
  const said = status();
  const scan = new Scanning(words, "PJ2:", (text) => {
    const opening = text.trim().toUpperCase().startsWith("PJ2:");
    if (opening) void recomputed(text, said);
    return opening;
  });
  show({
    title: words.checkTitle,
    content: [paragraph(words.checkHow), scan.panel, typed(said), said],
    leave: () => scan.stop(),
  });
}

function typed(said: HTMLElement): HTMLElement {
  const area = el("textarea", {
    id: "opening",
    rows: "6",
    lang: "en",
    autocomplete: "off",
    spellcheck: "false",
  });
  const form = el(
    "form",
    { autocomplete: "off" },
    el("label", { for: "opening" }, app.words.checkTyped),
    area,
    el("button", { type: "submit", class: "first" }, app.words.checkGo),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void recomputed(area.value, said);
  });
  return form;
}

async function recomputed(text: string, said: HTMLElement): Promise<void> {
  const { words } = app;
  said.textContent = words.checking2;
  try {
    const found = await app.sealer.ask("recompute", { text });
    if ("wrong" in found) {
      said.textContent = found.wrong === null ? words.checkNone : words.checkWrong(found.wrong);
    } else shown(found, await fate(found));
  } catch (trouble) {
    said.textContent = app.sentence(trouble);
  }
}

/** Burning again is the same as having burnt: afterwards nobody can cast this ballot. */
async function fate({ unsigned }: Found): Promise<HTMLElement> {
  try {
    await app.service.burn(unsigned);
    return paragraph(app.words.checkBurnt);
  } catch (trouble) {
    const cast = trouble instanceof RefusedByService && trouble.code === "ballot.in_urn";
    return alarm(cast ? app.words.checkCast : app.sentence(trouble));
  }
}

function shown({ hash, choices }: Found, told: HTMLElement): void {
  const { words } = app;
  show({
    title: words.checkFound,
    content: [
      ...summary(app, choices),
      el("h2", {}, words.checkCode),
      inGroups(hash),
      told,
      paragraph(words.checkCompare, "strong"),
      el(
        "p",
        { class: "buttons" },
        button(words.checkAgain, "first", () => void begin()),
      ),
    ],
  });
}

function failed(sentence: string): void {
  show({
    title: app.words.sorryTitle,
    content: [
      alarm(sentence),
      el(
        "p",
        { class: "buttons" },
        button(app.words.tryAgain, "first", () => void begin()),
      ),
    ],
  });
}

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) void begin();
});
if (!window.piaojueRefused) void begin();
