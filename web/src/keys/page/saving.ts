/** Saving the key file and reading it back: only then is it known to be saved. */

import { el, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import { type App, KeyFault } from "./app";
import { chosen, fileField, form, secretField } from "./forms";

export type Saved = "seed" | "whole" | "opened";

const NUMBER: { [S in Saved]: number } = { seed: 1, whole: 2, opened: 3 };

/** Have the file saved under its name and read back, then go on with `next`. */
export function saving(app: App, what: Saved, file: string, next: () => Promise<void>): void {
  const { words } = app;
  const title = { seed: words.saveSeed, whole: words.saveWhole, opened: words.saveOpened }[what];
  const name = `${app.me?.name ?? "piaojue"}-${NUMBER[what]}.key`;
  const address = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  const read = fileField(words, "file");
  const passphrase = secretField(words, "passphrase", words.passphrase);
  show({
    title: words.saveTitle(title),
    content: [
      el("h2", {}, words.saveFirst),
      paragraph(words.saveFirstHow),
      el("p", {}, el("a", { class: "first", href: address, download: name }, words.saveNow)),
      paragraph(words.fileSaid(name), "strong"),
      el("h2", {}, words.saveSecond),
      paragraph(words.saveSecondHow),
      form(app, [read.line, passphrase.line], words.saveCheck, async (busy) => {
        const text = await chosen(read);
        if (text === null) throw new KeyFault("form.file");
        const given = { file: text, passphrase: passphrase.input.value };
        app.held = await app.keeper.ask("reload", given);
        busy(words.working);
        await next();
      }),
      paragraph(words.saveOld, "small"),
    ],
    leave: () => URL.revokeObjectURL(address),
  });
}
