/** At the count: this device fetches, checks and multiplies the closed log, and opens only that. */

import { shaHex } from "../../crypto/bytes";
import { button, el, inGroups, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import type { Found } from "../worker/messages";
import { type App, KeyFault } from "./app";
import { form } from "./forms";
import { backHome } from "./making";
import { printsList } from "./prints";
import { saving } from "./saving";

/** Fetch, check and multiply; the bar moves with every ballot. */
export async function counting(app: App): Promise<void> {
  const { words, round } = app;
  const bar = el("progress", { max: "1", value: "0", "aria-label": words.counting });
  show({ title: words.counting, content: [paragraph(words.countingHow), bar] });
  try {
    const given = { round: round.round, opening: true };
    const found = await app.keeper.ask("count", given, (done) => {
      bar.value = done;
    });
    counted(app, found);
  } catch (trouble) {
    failed(app, trouble);
  }
}

function counted(app: App, found: Found): void {
  const { words } = app;
  show({
    title: words.counted,
    content: [
      paragraph(words.countedBallots(found.ballots), "good"),
      el("h2", {}, words.countedDigest),
      inGroups(found.digest),
      printsList(app, found.prints),
      paragraph(words.countedHow, "strong"),
      form(app, [], words.decrypt, () => decrypting(app, found)),
      backHome(app),
    ],
  });
}

/** The file that remembers the opening is saved before anything leaves. */
async function decrypting(app: App, found: Found): Promise<void> {
  if (found.ballots < found.minimum) throw new KeyFault("sealed.too_few_ballots");
  const { file } = await app.keeper.ask("decrypt", {});
  saving(app, "opened", file, () => sending(app, found));
}

async function sending(app: App, found: Found): Promise<void> {
  const number = app.round.round;
  const { tally } = await app.client.encryptedTally(number);
  if (shaHex(tally) !== found.digest) throw new KeyFault("log.tally");
  const { factors, strong } = await app.keeper.ask("partial", {});
  await app.client.partial(number, factors, strong);
  await app.look();
  accepted(app);
}

function accepted(app: App): void {
  const { words, round, state } = app;
  const need = state.ceremony?.threshold ?? 1;
  const have = round.partials.length;
  show({
    title: words.openedTitle,
    content: [
      paragraph(words.accepted, "good"),
      paragraph(words.acceptedHow),
      paragraph(words.partials(have, need), "strong"),
      paragraph(have >= need ? words.enough : words.absent),
      backHome(app),
    ],
  });
}

function failed(app: App, trouble: unknown): void {
  const { words } = app;
  const said = el("p", { class: "alarm", role: "alert" }, app.sentence(trouble));
  const again = button(words.again, "first", () => void counting(app));
  show({
    title: words.sorry,
    content: [said, el("p", { class: "buttons" }, again), backHome(app)],
  });
}

/** What this person may do about the opening now; null where there is nothing to open. */
export function openingPart(app: App): HTMLElement | null {
  const { words, round, index } = app;
  const now = app.situation?.now ?? null;
  const due = round.stage === "closed" && round.tablet.issued > 0;
  if (!due || now === null || index === null || index > now.trustees) return null;
  const part = (...nodes: Node[]): HTMLElement =>
    el("section", {}, el("h2", {}, words.openPart), ...nodes);
  const count = paragraph(words.partials(round.partials.length, now.threshold));
  if (round.partials.includes(index)) return part(paragraph(words.opened, "good"), count);
  if (app.held?.whole !== true) return part(count, paragraph(words.absent));
  if (!round.opening_authorised) {
    const { paper, chief } = words.openWaitFor;
    return part(paragraph(words.openWait(round.paper_frozen ? chief : paper)));
  }
  const go = button(words.openGo, "first", () => void counting(app));
  return part(count, paragraph(words.absent), el("p", { class: "buttons" }, go));
}
