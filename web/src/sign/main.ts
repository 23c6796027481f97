/**
 * Signing on the pages of the desk: fills every `<div data-sign-act>` with what is signed in words
 * and a form for the passphrase. The private key is opened in a worker for one signature; neither it
 * nor the passphrase is kept or sent.
 */

import { hexToBytes, shaHex } from "../crypto/bytes";
import { canonical, type Json } from "../crypto/canonical";
import { type Act, Client, type State } from "../keys/page/client";
import { form, type Sayer, secretField } from "../keys/page/forms";
import type { Asked } from "../keys/worker/messages";
import { Caller } from "../page/caller";
import { el, paragraph } from "../page/dom";
import { RefusedByService, Unreachable } from "../page/service";
import { en } from "../words/keys/en";
import { type KeyWords, zh } from "../words/keys/zh";
import { checkedStatement, inWords, NotTheSame } from "./statement";

/** What cannot be signed here; `message` is its code. */
class SignFault extends Error {}

const words: KeyWords = document.documentElement.lang === "en" ? en : zh;

const said: Sayer = {
  words,
  sentence(trouble) {
    if (trouble instanceof Unreachable) return words.faults["service.unreachable"] ?? "";
    if (trouble instanceof RefusedByService) return trouble.sentence || trouble.code;
    const code = (trouble as Error).message;
    return words.faults[code] ?? `${words.suspicious}（${code}）`;
  },
};

/** What one element asks to be signed, and where the signature goes. */
interface Task {
  shown: HTMLElement[];
  statement: string;
  send: (signature: string) => Promise<unknown>;
}

async function task(place: HTMLElement): Promise<Task | null> {
  const client = new Client(place.dataset["election"] ?? "");
  return place.dataset["signAct"] === "hand_count" ? handCount(place, client) : act(place, client);
}

/** An act of several people, read anew from the service: its bytes must be those of the page. */
async function act(place: HTMLElement, client: Client): Promise<Task | null> {
  const { signAct, statement } = place.dataset;
  const [acts, state] = await Promise.all([client.acts(), client.state()]);
  const found = acts.find(({ id }) => id === signAct);
  if (found === undefined || found.statement !== statement) throw new NotTheSame("statement.other");
  const bytes = checkedStatement(client.election, found);
  const seats = await seatsOf(place, client, state, found);
  if (seats.length === 0) return null;
  return {
    shown: await inWords(words, client, state, found),
    statement: bytes,
    async send(signature) {
      for (const { role, number } of seats) await client.approve(found, role, number, signature);
    },
  };
}

/** The seat that the element names, or else all that wait for this person's key. */
async function seatsOf(
  place: HTMLElement,
  client: Client,
  { officers }: State,
  { missing, signed }: Act,
): Promise<{ role: string; number: number }[]> {
  const { role, holder } = place.dataset;
  if (role !== undefined) return [{ role, number: Number(holder) }];
  const own = (await client.key())?.public_key;
  const done = (role: string, number: number): boolean =>
    signed.some((one) => one.role === role && one.holder === number);
  return officers.filter(
    ({ role, number, key }) => key === own && missing.includes(role) && !done(role, number),
  );
}

/** A teller's own figures: the bytes must say exactly what is sent beside them. */
function handCount(place: HTMLElement, client: Client): Task {
  const { statement = "", entry, holder, tally, round } = place.dataset;
  const text = new TextDecoder().decode(hexToBytes(statement));
  const content = {
    event: "hand_count_entered",
    round: Number(round),
    teller: Number(holder),
    entry: Number(entry),
    tally: JSON.parse(tally ?? "null") as Json,
  };
  const expected = canonical({ piaojue: "act-1", election: client.election, content });
  if (text !== expected) throw new NotTheSame("statement.other");
  const sent = { entry: content.entry, tally: content.tally };
  return {
    shown: [paragraph(`${words.digestOf}：${shaHex(text)}`, "hex")],
    statement,
    send: (signature) => client.handCount(Number(round), { ...sent, signature }),
  };
}

/** Open the key that the service keeps sealed, sign once, and forget everything. */
async function signature(client: Client, statement: string, passphrase: string): Promise<string> {
  const keyfile = await client.key();
  if (keyfile === null) throw new SignFault("key.none");
  const keeper = new Caller<Asked>("/static/key-worker.js", SignFault);
  try {
    await keeper.ask("adopt", { name: "", keyfile, passphrase });
    return await keeper.ask("sign", { statement });
  } finally {
    keeper.forget();
  }
}

async function bind(place: HTMLElement): Promise<void> {
  if (place.dataset["bound"] !== undefined) return;
  place.dataset["bound"] = "";
  try {
    const found = await task(place);
    if (found === null) return place.replaceChildren();
    const { shown, statement, send } = found;
    const client = new Client(place.dataset["election"] ?? "");
    const passphrase = secretField(
      words,
      `passphrase-${place.dataset["signAct"]}`,
      words.passphrase,
    );
    const parts = [passphrase.line];
    const asking = form(said, parts, words.elementSign, async () => {
      await send(await signature(client, statement, passphrase.input.value));
      passphrase.input.value = "";
      location.reload();
    });
    const keys = el("a", { href: `/key/${client.election}` }, words.elementKeys);
    place.replaceChildren(...shown, asking, el("p", {}, keys));
  } catch (trouble) {
    const alarm = el("p", { class: "alarm", role: "alert" }, said.sentence(trouble));
    place.replaceChildren(alarm);
  }
}

function bindAll(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-sign-act]")) void bind(place);
}

bindAll();
// Pages of the desk exchange their parts without loading anew.
for (const name of ["htmx:load", "piaojue:sign"]) document.addEventListener(name, bindAll);
