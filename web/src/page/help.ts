/** Staff may come and help with the tablet, and see nothing of what was chosen. */

import type { App } from "./app";
import { button, el, paragraph } from "./dom";

const place = document.getElementById("screen") as HTMLElement;

export function helpButton(app: App): HTMLElement {
  return button(app.words.help, "quiet", () => cover(app));
}

/** Put a page over the screen, which is not there for anybody until the deputy goes on. */
function cover(app: App): void {
  const { words } = app;
  const heading = el("h1", { tabindex: "-1" }, words.helpTitle);
  const sheet = el("div", { class: "cover", role: "dialog", "aria-modal": "true" }, heading);
  const resume = button(words.resume, "first", () => {
    sheet.remove();
    place.hidden = false;
    place.querySelector("h1")?.focus();
  });
  sheet.append(paragraph(words.helpHow), el("p", { class: "buttons" }, resume));
  heading.id = "covered-by";
  sheet.setAttribute("aria-labelledby", heading.id);
  place.hidden = true;
  document.body.append(sheet);
  heading.focus();
}

/** Take every cover away, when the tablet starts over. */
export function uncover(): void {
  for (const sheet of document.querySelectorAll(".cover")) sheet.remove();
  place.hidden = false;
}
