/** The page of whoever holds a key: /key lists the votes, /key/ELECTION is one of them. */

import { alarm, el, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import { App } from "./app";
import { home } from "./home";
import { identified } from "./login";
import { unlocked } from "./unlock";

const app = new App(location.pathname);

async function begin(): Promise<void> {
  const { words } = app;
  app.speak(words);
  show({ title: words.opening, content: [] });
  if (!window.isSecureContext)
    return show({ title: words.sorry, content: [alarm(words.insecure)] });
  try {
    await identified(app, () =>
      unlocked(app, () => (app.client.election === "" ? mine() : enter())),
    );
  } catch (trouble) {
    show({ title: words.sorry, content: [alarm(app.sentence(trouble))] });
  }
}

/** Turn to the election of the address with the opened key. */
async function enter(): Promise<void> {
  const { state } = await app.look();
  const logKey = state.log_key;
  app.held = await app.keeper.ask("election", { election: state.id, logKey });
  await home(app);
}

/** Without an election in the address: the votes in which this person has a part. */
async function mine(): Promise<void> {
  const { words } = app;
  const found = await app.client.elections();
  const items = found.map(({ id, title }) => el("li", {}, el("a", { href: `/key/${id}` }, title)));
  show({
    title: words.mine,
    content:
      found.length === 0 ? [paragraph(words.none)] : [el("ul", { class: "tasks" }, ...items)],
  });
}

/** A page that the browser kept and shows again must have no opened key. */
window.addEventListener("pagehide", () => app.keeper.forget());
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

if (!window.piaojueRefused) {
  window.piaojueStarted = true;
  void begin();
}
