/**
 * 代写: somebody whom the deputy trusts fills in, and both say so before the ballot is cast.
 *
 * The ballot is sealed and sent like any other, and nothing is sent that tells that it was one of
 * these: whoever stood there has a scrutineer count it.
 */

import type { App } from "./app";
import { casting } from "./casting";
import { choosing } from "./choosing";
import { alarm, button, el, paragraph, status } from "./dom";
import { helpButton } from "./help";
import { reviewing, summary } from "./reviewing";
import { show } from "./screen";

/** The way into 代写, or out of it, from the page that staff are called to. */
export function assistance(app: App, uncovered: () => void): HTMLElement | null {
  const { words, round } = app;
  if (!round.definition.rules.assisted_writing) return null;
  const turn = (): void => {
    app.assisted = !app.assisted;
    uncovered();
    choosing(app);
  };
  return el(
    "section",
    {},
    el("h2", {}, words.assistedTitle),
    paragraph(app.assisted ? words.assistedOffHow : words.assistedHow),
    el(
      "p",
      { class: "buttons" },
      button(app.assisted ? words.assistedOff : words.assistedOn, "quiet", turn),
    ),
  );
}

/** A line that says on every screen of a ballot that somebody else fills it in. */
export function assistedLine(app: App): HTMLElement | null {
  return app.assisted ? status(app.words.assistedNow) : null;
}

/** Ask both: the deputy, to whom the choices were read, and the second person, who filled in. */
export function confirming(app: App): void {
  const { words } = app;
  const said = alarm();
  const deputy = confirmation(words.assistedDeputy);
  const second = confirmation(words.assistedSecond);
  const cast = button(words.cast, "first", () => {
    if (deputy.box.checked && second.box.checked) void casting(app);
    else said.textContent = deputy.box.checked ? words.secondMissing : words.deputyMissing;
  });
  const back = button(words.back, "quiet", () => void reviewing(app));
  show({
    title: words.assistedConfirm,
    content: [
      paragraph(words.assistedRead),
      ...summary(app),
      el("div", { class: "confirmed" }, deputy.line, second.line),
      said,
    ],
    last: el(
      "div",
      { class: "bar last" },
      el("p", { class: "buttons" }, cast, back),
      helpButton(app),
    ),
  });
}

function confirmation(text: string): { box: HTMLInputElement; line: HTMLElement } {
  const box = el("input", { type: "checkbox", autocomplete: "off" });
  return { box, line: el("label", { class: "choice" }, box, el("span", {}, text)) };
}
