/** One person with a key before this page: who it is, the words, and the worker with the key. */

import { Caller } from "../../page/caller";
import { RefusedByService, Unreachable } from "../../page/service";
import { en } from "../../words/keys/en";
import { type KeyWords, zh } from "../../words/keys/zh";
import type { Asked, Ceremony, Held } from "../worker/messages";
import { type Act, Client, type Me, type Round, type State } from "./client";

/** The worker, or this page, found something that does not hold; `message` is its code. */
export class KeyFault extends Error {}

export type Seat = { role: string; number: number };

/** Everything that the service says of the election now. */
export interface Situation {
  state: State;
  now: Ceremony | null;
  acts: Act[];
}

export class App {
  readonly client: Client;
  readonly keeper = new Caller<Asked>("/static/key-worker.js", KeyFault);
  /** The language that was chosen at the desk, by the same cookie. */
  words: KeyWords = /(^|; )piaojue_language=en(;|$)/.test(document.cookie) ? en : zh;
  me: Me | null = null;
  publicKey = "";
  held: Held | null = null;
  situation: Situation | null = null;
  /** Whether the holder saw that the counters of a round are zero. */
  zero = new Set<number>();
  tried = false;

  constructor(address: string) {
    this.client = new Client(address.split("/")[2] ?? "");
  }

  get state(): State {
    if (this.situation === null) throw new KeyFault("worker.out_of_turn");
    return this.situation.state;
  }

  get seats(): Seat[] {
    const { officers } = this.state;
    return officers.filter(({ key }) => key === this.publicKey);
  }

  /** The holder's number in the ceremony, null for who is no scrutineer. */
  get index(): number | null {
    return this.seats.find(({ role }) => role === "scrutineer")?.number ?? null;
  }

  get round(): Round {
    const { rounds } = this.state;
    return rounds[rounds.length - 1] as Round;
  }

  async look(): Promise<Situation> {
    const state = await this.client.state();
    const [now, acts] = await Promise.all([this.client.ceremony(state), this.client.acts()]);
    this.situation = { state, now, acts };
    this.label();
    return this.situation;
  }

  speak(words: KeyWords): void {
    this.words = words;
    document.documentElement.lang = words.tag;
    this.label();
  }

  otherLanguage(): void {
    this.speak(this.words === zh ? en : zh);
  }

  /** The sentence for whatever went wrong. */
  sentence(trouble: unknown): string {
    const { faults, suspicious } = this.words;
    if (trouble instanceof Unreachable) return faults["service.unreachable"] ?? "";
    if (trouble instanceof RefusedByService) return trouble.sentence || trouble.code;
    const code = (trouble as Error).message;
    if (code.startsWith("paper.group.")) return this.words.paperWrong(code.slice(12));
    return faults[code] ?? `${suspicious}（${code}）`;
  }

  private label(): void {
    const banner = document.getElementById("banner") as HTMLElement;
    banner.textContent = this.words.rehearsal;
    banner.hidden = this.situation?.state.rehearsal !== true;
  }
}
