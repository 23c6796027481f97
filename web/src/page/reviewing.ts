/** The choices once more, by mark; meanwhile the ballot is sealed. Then: cast it, or check it. */

import type { Choice } from "../crypto/question";
import type { App } from "./app";
import { assistedLine, confirming } from "./assisting";
import { casting } from "./casting";
import { challenging } from "./challenging";
import { choosing, options } from "./choosing";
import { alarm, button, el, fill, inGroups, paragraph, status } from "./dom";
import { sorry } from "./ending";
import { helpButton } from "./help";
import { chinese } from "./projects";
import { show } from "./screen";

export async function reviewing(app: App): Promise<void> {
  const { words } = app;
  const cast = app.assisted
    ? button(words.assistedOnward, "first", () => confirming(app))
    : button(words.cast, "first", () => void casting(app));
  const back = button(words.back, "quiet", () => choosing(app));
  const seal = el("div", { class: "seal" });
  const progress = el("progress", { max: "1", "aria-label": words.sealing });
  seal.append(status(words.sealing), progress);
  cast.disabled = true;
  show({
    title: words.reviewTitle,
    last: el(
      "div",
      { class: "bar last" },
      el("p", { class: "buttons" }, cast, back),
      helpButton(app),
    ),
    content: [assistedLine(app), blankWarning(app), ...summary(app), seal],
  });
  try {
    const sealed = await app.sealer.ask("seal", { choices: asked(app) }, (done) => {
      progress.value = done;
    });
    if (!seal.isConnected) return; // the deputy went back
    cast.disabled = false;
    fill(seal, ...sealedWords(app, sealed));
  } catch (trouble) {
    if (seal.isConnected) sorry(app, app.sentence(trouble));
  }
}

/** What is not marked is an abstention. */
function asked(app: App): Choice[] {
  return app.choices.map((choice) => choice ?? (app.round.graded ? null : "abstain"));
}

function blankWarning(app: App): HTMLElement | null {
  const blank = app.choices.every((choice) => choice === null);
  return blank ? alarm(app.words.allBlank) : null;
}

function sealedWords(app: App, sealed: { hash: string; unsigned: string }): Node[] {
  const { words } = app;
  const check = button(words.challenge, "quiet", () => void challenging(app, sealed));
  return [
    status(words.sealed),
    el("h2", {}, words.sealCode),
    inGroups(sealed.hash),
    paragraph(words.sealCodeHow),
    el("p", { class: "buttons" }, check),
    paragraph(words.challengeHow),
  ];
}

/** The projects under what was said of them; unmarked ones last. */
export function summary(app: App, choices: readonly Choice[] = app.choices): HTMLElement[] {
  const { words, round } = app;
  const { candidates, rules } = round.definition;
  const whole = rules.ballot_mode === "whole_list";
  const said = (at: number): Choice => choices[whole ? 0 : at] ?? null;
  const groups = options(app).filter(([choice]) => choice !== null);
  const blank: [Choice, string] = [null, words.nothingMarked];
  return [...groups, blank].flatMap(([choice, name]) => {
    const found = candidates.filter((_, at) => said(at) === choice);
    if (found.length === 0 && choice !== "approve") return [];
    const items = found.map(({ number, name }) =>
      el("li", {}, el("span", { class: "number" }, String(number)), chinese(name)),
    );
    const list = items.length > 0 ? el("ul", {}, ...items) : paragraph(words.none);
    return [
      el("section", { class: "said" }, el("h2", {}, words.reviewCount(name, found.length)), list),
    ];
  });
}
