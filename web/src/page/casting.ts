/** Sending the ballot. It stays in memory until the service has answered, however long that takes. */

import type { Receipt } from "../crypto/receipt";
import type { App } from "./app";
import { button, el, paragraph, status } from "./dom";
import { finished, sorry } from "./ending";
import { show } from "./screen";
import { Unreachable } from "./service";

const WAITS = [1000, 2000, 4000, 8000]; // milliseconds before another try; the last one repeats

/** Whether a sealed ballot is on its way: then the tablet must neither reset nor be left. */
export let underWay = false;

export async function casting(app: App): Promise<void> {
  if (underWay) return; // pressed twice
  underWay = true;
  window.addEventListener("beforeunload", warn);
  show({
    title: app.words.casting,
    content: [
      el("progress", { "aria-label": app.words.casting }),
      paragraph(app.words.castingLong),
    ],
  });
  try {
    const ballot = await app.sealer.ask("sign", {});
    const { tracker, ...sent } = ballot;
    const receipt = await sentUntilAnswered(app, sent);
    // Whatever is wrong with a receipt, the ballot is in the urn: never say that it is not.
    const holds = await app.sealer.ask("receipt", { receipt }).catch(() => false);
    finished(app, tracker, holds);
  } catch (trouble) {
    sorry(app, app.sentence(trouble));
  } finally {
    underWay = false;
    window.removeEventListener("beforeunload", warn);
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
  event.returnValue = "";
}

async function sentUntilAnswered(
  app: App,
  sent: { ballot: string; proofs: string | null },
): Promise<Receipt> {
  for (let times = 1; ; times++) {
    try {
      return await app.service.cast(sent);
    } catch (trouble) {
      if (!(trouble instanceof Unreachable)) throw trouble;
      await lost(app, times);
    }
  }
}

/** Say that the ballot is safe; go on after a while, when the network is back, or on demand. */
function lost(app: App, times: number): Promise<void> {
  const { words } = app;
  const wait = WAITS[Math.min(times, WAITS.length) - 1] as number;
  return new Promise((again) => {
    const clock = setTimeout(again, wait);
    const now = (): void => {
      clearTimeout(clock);
      again();
    };
    window.addEventListener("online", now, { once: true });
    show({
      title: words.lostTitle,
      content: [
        status(words.lost(times)),
        paragraph(words.lostHelp),
        el("p", { class: "buttons" }, button(words.again, "first", now)),
      ],
    });
  });
}
