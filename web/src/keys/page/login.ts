/** Who is before the page: signing in, and the first password of one's own. */

import { paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import { RefusedByService } from "../../page/service";
import { type App, KeyFault } from "./app";
import { field, form, secretField } from "./forms";
import { language } from "./language";

/** Go on by the session of the browser, or ask for name and password. */
export async function identified(app: App, next: () => Promise<void>): Promise<void> {
  try {
    app.me = await app.client.me();
  } catch (trouble) {
    if (!(trouble instanceof RefusedByService)) throw trouble;
    return asking(app, next);
  }
  if (app.me.must_change) return asking(app, next);
  await next();
}

/** Whether the session of the browser has ended. */
export function signedOut(trouble: unknown): boolean {
  return trouble instanceof RefusedByService && trouble.code === "session.none";
}

/** Let the same person sign in and go on with the opened key; anybody else begins anew. */
export function signedInAgain(app: App, next: () => Promise<void>): void {
  const before = app.me?.id;
  asking(app, async () => {
    if (app.me?.id !== before) return location.reload();
    await next();
  });
}

function asking(app: App, next: () => Promise<void>): void {
  const { words } = app;
  const name = field("name", words.name, { autocomplete: "username" });
  const password = secretField(words, "password", words.password, "current-password");
  show({
    title: words.loginTitle,
    content: [
      language(app, () => asking(app, next)),
      form(app, [name.line, password.line], words.login, async () => {
        const { account } = await app.client.login(name.input.value.trim(), password.input.value);
        app.me = account;
        if (account.must_change) return changing(app, password.input.value, next);
        await next();
      }),
    ],
  });
}

function changing(app: App, old: string, next: () => Promise<void>): void {
  const { words } = app;
  const fresh = secretField(words, "fresh", words.newPassword, "new-password");
  const again = secretField(words, "again", words.newPasswordAgain, "new-password");
  show({
    title: words.newPasswordTitle,
    content: [
      paragraph(words.newPassword),
      form(app, [fresh.line, again.line], words.change, async () => {
        if (fresh.input.value !== again.input.value) throw new KeyFault("form.differ");
        await app.client.changePassword(old, fresh.input.value);
        const { account } = await app.client.login(app.me?.name ?? "", fresh.input.value);
        app.me = account;
        await next();
      }),
    ],
  });
}
