/** The rounds of the key generation on one holder's page. */

import { alarm, button, el, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import type { Ceremony, Step } from "../worker/messages";
import { type App, KeyFault } from "./app";
import { field, form } from "./forms";
import { home } from "./home";
import { saving } from "./saving";
import { has } from "./turn";

/** Send one message of this holder. */
export async function send(app: App, now: Ceremony, step: Step, code = ""): Promise<void> {
  await app.client.contribute(await app.keeper.ask("contribute", { step, now, code }));
}

/** Make the seed, have it saved, and only then announce the certificate. */
export function starting(app: App, now: Ceremony): void {
  const { words } = app;
  const again = app.held?.whole === true && now.trustees > 1;
  show({
    title: words.startTitle,
    content: [
      again ? alarm(words.startAgainHow) : paragraph(words.startHow(now.trustees)),
      form(app, [], again ? words.startAgain : words.start, () => seeded(app, now, again)),
      backHome(app),
    ],
  });
}

async function seeded(app: App, now: Ceremony, again: boolean): Promise<void> {
  const index = app.index as number;
  const { file, made } = await app.keeper.ask("seed", { index, now, again });
  const step: Step = now.trustees === 1 ? "single" : "certificate";
  const announce = async (): Promise<void> => {
    await send(app, now, step);
    await home(app);
  };
  if (made) saving(app, "seed", file, announce);
  else await announce();
}

/** The certificates' code is read aloud; then the holder commits. */
export function certificatesCode(app: App, now: Ceremony): Promise<void> {
  return spoken(app, app.words.codeCertificates, "code", now, async (code) => {
    await send(app, now, "commitment", code);
    await home(app);
  });
}

/** The whole file is saved and read back, the key's code read aloud, and the test value opened. */
export async function provingKey(app: App, now: Ceremony): Promise<void> {
  if (app.held?.whole !== true) {
    const { file } = await app.keeper.ask("whole", { now });
    return saving(app, "whole", file, () => provingKey(app, now));
  }
  const prove = async (code: string): Promise<void> => {
    await app.client.prove(await app.keeper.ask("prove", { now, code }));
    await home(app);
  };
  if (now.trustees === 1) return prove(await app.keeper.ask("keyCode", { now }));
  await spoken(app, app.words.codeKey, "keyCode", now, prove);
}

/** Make the share again from an early file, and save the whole one. */
export async function completing(app: App, now: Ceremony): Promise<void> {
  const { file } = await app.keeper.ask("whole", { now });
  saving(app, "whole", file, () => home(app));
}

async function spoken(
  app: App,
  what: string,
  name: "code" | "keyCode",
  now: Ceremony,
  agreed: (code: string) => Promise<void>,
): Promise<void> {
  const { words } = app;
  const own = await app.keeper.ask(name, { now });
  const more = { inputmode: "numeric", autocomplete: "off", maxlength: "9" };
  const heard = field("heard", words.codeHeard, more);
  show({
    title: words.codeTitle(what),
    content: [
      paragraph(words.codeHow),
      el("p", { class: "label" }, words.codeOwn),
      el("p", { class: "spoken" }, spaced(own)),
      form(app, [heard.line], words.codeSame, async () => {
        const typed = heard.input.value.replace(/\s/g, "");
        if (!/^\d{8}$/.test(typed)) throw new KeyFault("form.code");
        if (typed !== own) return stopped(app, words.codeWrong(spaced(own), spaced(typed)));
        await agreed(own);
      }),
    ],
  });
}

/** Nothing goes on from here: whoever only mistyped reloads the page. */
function stopped(app: App, sentence: string): void {
  show({ title: app.words.sorry, content: [alarm(sentence)] });
}

/** Eight digits as they are read aloud. */
function spaced(digits: string): string {
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

export function backHome(app: App): HTMLElement {
  const press = button(app.words.back, "quiet", () => void home(app));
  return el("p", { class: "buttons" }, press);
}

/** How far every holder is, as a table. */
export function progressTable(app: App, now: Ceremony): HTMLElement {
  const { words } = app;
  const steps = Object.entries(words.steps);
  const holders = Array.from({ length: now.trustees }, (_, at) => at + 1);
  const reached = (step: string, holder: number): boolean => {
    if (step === "proven") return now.proven.includes(holder);
    return has(now, step, holder) || (now.trustees === 1 && has(now, "single", holder));
  };
  const cell = (yes: boolean): HTMLElement =>
    el("td", { class: yes ? "yes" : "no" }, yes ? words.done : words.pending);
  const heads = steps.map(([, name]) => el("th", { scope: "col" }, name));
  const rows = holders.map((holder) => {
    const cells = steps.map(([step]) => cell(reached(step, holder)));
    return el("tr", {}, el("th", { scope: "row" }, words.holder(holder)), ...cells);
  });
  const head = el("thead", {}, el("tr", {}, el("td"), ...heads));
  const table = el("table", {}, el("caption", {}, words.table), head, el("tbody", {}, ...rows));
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "group", "aria-label": words.table },
    table,
  );
}
