/** Staff may come and help with the tablet, and see nothing of what was chosen. */

import type { App } from "./app";
import { button, el, paragraph } from "./dom";

const place = document.getElementById("screen") as HTMLElement;

/** Whether the screen is covered because somebody called for help. */
export function covered(): boolean {
  return place.hidden === true;
}

/** `more` are further buttons of the page over the screen; each is given the way back. */
export function helpButton(
  app: App,
  more: (uncovered: () => void) => HTMLElement | null = () => null,
): HTMLElement {
  return button(app.words.help, "quiet", () => cover(app, more));
}

/** Put a page over the screen, which is not there for anybody until the deputy goes on. */
function cover(app: App, more: (uncovered: () => void) => HTMLElement | null): void {
  const { words } = app;
  const back = left();
  const heading = el("h1", { tabindex: "-1", class: "call" }, words.helpTitle);
  const sheet = el("div", { class: "cover", role: "dialog", "aria-modal": "true" }, heading);
  const resume = button(words.resume, "first", () => {
    sheet.remove();
    place.hidden = false;
    back();
  });
  sheet.append(paragraph(words.helpHow), el("p", { class: "buttons" }, resume));
  const further = more(uncover);
  if (further !== null) sheet.append(further);
  heading.id = "covered-by";
  sheet.setAttribute("aria-labelledby", heading.id);
  place.hidden = true;
  document.body.append(sheet);
  heading.focus();
}

/** Remember where the deputy was: how far down, and at which control. */
function left(): () => void {
  const at = window.scrollY;
  const focused = document.activeElement;
  return () => {
    window.scrollTo(0, at);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
}

/** Take every cover away: when the tablet starts over, or a cover leads elsewhere. */
export function uncover(): void {
  for (const sheet of document.querySelectorAll(".cover")) sheet.remove();
  place.hidden = false;
}
