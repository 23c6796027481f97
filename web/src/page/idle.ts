/**
 * A tablet that nobody touches asks after 90 seconds, and 30 seconds later it starts over.
 *
 * Whoever called for help is waited for much longer: people have to walk through the hall, and
 * what is marked stays under the cover meanwhile.
 */

import type { App } from "./app";
import { button, el, paragraph } from "./dom";

const ASK = 90_000;
const HELPED = 600_000;
const ANSWER = 30_000;
const EVERY = 1000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll"];

interface Duties {
  /** Whether nothing may be reset now: a ballot is on its way. */
  busy: () => boolean;
  /** Whether there is a deputy's turn to clear. */
  begun: () => boolean;
  /** Whether the deputy has called for help and the screen is covered. */
  helped: () => boolean;
  reset: () => void;
}

/** Watch for a deputy who left. Moments are compared, so that a tablet that slept wakes up reset. */
export function watch(app: App, { busy, begun, helped, reset }: Duties): void {
  let last = Date.now();
  const asking = new Asking(app);
  const stay = (): void => {
    last = Date.now();
    asking.end();
  };
  const tick = (): void => {
    if (busy() || !begun()) return stay();
    const left = (helped() ? HELPED : ASK) + ANSWER - (Date.now() - last);
    if (left <= 0) {
      stay();
      reset();
    } else if (left <= ANSWER) asking.tell(Math.ceil(left / 1000), stay);
  };
  for (const sign of SIGNS) {
    window.addEventListener(sign, () => asking.asked || stay(), { capture: true, passive: true });
  }
  setInterval(tick, EVERY);
  document.addEventListener("visibilitychange", tick);
}

/** The question over the screen; only its button answers it. */
class Asking {
  private sheet: HTMLElement | null = null;
  private said = paragraph("");
  private before: Element | null = null;

  constructor(private readonly app: App) {}

  get asked(): boolean {
    return this.sheet !== null;
  }

  tell(seconds: number, stay: () => void): void {
    if (this.sheet === null) this.ask(stay);
    this.said.textContent = this.app.words.idle(seconds);
  }

  end(): void {
    if (this.sheet === null) return;
    this.sheet.remove();
    this.sheet = null;
    if (this.before instanceof HTMLElement) this.before.focus();
  }

  private ask(stay: () => void): void {
    const { words } = this.app;
    const title = el("h2", { id: "idle-title" }, words.idleTitle);
    const press = button(words.stay, "first", stay);
    const labels = { role: "alertdialog", "aria-modal": "true", "aria-labelledby": "idle-title" };
    this.said = paragraph("");
    this.sheet = el("div", { class: "cover", ...labels }, title, this.said, press);
    this.before = document.activeElement;
    document.body.append(this.sheet);
    press.focus();
  }
}
