/** 检验: the service burns the ballot, and only then does the tablet show how to open it. */

import type { App } from "./app";
import { choosing } from "./choosing";
import { button, el, inGroups, paragraph } from "./dom";
import { sorry } from "./ending";
import { summary } from "./reviewing";
import { show } from "./screen";
import { symbol } from "./symbol";

export async function challenging(
  app: App,
  sealed: { hash: string; unsigned: string },
): Promise<void> {
  const { words, service } = app;
  show({ title: words.burning, content: [] });
  try {
    await service.burn(sealed.unsigned);
    const shown = await app.sealer.ask("open", {});
    const address = `${location.origin}/check/${service.election}/${service.round}`;
    show({
      title: words.challengeTitle,
      content: [
        paragraph(words.challengeSteps),
        el("p", { class: "address" }, address),
        symbol(shown.squares),
        el("h2", {}, words.sealCode),
        inGroups(sealed.hash),
        ...summary(app),
        el(
          "p",
          { class: "buttons" },
          button(words.challengeBack, "first", () => afresh(app)),
        ),
        typing(app, shown.groups),
      ],
    });
  } catch (trouble) {
    sorry(app, app.sentence(trouble));
  }
}

function typing(app: App, groups: string[]): HTMLElement {
  const spans = groups.map((group) => el("span", {}, group));
  return el(
    "details",
    {},
    el("summary", {}, app.words.challengeCode),
    el("p", { class: "code" }, ...spans),
  );
}

/** The card is as good as before; what was shown to others is not taken over. */
function afresh(app: App): void {
  app.blank();
  choosing(app);
}
