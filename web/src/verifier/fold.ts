/**
 * The books of an election as its log says them, event by event. It follows the log and judges
 * nothing: that every event was lawful in its place (F-01) is for `piaojue verify`.
 */

import type { Json } from "../crypto/canonical";
import type { ChannelTally, Event, Outcome } from "./events";

export const ROUNDS = 8;

export interface Tokens {
  printed: number;
  issued: number;
  replaced: number;
  archived: number;
  left_over: number;
}

export interface Round {
  number: number;
  kind: string;
  threshold: Json;
  hands: boolean;
  candidates: number[];
  seats: number;
  stage: string;
  definition: string | null;
  roster: number | null;
  present: number | null;
  paper: Tokens;
  tablet: Tokens;
  boxCounted: number | null;
  cardsInBox: number | null;
  closedAt: string | null;
  casts: Event[];
  spent: Set<string>;
  handCount: ChannelTally | null;
  sheetCount: ChannelTally | null;
  encryptedTally: string | null;
  partials: Map<number, { factors: string; strong: string }>;
  tally: ChannelTally[] | null;
  outcome: Outcome | null;
}

export interface Ceremony {
  trustees: number;
  threshold: number;
  messages: Map<string, string>;
  document: string | null;
  publicKey: string | null;
  /** What happened since it was last begun. */
  events: Event[];
}

/** A frozen list, or an outcome, at its place in the log (from 0). */
export interface Placed {
  index: number;
  event: Event;
  round: Round;
}

const none = (): Tokens => ({ printed: 0, issued: 0, replaced: 0, archived: 0, left_over: 0 });

export class Books {
  readonly rounds: Round[] = [];
  readonly lists: Placed[] = [];
  readonly outcomes: Placed[] = [];
  readonly dead = Array.from({ length: ROUNDS }, () => new Set<string>());
  ceremony: Ceremony | null = null;
  cardsPrinted = 0;
  credentialLists: string[] = [];

  static of(events: readonly Event[]): Books {
    const books = new Books();
    events.forEach((event, index) => {
      books.take(event, index);
    });
    return books;
  }

  private take(event: Event, index: number): void {
    ELECTION[event.event]?.(this, event);
    const round = this.rounds[event.round - 1];
    if (round === undefined) return;
    BOOKED[event.event]?.(round, event, this);
    if (event.event === "list_frozen") this.lists.push({ index, event, round: copied(round) });
    if (event.event === "outcome") this.outcomes.push({ index, event, round: copied(round) });
  }

  begin(kind: string, threshold: Json, event: Partial<Event>): void {
    this.rounds.push({
      number: this.rounds.length + 1,
      kind,
      threshold,
      hands: event.hands ?? false,
      candidates: event.candidates ?? [],
      seats: event.seats ?? 0,
      stage: "drafting",
      definition: null,
      roster: null,
      present: null,
      paper: none(),
      tablet: none(),
      boxCounted: null,
      cardsInBox: null,
      closedAt: null,
      casts: [],
      spent: new Set(),
      handCount: null,
      sheetCount: null,
      encryptedTally: null,
      partials: new Map(),
      tally: null,
      outcome: null,
    });
  }

  /** A revote decides what the void round was to decide. */
  contest(round: Round): string {
    let current = round;
    while (current.kind === "revote") current = this.rounds[current.number - 2] as Round;
    return current.kind;
  }

  kill(from: number, credentials: readonly (readonly string[])[]): void {
    credentials.forEach((ones, later) => {
      for (const one of ones) this.dead[from - 1 + later]?.add(one);
    });
  }

  /** The live cards of the deck, for a round whose list was frozen after cards were printed. */
  deal(round: Round): void {
    if (this.cardsPrinted === 0 || round.hands) return;
    const missing = this.rounds.reduce((sum, { cardsInBox, tablet }) => {
      return sum + (cardsInBox === null ? 0 : Math.max(0, tablet.issued - cardsInBox));
    }, 0);
    const live = this.cardsPrinted - (this.dead[round.number - 1]?.size ?? 0);
    round.tablet = { ...none(), printed: Math.max(0, live - missing) };
  }
}

function copied(round: Round): Round {
  return { ...round, paper: { ...round.paper }, tablet: { ...round.tablet } };
}

/** The paper's totals, read by machine or counted by hand (or those of hands shown). */
export function paperCount({ handCount, sheetCount }: Round): ChannelTally | null {
  return handCount ?? sheetCount;
}

/** Whether a round has sealed ballots, or a sealed sum of none. */
export function hasArchive({ casts, encryptedTally }: Round): boolean {
  return casts.length > 0 || encryptedTally !== null;
}

const ELECTION: { [event: string]: (books: Books, event: Event) => void } = {
  election_created(books, { rules }) {
    books.begin("first", rules.threshold, {});
  },
  round_opened: (books, event) => books.begin(event.kind, event.threshold, event),
  ceremony_started(books, event) {
    const { threshold, trustees } = event;
    books.ceremony = {
      trustees: Number(trustees),
      threshold: Number(threshold),
      messages: new Map(),
      document: null,
      publicKey: null,
      events: [event],
    };
  },
  key_contribution(books, event) {
    books.ceremony?.messages.set(`${event.step} ${event.index}`, event.payload);
    books.ceremony?.events.push(event);
  },
  election_key(books, event) {
    if (books.ceremony === null) return;
    books.ceremony.document = String(event.trustees);
    books.ceremony.publicKey = event.public_key;
  },
  keys_proven: (books, event) => void books.ceremony?.events.push(event),
  cards_printed(books, event) {
    books.cardsPrinted = event.count;
    books.credentialLists = event.credentials as string[];
    const current = books.rounds[books.rounds.length - 1];
    if (current !== undefined) current.tablet.printed = event.count;
  },
};

type Book = (round: Round, event: Event, books: Books) => void;

const stage =
  (name: string): Book =>
  (round) => {
    round.stage = name;
  };

const forgotten: Book = (round) => {
  round.sheetCount = null;
};

const BOOKED: { [event: string]: Book } = {
  list_frozen(round, event, books) {
    Object.assign(round, { candidates: event.candidates, seats: event.seats });
    round.definition = event.definition;
    round.stage = "listed";
    books.deal(round);
  },
  definition_withdrawn(round) {
    Object.assign(round, { definition: null, paper: none(), tablet: none(), stage: "drafting" });
  },
  sheets_printed(round, event) {
    round.paper.printed += event.count;
  },
  attendance_declared(round, event) {
    round.roster = event.roster_total;
    round.present = event.present;
  },
  issued(round, event) {
    round[event.channel].issued = event.count;
  },
  leftover_destroyed(round, event) {
    round.paper.left_over += event.left_over;
    round.paper.archived += event.archived;
  },
  cards_cancelled(round, event, books) {
    const credentials = event.credentials as string[][];
    round.tablet.left_over += credentials[0]?.length ?? 0;
    books.kill(round.number, credentials);
  },
  opened: stage("open"),
  replaced(round, { from_channel, to_channel, count }) {
    round[from_channel].replaced += count;
    if (from_channel === to_channel) return;
    round[from_channel].issued -= count;
    round[to_channel].issued += count;
  },
  card_voided(round, event, books) {
    books.kill(
      round.number,
      (event.credentials as string[]).map((one) => [one]),
    );
  },
  closed(round, event) {
    round.stage = "closed";
    round.closedAt = event.at;
  },
  ballot_cast(round, event) {
    round.casts.push(event);
    round.spent.add(event.credential);
  },
  box_counted(round, event) {
    round.boxCounted = event.count;
  },
  cards_in_box(round, event) {
    round.cardsInBox = event.count;
  },
  batch_read: forgotten,
  batch_withdrawn: forgotten,
  sheets_adjudicated: forgotten,
  sheets_counted(round, event) {
    round.sheetCount = event.tally as ChannelTally;
  },
  hand_count_agreed(round, event) {
    round.handCount = event.tally as ChannelTally;
  },
  encrypted_tally(round, event) {
    round.encryptedTally = event.tally as string;
  },
  partial_decryption(round, { owner, factors, strong }) {
    round.partials.set(owner, { factors, strong });
  },
  tallied(round, event) {
    round.tally = (event.tally as { channels: ChannelTally[] }).channels;
  },
  outcome(round, event) {
    round.outcome = event.outcome as Outcome;
    round.stage = "counted";
  },
  certified: stage("certified"),
  announced: stage("announced"),
  round_voided: stage("void"),
};
