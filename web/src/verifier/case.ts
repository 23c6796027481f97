/**
 * A record under examination: each part is read once, when a check first asks for it; Python's
 * audit.verify.case. A part that cannot be read throws, every time that it is asked for.
 */

import { bytesToHex } from "../crypto/bytes";
import type { Group } from "../crypto/group";
import { groupNamed } from "../crypto/groups";
import { checkedBallot } from "../keys/ballot";
import { leafHash, tree } from "../keys/log";
import { checkTrustees, type Trustees } from "../keys/trustees";
import { Container, type Member } from "./container";
import type { Event } from "./events";
import { Fault } from "./finding";
import { Books, hasArchive } from "./fold";
import { readEvent, readForm } from "./form";
import { CHECKPOINT, entriesOf, MANIFEST, row, tileName } from "./layout";
import { type Checkpoint, type Note, originOf, readCheckpoint, readNote } from "./note";
import { SealedRound } from "./sealed_round";
import { hashed, type Source, sha, textOf } from "./source";

export interface Manifest {
  election: string;
  size: number;
  evidence: string | null;
  files: { [name: string]: string };
}

/** What the reader knows from elsewhere; null: nothing to compare with. */
export interface Expected {
  definition: string | null;
  logKey: string | null;
  checkpoint: Uint8Array | null;
}

export const NOTHING: Expected = { definition: null, logKey: null, checkpoint: null };

/** Told how many sealed ballots are checked, of how many. */
export type Counting = (done: number, all: number) => void;

export class Case {
  private readonly kept = new Map<string, unknown>();

  constructor(
    private readonly file: Source,
    readonly expected: Expected = NOTHING,
    readonly counting: Counting = () => undefined,
    /** What verifies a ballot; the tests remember those that they have seen. */
    readonly checked = checkedBallot,
  ) {}

  private once<T>(name: string, make: () => T): T {
    if (!this.kept.has(name)) this.kept.set(name, make());
    return this.kept.get(name) as T;
  }

  /** */
  get container(): Container {
    return this.once("container", () => Container.open(this.file));
  }

  /** The files by name; where one occurs twice, the last. */
  get members(): Map<string, Member> {
    return this.once("members", () => {
      return new Map(this.container.members.map((one) => [one.name, one]));
    });
  }

  read(name: string): Uint8Array {
    return this.container.read(this.member(name));
  }

  open(name: string): Source {
    return this.container.window(this.member(name));
  }

  private member(name: string): Member {
    const found = this.members.get(name);
    if (found === undefined) throw new Fault("fileAbsent", name);
    return found;
  }

  /** Digest and checksum of a file's content. */
  hashed(name: string): { digest: string; crc: number } {
    return this.once(`hashed ${name}`, () => hashed(this.open(name)));
  }

  /** The object of that digest. Throws Fault. */
  object(digest: string): Uint8Array {
    const data = this.read(`objects/${digest}`);
    if (sha(data) !== digest) throw new Fault("objectOther", digest.slice(0, 16));
    return data;
  }

  objectText(digest: string): string {
    return textOf(this.object(digest));
  }

  /** */
  get manifest(): Manifest {
    return this.once("manifest", () => {
      return readForm(this.read(MANIFEST), "Manifest") as unknown as Manifest;
    });
  }

  /** L-02 */
  get leaves(): Uint8Array[] {
    return this.once("leaves", () => {
      const bundles = row(null, this.manifest.size);
      return bundles.flatMap((tile) => entriesOf(tile, this.read(tileName(tile))));
    });
  }

  get hashes(): Uint8Array[] {
    return this.once("hashes", () => this.leaves.map(leafHash));
  }

  /** The root of the first `size` entries, in hex. */
  root(size = this.hashes.length): string {
    return this.once(`root ${size}`, () => bytesToHex(tree(this.hashes.slice(0, size))));
  }

  /** L-05 */
  get note(): Note {
    return this.once("note", () => readNote(this.read(CHECKPOINT)));
  }

  /** L-05: what the note says, its signature not yet believed. */
  get checkpoint(): Checkpoint {
    return this.once("checkpoint", () => readCheckpoint(this.note));
  }

  /** L-03 */
  get events(): Event[] {
    return this.once("events", () =>
      this.leaves.map((leaf) => readEvent(leaf) as unknown as Event),
    );
  }

  /** L-04 */
  get created(): Event {
    const first = this.events[0];
    if (first?.event !== "election_created") throw new Fault("logFirst");
    return first;
  }

  /** What the log's notes call its key. */
  get origin(): string {
    return originOf(this.created.id);
  }

  get books(): Books {
    return this.once("books", () => Books.of(this.events));
  }

  get group(): Group {
    return groupNamed(this.created.group);
  }

  /** K-01 */
  get trustees(): Trustees {
    return this.once("trustees", () => {
      const { ceremony } = this.books;
      return checkTrustees(this.objectText(ceremony?.document ?? ""), this.group);
    });
  }

  /** The rounds with sealed ballots, or with a sealed sum of none. */
  get sealed(): SealedRound[] {
    return this.once("sealed", () => {
      return this.books.rounds.filter(hasArchive).map((round) => new SealedRound(this, round));
    });
  }
}
