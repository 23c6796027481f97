/**
 * What a key holder needs of the log, folded from its events in order.
 *
 * It refuses what would let a sum be opened that must not be: a round that is not closed or is void,
 * an opening that the chief did not sign, ballots before the close or twice. That every other event
 * was lawful is the business of `piaojue verify` and `piaojue scrutineer`.
 */

import { canonical, type Json } from "../crypto/canonical";
import { signed } from "../crypto/definition";
import { NotOurLog } from "./log";

export interface Event {
  event: string;
  [field: string]: Json;
}

export interface Cast {
  ballot: string;
  proofs: string | null;
  credential: string;
}

export interface Chapter {
  definition: string | null;
  closed: boolean;
  void: boolean;
  paperFrozen: boolean;
  authorised: boolean;
  casts: Cast[];
  tally: string | null;
  counted: boolean;
}

interface Officer {
  role: string;
  number: number;
  key: string | null;
}

interface Approval {
  approval: string;
  role: string;
  holder: number;
  signature?: string;
}

/** Who must stand behind an act of which a key holder relies. */
const NEEDED: { [event: string]: string[] } = {
  list_frozen: ["clerk", "presider"],
  opened: ["chief_scrutineer", "presider"],
  closed: ["chief_scrutineer", "presider"],
  opening_authorised: ["chief_scrutineer"],
};

const OTHERWISE = { closed: false, void: false, paperFrozen: false, authorised: false };

export class Chronicle {
  logKey = "";
  group = "";
  rehearsal = false;
  /** The digest of the trustees' document, and the election key. */
  document: string | null = null;
  publicKey: string | null = null;
  /** One digest of a public list for each of 8 rounds. */
  lists: string[] = [];
  readonly chapters: Chapter[] = [];
  private readonly dead: Set<string>[] = Array.from({ length: 8 }, () => new Set<string>());
  private officers: Officer[] = [];

  constructor(readonly election: string) {}

  /** Read a whole log. Throws NotOurLog. */
  static of(election: string, leaves: readonly string[]): Chronicle {
    const chronicle = new Chronicle(election);
    for (const leaf of leaves) {
      const event = JSON.parse(leaf) as Event;
      if (canonical(event) !== leaf) throw new NotOurLog("log.canonical");
      chronicle.take(event);
    }
    if (chronicle.logKey === "") throw new NotOurLog("log.first");
    return chronicle;
  }

  chapter(round: number): Chapter {
    const found = this.chapters[round - 1];
    if (found === undefined) throw new NotOurLog("log.round");
    return found;
  }

  deadIn(round: number): ReadonlySet<string> {
    return this.dead[round - 1] ?? new Set<string>();
  }

  private take(event: Event): void {
    const first = event.event === "election_created";
    if (first !== (this.logKey === "")) throw new NotOurLog("log.first");
    if (event.event in NEEDED) this.checkSigned(event);
    const told = TAKEN[event.event];
    if (told !== undefined) told(this, event);
  }

  created(event: Event): void {
    if (event["id"] !== this.election) throw new NotOurLog("log.first");
    this.logKey = String(event["log_key"]);
    this.group = String(event["group"]);
    this.rehearsal = event["rehearsal"] === true;
    this.begin();
  }

  begin(): void {
    this.chapters.push({ definition: null, ...OTHERWISE, casts: [], tally: null, counted: false });
  }

  appoint(event: Event): void {
    this.officers = event["officers"] as unknown as Officer[];
  }

  kill(round: number, credentials: readonly (readonly string[])[]): void {
    credentials.forEach((ones, later) => {
      for (const one of ones) this.dead[round - 1 + later]?.add(one);
    });
  }

  cast(event: Event): void {
    const chapter = this.chapter(Number(event["round"]));
    const last = chapter.casts[chapter.casts.length - 1];
    const cast = event as unknown as Cast;
    // The urn is emptied after the close, in ascending order of hash.
    const late = !chapter.closed || chapter.authorised || chapter.void;
    if (late || (last !== undefined && last.ballot >= cast.ballot)) throw new NotOurLog("log.cast");
    chapter.casts.push(cast);
  }

  /** Every signature by key must hold, and everybody needed must have one or a signed page. */
  private checkSigned(event: Event): void {
    const { approvals, ...content } = event;
    const said = canonical({ piaojue: "act-1", election: this.election, content });
    const given = approvals as unknown as Approval[];
    for (const role of NEEDED[event.event] ?? []) {
      if (!given.some((one) => one.role === role)) throw new NotOurLog("log.signature");
    }
    for (const one of given) {
      const who = this.officers.find((is) => is.role === one.role && is.number === one.holder);
      const holds = one.approval === "paper" || signed(who?.key ?? "", said, one.signature ?? "");
      if (who === undefined || !holds) throw new NotOurLog("log.signature");
    }
  }
}

type Told = (chronicle: Chronicle, event: Event) => void;

const chapterOf = (chronicle: Chronicle, event: Event): Chapter =>
  chronicle.chapter(Number(event["round"]));

const TAKEN: { [event: string]: Told } = {
  election_created: (chronicle, event) => chronicle.created(event),
  officers_appointed: (chronicle, event) => chronicle.appoint(event),
  round_opened: (chronicle) => chronicle.begin(),
  ceremony_started(chronicle) {
    chronicle.document = null;
    chronicle.publicKey = null;
  },
  election_key(chronicle, event) {
    chronicle.document = String(event["trustees"]);
    chronicle.publicKey = String(event["public_key"]);
  },
  cards_printed(chronicle, event) {
    if (chronicle.lists.length > 0) throw new NotOurLog("log.cards");
    chronicle.lists = event["credentials"] as string[];
  },
  cards_cancelled(chronicle, event) {
    chronicle.kill(Number(event["round"]), event["credentials"] as string[][]);
  },
  card_voided(chronicle, event) {
    const ones = event["credentials"] as string[];
    chronicle.kill(
      Number(event["round"]),
      ones.map((one) => [one]),
    );
  },
  list_frozen(chronicle, event) {
    chapterOf(chronicle, event).definition = String(event["definition"]);
  },
  definition_withdrawn(chronicle, event) {
    chapterOf(chronicle, event).definition = null;
  },
  closed(chronicle, event) {
    const chapter = chapterOf(chronicle, event);
    if (chapter.closed || chapter.void) throw new NotOurLog("log.closed");
    chapter.closed = true;
  },
  ballot_cast: (chronicle, event) => chronicle.cast(event),
  paper_frozen(chronicle, event) {
    chapterOf(chronicle, event).paperFrozen = true;
  },
  opening_authorised(chronicle, event) {
    const chapter = chapterOf(chronicle, event);
    if (!chapter.closed || !chapter.paperFrozen) throw new NotOurLog("log.early");
    chapter.authorised = true;
  },
  encrypted_tally(chronicle, event) {
    const chapter = chapterOf(chronicle, event);
    if (chapter.tally !== null) throw new NotOurLog("log.second_tally");
    chapter.tally = String(event["tally"]);
  },
  round_voided(chronicle, event) {
    chapterOf(chronicle, event).void = true;
  },
  outcome(chronicle, event) {
    chapterOf(chronicle, event).counted = true;
  },
};
