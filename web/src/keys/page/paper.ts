/** The key on paper: printed from here, and read back here. */

import { button, el, paragraph } from "../../page/dom";
import { Scanning } from "../../page/scanning";
import { show } from "../../page/screen";
import { symbol } from "../../page/symbol";
import { PREFIX } from "../paper";
import type { PaperKey } from "../worker/messages";
import { type App, KeyFault } from "./app";
import { form, secretField } from "./forms";
import { home } from "./home";
import { backHome } from "./making";
import { saving } from "./saving";

/** Ask for the passphrase under which the paper will open, which is the one of the file. */
export function printing(app: App): void {
  const { words } = app;
  const passphrase = secretField(words, "passphrase", words.passphrase);
  show({
    title: words.printTitle,
    content: [
      paragraph(words.printHow),
      form(app, [passphrase.line], words.print, async () => {
        printed(app, await app.keeper.ask("paper", { passphrase: passphrase.input.value }));
      }),
      backHome(app),
    ],
  });
}

/** The page to be printed; nothing on it opens without the passphrase. */
function printed(app: App, { squares, groups }: PaperKey): void {
  const { words, state } = app;
  const spans = groups.map((group, at) => el("span", {}, el("small", {}, `${at + 1} `), group));
  show({
    title: words.printTitle,
    content: [
      paragraph(`${state.session} · ${state.title}`, "session"),
      paragraph(`${words.holder(app.index ?? 0)}　${app.me?.name ?? ""}`, "strong"),
      paragraph(words.printHow),
      paragraph(words.printLimit),
      symbol(squares),
      el("h2", {}, words.printGroups),
      el("p", { class: "paper-groups" }, ...spans),
      el(
        "p",
        { class: "buttons" },
        button(words.printNow, "first", () => window.print()),
      ),
      backHome(app),
    ],
  });
}

/** Restore the seed from paper, make the share from the published messages, and save a file anew. */
export function restoring(app: App): void {
  const { words } = app;
  const attributes = { id: "paper", rows: "6", lang: "en", spellcheck: "false" };
  const area = el("textarea", attributes);
  const passphrase = secretField(words, "passphrase", words.passphrase);
  const scan = new Scanning(words, PREFIX, (text) => {
    const good = text.trim().toUpperCase().startsWith(PREFIX);
    if (good) area.value = text.trim();
    return good;
  });
  const typed = el("p", { class: "field" }, el("label", { for: "paper" }, words.paperCode), area);
  show({
    title: words.paperTitle,
    content: [
      paragraph(words.paperHow),
      scan.panel,
      form(app, [typed, passphrase.line], words.paperGo, () =>
        restored(app, area.value, passphrase.input.value),
      ),
      backHome(app),
    ],
    leave: () => scan.stop(),
  });
}

async function restored(app: App, code: string, passphrase: string): Promise<void> {
  const now = app.situation?.now ?? null;
  if (now === null || app.index === null) throw new KeyFault("worker.out_of_turn");
  const given = { code, index: app.index, now, passphrase };
  const group = await app.keeper.ask("restore", given);
  if (group !== null) throw new KeyFault(group === 0 ? "paper.no" : `paper.group.${group}`);
  const file = await app.keeper.ask("file", {});
  saving(app, now.document === null ? "seed" : "whole", file, () => home(app));
}
