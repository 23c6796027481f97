/** The first screen: a card is scanned or typed, and the service says what became of it. */

import { scannedCode } from "../crypto/card";
import type { App } from "./app";
import { warnOfBattery } from "./battery";
import { choosing } from "./choosing";
import { button, el, paragraph, status } from "./dom";
import { cardSaid, sorry } from "./ending";
import { Scanning } from "./scanning";
import { show } from "./screen";
import { cardForm } from "./typing";

const ASK_AGAIN = 10_000; // milliseconds until a round that cannot be voted on yet is asked for again

/**
 * Enter the round and wait for a card. Whoever stood here before is forgotten; `left` says that
 * nobody finished that turn, so that who comes back to a cleared tablet knows what happened.
 */
export async function start(app: App, left = false): Promise<void> {
  app.forget();
  show({ title: app.words.opening, content: [] });
  if (!window.isSecureContext) return sorry(app, app.words.insecure);
  try {
    await app.enter();
  } catch (trouble) {
    const clock = setTimeout(() => void start(app, left), ASK_AGAIN);
    return sorry(app, app.sentence(trouble), () => clearTimeout(clock));
  }
  waiting(app, left);
}

function waiting(app: App, left = false): void {
  const { definition, stage } = app.round;
  const head = paragraph(`${definition.session} · ${definition.title}`, "session");
  if (stage === "open") return cardScreen(app, head, left);
  const before = ["drafting", "listed", "ready"].includes(stage);
  const clock = before ? setTimeout(() => void start(app), ASK_AGAIN) : 0;
  show({
    title: app.words.sorryTitle,
    content: [head, status(before ? app.words.notOpen : app.words.closedNow), ...ways(app)],
    leave: () => clearTimeout(clock),
  });
}

function cardScreen(app: App, head: HTMLElement, left: boolean): void {
  const { words } = app;
  const busy = status();
  let taken = false;
  const take = (code: string): void => {
    if (taken) return; // pressed twice
    taken = true;
    app.begun = true;
    busy.textContent = words.checking;
    scan.stop();
    void entered(app, code);
  };
  const scan = new Scanning(words, "PJ1:", (text) => {
    const code = scannedCode(text);
    if (code !== null) take(code);
    return code !== null;
  });
  const form = cardForm(words, take);
  const battery = warnOfBattery(words);
  const begin = (): void => {
    app.begun = true;
  };
  form.addEventListener("input", begin);
  scan.panel.addEventListener("click", begin);
  show({
    title: words.startTitle,
    bar: el("div", { class: "bar" }, head, languageButton(app)),
    content: [
      battery.line,
      left ? status(words.cleared) : null,
      paragraph(words.startHow),
      scan.panel,
      form,
      busy,
      prints(app),
    ],
    leave: () => {
      scan.stop();
      battery.stop();
    },
  });
}

/** Ask what became of the card; only one that has not voted goes on. */
async function entered(app: App, code: string): Promise<void> {
  try {
    const proven = await app.sealer.ask("card", { code });
    const card = await app.service.card(proven);
    if (card.state !== "unspent") return cardSaid(app, card);
  } catch (trouble) {
    return sorry(app, app.sentence(trouble));
  }
  app.blank();
  choosing(app);
}

function languageButton(app: App): HTMLElement {
  const press = button(app.words.other, "quiet", () => {
    app.otherLanguage();
    waiting(app);
  });
  press.lang = app.words.tag === "en" ? "zh-Hans" : "en";
  return press;
}

/** What a deputy may compare with the card. */
function prints(app: App): HTMLElement {
  const { words, round } = app;
  const rows: [string, string][] = [
    [words.printDefinition, round.prints.definition],
    [words.printKey, round.prints.electionKey],
    [words.printLog, round.prints.logKey],
  ];
  const list = rows.flatMap(([name, print]) => [el("dt", {}, name), el("dd", {}, print)]);
  return el(
    "details",
    { class: "prints" },
    el("summary", {}, words.prints),
    paragraph(words.printsHow),
    el("dl", {}, ...list),
  );
}

/** Where to go from a round that takes no ballots. */
export function ways(app: App): HTMLElement[] {
  return [
    el(
      "p",
      { class: "buttons" },
      button(app.words.tryAgain, "first", () => void start(app)),
      el("a", { class: "quiet", href: "/vote" }, app.words.elsewhere),
    ),
  ];
}
