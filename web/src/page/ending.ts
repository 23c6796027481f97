/** Where a deputy's turn ends: voted, a card that has nothing to vote, or a refusal. */

import type { App } from "./app";
import { alarm, button, el, inGroups, paragraph, status } from "./dom";
import { show } from "./screen";
import type { CardState } from "./service";
import { start } from "./start";

const LINGER = 60_000; // milliseconds until a finished turn is cleared without being asked

/** The ballot is in the urn. */
export function finished(app: App, tracker: string, holds: boolean): void {
  const { words } = app;
  const clock = new Lingering(app);
  show({
    title: words.doneTitle,
    content: [
      paragraph(words.done, "good"),
      holds ? status(words.receiptRight) : alarm(words.receiptWrong),
      paragraph(words.dropCard, "strong"),
      app.assisted ? paragraph(words.assistedTell, "strong") : null,
      over(app, words.finish),
      el("h2", {}, words.tracker),
      inGroups(tracker),
      paragraph(words.trackerHow),
      ...clock.words(),
    ],
    leave: () => clock.stop(),
  });
}

/** 已投 with the tracker, or 作废; nothing else. */
export function cardSaid(app: App, card: CardState): void {
  const { words } = app;
  if (card.state === "voided") {
    return show({
      title: words.voidTitle,
      content: [alarm(words.refusals["card.void"] ?? ""), over(app, words.finish)],
    });
  }
  const clock = new Lingering(app);
  show({
    title: words.spentTitle,
    content: [
      paragraph(words.spent),
      over(app, words.finish),
      el("h2", {}, words.tracker),
      inGroups(card.tracker ?? ""),
      paragraph(words.trackerHow),
      ...clock.words(),
    ],
    leave: () => clock.stop(),
  });
}

/** A sentence that says what to do, and the way back. */
export function sorry(app: App, sentence: string, leave = (): void => undefined): void {
  show({
    title: app.words.sorryTitle,
    content: [alarm(sentence), over(app, app.words.startAgain)],
    leave,
  });
}

/** Start over by itself, unless somebody is still copying the tracker and says so. */
class Lingering {
  private clock = 0;

  constructor(private readonly app: App) {
    this.wait();
  }

  words(): HTMLElement[] {
    const { words } = this.app;
    const more = button(words.linger, "quiet", () => this.wait());
    return [paragraph(words.lingers), el("p", { class: "buttons" }, more)];
  }

  stop(): void {
    clearTimeout(this.clock);
  }

  private wait(): void {
    this.stop();
    this.clock = window.setTimeout(() => void start(this.app), LINGER);
  }
}

function over(app: App, text: string): HTMLElement {
  return el(
    "p",
    { class: "buttons" },
    button(text, "first", () => void start(app)),
  );
}
