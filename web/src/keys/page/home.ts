/** What there is for this person to do now; looks again by itself and goes on where it can. */

import { alarm, button, el, paragraph, status } from "../../page/dom";
import { show } from "../../page/screen";
import { RefusedByService } from "../../page/service";
import type { Ceremony, Step } from "../worker/messages";
import type { App } from "./app";
import { before } from "./before";
import { openingPart } from "./counting";
import { language } from "./language";
import { signedInAgain, signedOut } from "./login";
import { certificatesCode, completing, progressTable, provingKey, send, starting } from "./making";
import { printing, restoring } from "./paper";
import { signingPart } from "./signing";
import { turn } from "./turn";

const EVERY = 3000; // milliseconds between two looks

/**
 * Look, send what can be sent without asking anybody, and show the rest; not if `left` says that
 * the person has turned to another screen meanwhile.
 */
export async function home(app: App, left = (): boolean => false): Promise<void> {
  try {
    await app.look();
    while (await sentByItself(app)) await app.look();
    if (!left()) shown(app);
  } catch (trouble) {
    if (!left()) failed(app, trouble);
  }
}

/** The shares and the verification key follow from what was confirmed aloud. */
async function sentByItself(app: App): Promise<boolean> {
  const now = app.situation?.now ?? null;
  if (now === null || app.index === null) return false;
  const next = turn(now, app.index, app.held);
  if (next.do !== "send") return false;
  await send(app, now, next.step);
  return true;
}

function shown(app: App): void {
  const { words, state } = app;
  const seats = app.seats.map(({ role, number }) => words.seat(role, number)).join("、");
  const parts = [keyPart(app), readyPart(app), openingPart(app), signingPart(app)];
  const watching = watch(app);
  show({
    title: words.home,
    content: [
      corner(app),
      paragraph(`${state.session} · ${state.title}`, "session"),
      seats === "" ? alarm(words.noSeat) : paragraph(words.you(seats), "strong"),
      paragraph(`${words.round(app.round.round)}　${words.stage(app.round.stage_name)}`),
      ...parts,
      parts.every((part) => part === null) ? status(words.nothing) : null,
    ],
    leave: watching,
  });
}

function corner(app: App): HTMLElement {
  const line = language(app, () => shown(app));
  const leave = async (): Promise<void> => {
    await app.client.logout();
    location.reload();
  };
  line.append(
    " ",
    button(app.words.leave, "quiet", () => void leave()),
  );
  return line;
}

/** Look again until told to stop; what has not changed is left as it is under people's hands. */
function watch(app: App): () => void {
  let stopped = false;
  const seen = JSON.stringify(app.situation);
  const again = async (): Promise<void> => {
    const trouble = await app.look().catch((fault: unknown) => fault);
    if (stopped) return;
    if (trouble instanceof RefusedByService) return failed(app, trouble);
    if (JSON.stringify(app.situation) !== seen) return home(app, () => stopped);
    clock = window.setTimeout(again, EVERY);
  };
  let clock = window.setTimeout(again, EVERY);
  return () => {
    stopped = true;
    clearTimeout(clock);
  };
}

function failed(app: App, trouble: unknown): void {
  if (signedOut(trouble)) return signedInAgain(app, () => home(app));
  const { words } = app;
  const press = button(words.again, "first", () => void home(app));
  const content = [alarm(app.sentence(trouble)), el("p", { class: "buttons" }, press)];
  show({ title: words.sorry, content });
}

function keyPart(app: App): HTMLElement | null {
  const { words, index } = app;
  if (index === null || app.round.stage === "announced") return null;
  const now = app.situation?.now ?? null;
  const part = (...nodes: (Node | null)[]): HTMLElement =>
    el("section", {}, el("h2", {}, words.keyPart), ...nodes);
  if (now === null) return part(paragraph(words.notStarted));
  if (index > now.trustees) return part(paragraph(words.notHolder(now.trustees)));
  const over = now.proven.length === now.trustees;
  return part(...keyTurn(app, now, index), over ? null : progressTable(app, now));
}

function press(text: string, done: () => unknown, kind = "first"): HTMLElement {
  return el(
    "p",
    { class: "buttons" },
    button(text, kind, () => void done()),
  );
}

function keyTurn(app: App, now: Ceremony, index: number): (Node | null)[] {
  const { words } = app;
  const next = turn(now, index, app.held);
  switch (next.do) {
    case "start":
      return [press(words.start, () => starting(app, now))];
    case "code":
      return [
        press(words.codeTitle(words.codeCertificates), () =>
          certificatesCode(app, now).catch((trouble) => failed(app, trouble)),
        ),
      ];
    case "key":
      return [
        press(words.codeTitle(words.codeKey), () =>
          provingKey(app, now).catch((trouble) => failed(app, trouble)),
        ),
      ];
    case "save":
      return [
        press(words.saveTitle(words.saveWhole), () =>
          completing(app, now).catch((trouble) => failed(app, trouble)),
        ),
      ];
    case "done":
      return [paragraph(words.keyDone, "good"), press(words.print, () => printing(app), "quiet")];
    case "lost":
      return [alarm(words.lostShare), press(words.paperTitle, () => restoring(app), "quiet")];
    case "wait":
      return [status(waitFor(app, next.step, next.missing))];
    default:
      return [status(words.waitKey)];
  }
}

function waitFor({ words }: App, step: Step, missing: readonly number[]): string {
  const named = words.steps[step as keyof typeof words.steps];
  return words.waitFor(named, missing.join("、"));
}

function readyPart(app: App): HTMLElement | null {
  const { words, round } = app;
  if (round.stage !== "ready" || round.tablet.issued === 0 || app.seats.length === 0) return null;
  const done = app.zero.has(round.round) && (app.tried || app.index === null);
  const text = done
    ? paragraph(`${words.zeroConfirmed}${app.tried ? words.tryKeyGood : ""}`, "good")
    : null;
  return el(
    "section",
    {},
    el("h2", {}, words.beforeTitle),
    text,
    press(words.before, () => before(app), done ? "quiet" : "first"),
  );
}
