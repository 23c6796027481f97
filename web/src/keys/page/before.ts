/** Before 开始投票: the counters are zero, and the saved key is tried once more. */

import { button, el, paragraph, status } from "../../page/dom";
import { show } from "../../page/screen";
import { type App, KeyFault } from "./app";
import { chosen, fileField, form, secretField } from "./forms";
import { backHome } from "./making";

export function before(app: App): void {
  const { words, round } = app;
  show({
    title: words.beforeTitle,
    content: [
      el("h2", {}, words.zeroTitle),
      ...zero(app, round.round),
      ...(app.index === null || app.situation?.now == null ? [] : tried(app)),
      backHome(app),
    ],
  });
}

function zero(app: App, number: number): HTMLElement[] {
  const { words, round } = app;
  const { printed, issued, left_over } = round.tablet;
  const paperBox: [string, string] = [words.zero.sheets, words.zeroShown];
  const rows: [string, string][] = [
    [words.zero.printed, words.cards(printed)],
    [words.zero.issued, words.cards(issued)],
    [words.zero.left_over, words.cards(left_over)],
    [words.zero.cast, words.zeroCast],
    ...(round.paper.printed > 0 ? [paperBox] : []),
  ];
  const list = rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
  const said = status(app.zero.has(number) ? words.zeroConfirmed : "");
  const press = button(words.zeroDone, "first", () => {
    app.zero.add(number);
    said.textContent = words.zeroConfirmed;
  });
  return [
    paragraph(words.zeroHow),
    el("dl", { class: "figures" }, ...list),
    el("p", { class: "buttons" }, press),
    said,
  ];
}

function tried(app: App): HTMLElement[] {
  const { words } = app;
  const file = fileField(words, "file");
  const passphrase = secretField(words, "passphrase", words.passphrase);
  const good = status(app.tried ? words.tryKeyGood : "");
  const tries = form(app, [file.line, passphrase.line], words.tryKeyGo, async () => {
    const text = await chosen(file);
    if (text === null) throw new KeyFault("form.file");
    app.tried = false;
    good.textContent = "";
    await opened(app, text, passphrase.input.value);
    app.tried = true;
    passphrase.input.value = "";
    good.textContent = words.tryKeyGood;
  });
  return [el("h2", {}, words.tryKey), paragraph(words.tryKeyHow), tries, good];
}

/** Open the saved file as on any other day, and decrypt a test value with what it holds. */
async function opened(app: App, file: string, passphrase: string): Promise<void> {
  const { publicKey } = await app.keeper.ask("open", { file, passphrase });
  if (publicKey !== app.publicKey) throw new KeyFault("form.other");
  const { id: election, log_key: logKey } = app.state;
  app.held = await app.keeper.ask("election", { election, logKey });
  const now = app.situation?.now ?? null;
  if (now === null || app.held === null) throw new KeyFault("key.no_share");
  await app.keeper.ask("test", { now });
}
