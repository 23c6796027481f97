/** Opening the person's key: by the key file, by the passphrase alone, or made here and now. */

import { el, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import type { KeyFile } from "../keyfile";
import { type App, KeyFault } from "./app";
import { chosen, fileField, form, secretField } from "./forms";
import { language } from "./language";

const SHORTEST = 8;

/** Ask for the key that this account has, or make one. */
export async function unlocked(app: App, next: () => Promise<void>): Promise<void> {
  const keyfile = await app.client.key();
  if (keyfile === null) making(app, next);
  else opening(app, keyfile, next);
}

function making(app: App, next: () => Promise<void>): void {
  const { words } = app;
  const [first, second] = [
    secretField(words, "passphrase", words.passphrase, "new-password"),
    secretField(words, "passphrase-again", words.passphraseAgain, "new-password"),
  ];
  show({
    title: words.newKeyTitle,
    content: [
      language(app, () => making(app, next)),
      paragraph(words.newKeyHow),
      paragraph(words.passphraseHow),
      form(app, [first.line, second.line], words.makeKey, async () => {
        const passphrase = first.input.value;
        if (passphrase.length < SHORTEST) throw new KeyFault("form.short");
        if (passphrase !== second.input.value) throw new KeyFault("form.differ");
        const { id, name } = app.me as { id: string; name: string };
        const made = await app.keeper.ask("make", { name, account: id, passphrase });
        await app.client.enrol(made.keyfile, made.proof);
        app.publicKey = made.keyfile.public_key;
        await next();
      }),
    ],
  });
}

function opening(app: App, keyfile: KeyFile, next: () => Promise<void>): void {
  const { words } = app;
  show({
    title: words.unlockTitle,
    content: [
      language(app, () => opening(app, keyfile, next)),
      withFile(app, keyfile, next),
      el("h2", {}, words.noFileTitle),
      paragraph(words.noFileHow),
      withoutFile(app, keyfile, next),
    ],
  });
}

function withFile(app: App, { public_key }: KeyFile, next: () => Promise<void>): HTMLElement {
  const { words } = app;
  const file = fileField(words, "file");
  const passphrase = secretField(words, "passphrase", words.passphrase);
  const how = paragraph(words.unlockHow);
  return form(app, [how, file.line, passphrase.line], words.unlock, async () => {
    const text = await chosen(file);
    if (text === null) throw new KeyFault("form.file");
    const given = { file: text, passphrase: passphrase.input.value };
    const { publicKey } = await app.keeper.ask("open", given);
    if (publicKey !== public_key) throw new KeyFault("form.other");
    app.publicKey = publicKey;
    await next();
  });
}

/** For signing, or for who has no share yet: the service keeps the sealed signing key. */
function withoutFile(app: App, keyfile: KeyFile, next: () => Promise<void>): HTMLElement {
  const { words } = app;
  const passphrase = secretField(words, "passphrase-alone", words.passphrase);
  return form(app, [passphrase.line], words.unlockWithout, async () => {
    const name = app.me?.name ?? "";
    await app.keeper.ask("adopt", { name, keyfile, passphrase: passphrase.input.value });
    app.publicKey = keyfile.public_key;
    await next();
  });
}
