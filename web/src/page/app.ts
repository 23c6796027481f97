/** One tablet: its round, its words, and the one deputy who stands before it. */

import type { Choice } from "../crypto/question";
import { en } from "../words/en";
import { type Words, zh } from "../words/zh";
import type { Booth } from "../worker/messages";
import { Sealer, SealerFault } from "./sealer";
import { RefusedByService, Service, Unreachable } from "./service";

export class App {
  readonly service: Service;
  words: Words = zh;
  sealer = new Sealer();
  booth: Booth | null = null;
  /** In the order of the ballot; null for what is not marked. */
  choices: Choice[] = [];
  /** Whether somebody has begun: there is something to clear when nobody goes on. */
  begun = false;
  /** 代写: whether somebody whom the deputy trusts fills in. It never leaves the tablet. */
  assisted = false;

  constructor(address: string) {
    const [, , election, round] = address.split("/");
    this.service = new Service(election ?? "", Number(round));
  }

  get round(): Booth {
    if (this.booth === null) throw new SealerFault("worker.out_of_turn");
    return this.booth;
  }

  /** How many choices a ballot has: one alone for a list voted on as a whole. */
  get places(): number {
    const { definition } = this.round;
    return definition.rules.ballot_mode === "whole_list" ? 1 : definition.candidates.length;
  }

  get approvals(): number {
    return this.choices.filter((choice) => choice === "approve").length;
  }

  /** Forget the deputy: the worker with card and draft, the choices, the language. */
  forget(): void {
    this.sealer.forget();
    this.sealer = new Sealer();
    this.booth = null;
    this.choices = [];
    this.begun = false;
    this.assisted = false;
    this.speak(zh);
  }

  otherLanguage(): void {
    this.begun = true;
    this.speak(this.words === zh ? en : zh);
  }

  /** Fetch the round anew and have everything about it checked. */
  async enter(): Promise<Booth> {
    const { service, sealer } = this;
    const booth = await service.booth();
    const where = { election: service.election, round: service.round };
    this.booth = await sealer.ask("prepare", { booth, ...where });
    this.label();
    return this.booth;
  }

  blank(): void {
    this.choices = Array.from({ length: this.places }, () => null);
  }

  /** The sentence for whatever went wrong. */
  sentence(trouble: unknown): string {
    if (trouble instanceof Unreachable) return this.words.offline;
    if (trouble instanceof RefusedByService) {
      return this.words.refusals[trouble.code] ?? this.words.refused(trouble.sentence);
    }
    const distrusted = /^(definition|sealed)\./.test((trouble as Error).message);
    return distrusted ? this.words.untrusted : this.words.broken;
  }

  private speak(words: Words): void {
    this.words = words;
    document.documentElement.lang = words.tag;
    this.label();
  }

  /** Say over every screen that a rehearsal is one. */
  private label(): void {
    const banner = document.getElementById("banner") as HTMLElement;
    banner.textContent = this.words.rehearsal;
    banner.hidden = this.booth?.definition.rehearsal !== true;
  }
}
