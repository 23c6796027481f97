/** The voting page. */

import { App } from "./app";
import { underWay } from "./casting";
import { covered, uncover } from "./help";
import { watch } from "./idle";
import { show } from "./screen";
import { start } from "./start";

window.piaojueStarted = true;
const app = new App(location.pathname);

function begin(left = false): void {
  uncover();
  void start(app, left);
}

/** A page that the browser kept and shows again must show nothing of the deputy before. */
window.addEventListener("pagehide", () => {
  app.forget();
  show({ title: app.words.opening, content: [] });
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) begin();
});

if (!window.piaojueRefused) {
  watch(app, {
    busy: () => underWay,
    begun: () => app.begun,
    helped: covered,
    reset: () => begin(true),
  });
  begin();
}
