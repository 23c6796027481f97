/**
 * Cards at the scrutineers' desk: what became of one, and the public credentials of one to be voided.
 *
 * The code of a card is read here and goes nowhere; the worker that knew it ends at once. The page
 * says 未投, 已投 or 作废 and nothing else. Its sentences stand in the page itself (`data-…`).
 */

import { scannedCode, TYPED, typedCode } from "../crypto/card";
import { plain } from "../crypto/code";
import { el } from "../page/dom";
import { Scanning } from "../page/scanning";
import { Sealer } from "../page/sealer";
import { RefusedByService, Service, Unreachable } from "../page/service";
import { en } from "../words/en";
import { type Words, zh } from "../words/zh";

const words: Words = document.documentElement.lang === "en" ? en : zh;

interface Looked {
  state: string;
  /** For this round and all later ones; the page's lists are in this order. */
  credentials: string[];
}

/** A code as a reader gives it or as people type it, null if it is none. */
function codeOf(text: string): string | null {
  const groups = plain(text).match(new RegExp(`.{1,${TYPED}}`, "g")) ?? [];
  return scannedCode(text) ?? typedCode(groups);
}

async function looked(service: Service, code: string): Promise<Looked> {
  const sealer = new Sealer();
  try {
    const booth = await service.booth();
    await sealer.ask("prepare", { booth, election: service.election, round: service.round });
    const { state } = await service.card(await sealer.ask("card", { code }));
    return { state, credentials: await sealer.ask("every", { code }) };
  } finally {
    sealer.forget();
  }
}

function sentence(trouble: unknown): string {
  if (trouble instanceof Unreachable) return words.offline;
  if (trouble instanceof RefusedByService) return words.refusals[trouble.code] ?? trouble.sentence;
  return /^(definition|sealed)\./.test((trouble as Error).message) ? words.untrusted : words.broken;
}

class Cards {
  private readonly service: Service;
  private readonly code = this.part<HTMLInputElement>("#card-code");
  private readonly said = this.part("#card-said");
  private readonly pile: string[][] = [];
  private busy = false;

  constructor(private readonly place: HTMLElement) {
    const { election, round } = place.dataset;
    this.service = new Service(election ?? "", Number(round));
    const read = (text: string): boolean => {
      const code = codeOf(text);
      if (code !== null) void this.look(code);
      return code !== null;
    };
    const scanning = new Scanning(words, "PJ1:", read);
    this.part("#card-camera").append(scanning.panel);
    this.part("#card-form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (!read(this.code.value)) this.tell("wrong");
    });
    place.querySelector("#pile-clear")?.addEventListener("click", () => {
      this.pile.length = 0;
      this.counted();
    });
  }

  private part<T extends HTMLElement>(selector: string): T {
    return this.place.querySelector(selector) as T;
  }

  /** Say one of the page's own sentences, or what went wrong. */
  private tell(name: string, other = ""): void {
    const text = other || (this.place.dataset[name] ?? "");
    this.said.replaceChildren(el("strong", {}, text));
  }

  private async look(code: string): Promise<void> {
    this.code.value = "";
    if (this.busy) return;
    this.busy = true;
    this.offer(null);
    this.tell("busy");
    try {
      const card = await looked(this.service, code);
      this.tell(card.state);
      this.offer(card.state === "unspent" ? card.credentials : null);
    } catch (trouble) {
      this.tell("", sentence(trouble));
    } finally {
      this.busy = false;
      this.code.focus();
    }
  }

  /** Show what may be done with an unspent card: one to be exchanged, or one more for the pile. */
  private offer(credentials: string[] | null): void {
    const one = this.place.querySelector<HTMLElement>("#exchange");
    if (one !== null) {
      one.hidden = credentials === null;
      const each = credentials?.map((credential) => [credential]) ?? [];
      (one.querySelector("[name=credentials]") as HTMLInputElement).value = JSON.stringify(each);
    }
    if (this.place.querySelector("#pile") === null || credentials === null) return;
    if (this.pile.some(([first]) => first === credentials[0])) return this.tell("twice");
    this.pile.push(credentials);
    this.counted();
  }

  /** Bring the form of the pile up to date: one sorted list for each round. */
  private counted(): void {
    const rounds = this.pile[0]?.length ?? 0;
    const lists = Array.from({ length: rounds }, (_, at) =>
      this.pile.map((card) => card[at] ?? "").sort(),
    );
    this.part<HTMLInputElement>("#pile [name=credentials]").value = JSON.stringify(lists);
    this.part("#pile-count").textContent = String(this.pile.length);
    this.part("#pile").hidden = this.pile.length === 0;
  }
}

const bound = new WeakSet<Element>();

function bind(): void {
  const place = document.querySelector<HTMLElement>("#cards");
  if (place === null || bound.has(place)) return;
  bound.add(place);
  new Cards(place);
}

bind();
// Pages of the desk exchange their parts without loading anew. The first moment is that of the
// exchange itself: who types at once must not be faster than the program.
for (const moment of ["htmx:afterSwap", "htmx:load"]) document.addEventListener(moment, bind);
