/**
 * The archive of a round's sealed ballots, read strictly: exact bytes, exact order, nothing in
 * between and nothing after; Python's ballot.sealed.v1. Ballots stay in the file.
 */

import { utf8 } from "../crypto/bytes";
import { count, exactly, type Loose, text } from "../keys/exact";
import { Fault } from "./finding";
import { equal, type Source, sha, textOf } from "./source";

const BLOCK = 512;
const PENDING = 5;
const LIMIT = 64_000_000;
const [DATA, EVENT] = [".data.json", ".event.json"];

/** Where a ballot lies in the file, and its SHA-256. */
export interface Span {
  offset: number;
  size: number;
  digest: string;
}

export interface Archive {
  timestamp: number;
  election: string;
  trustees: string;
  credentials: string;
  ballots: Span[];
  tally: string;
  count: number;
  weight: number;
  partials: { owner: number; digest: string }[];
  result: string;
}

interface Member extends Span {
  suffix: string;
  body: Uint8Array;
}

interface WireEvent {
  parent?: string;
  height: number;
  type: string;
  payload?: string;
}

const FOLLOWS: { [last: string]: string[] } = {
  "": ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["PartialDecryption", "Result"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

const wrong = (what: string): Fault => new Fault("archiveForm", what);

/** Read an archive; one of a round that was never opened ends after its ballots. Throws Fault. */
export function readArchive(file: Source, unopened: boolean): Archive {
  const reader = new Reader(file);
  const { archive } = reader;
  let pending: Member[] = [];
  let [last, parent, height] = ["", undefined as string | undefined, 0];
  for (let member = reader.next(); member !== null; member = reader.next()) {
    if (member.suffix === DATA) {
      if (pending.length === PENDING) throw wrong("order");
      pending.push(member);
      continue;
    }
    const event = wireEvent(member.body);
    if (event.parent !== parent || event.height !== height) throw wrong("event");
    if (!(FOLLOWS[last] as string[]).includes(event.type)) throw wrong("order");
    const named = event.type === "EndBallots" ? undefined : pending[pending.length - 1]?.digest;
    if (event.payload !== named) throw wrong("record");
    TAKEN[event.type]?.(archive, pending);
    [last, parent, height, pending] = [event.type, member.digest, height + 1, []];
  }
  if (pending.length > 0) throw wrong("order");
  if (last !== "Result" && !(unopened && last === "EndBallots")) throw wrong("incomplete");
  return archive;
}

class Reader {
  readonly archive: Archive;
  private at: number;

  constructor(private readonly file: Source) {
    const first = file.read(0, BLOCK);
    if (first.length < BLOCK) throw wrong("truncated");
    const timestamp = octal(first.subarray(136, 147));
    const body = this.body(0, first, "BELENIOS", timestamp);
    if (textOf(body) !== JSON.stringify({ version: 1, timestamp: String(timestamp) })) {
      throw wrong("header");
    }
    this.at = BLOCK + padded(body.length);
    this.archive = {
      timestamp,
      election: "",
      trustees: "",
      credentials: "",
      ballots: [],
      tally: "",
      count: 0,
      weight: 0,
      partials: [],
      result: "",
    };
  }

  next(): Member | null {
    if (this.at >= this.file.size) return null;
    const header = this.file.read(this.at, this.at + BLOCK);
    if (header.length < BLOCK) throw wrong("truncated");
    const name = String.fromCharCode(...header.subarray(0, 76)).replace(/\0+$/, "");
    const suffix = [DATA, EVENT].find((one) => name.endsWith(one)) ?? "";
    if (suffix === "" || name.length !== 64 + suffix.length) throw wrong("header");
    const body = this.body(this.at, header, name, this.archive.timestamp);
    const digest = name.slice(0, 64);
    if (sha(body) !== digest) throw wrong("hash");
    const offset = this.at + BLOCK;
    this.at = offset + padded(body.length);
    return { suffix, digest, body, offset, size: body.length };
  }

  private body(at: number, header: Uint8Array, name: string, timestamp: number): Uint8Array {
    const size = octal(header.subarray(124, 135));
    if (size > LIMIT) throw wrong("too_large");
    if (!equal(header, headerOf(name, size, timestamp))) throw wrong("header");
    const stored = this.file.read(at + BLOCK, at + BLOCK + padded(size));
    if (stored.length !== padded(size)) throw wrong("truncated");
    if (stored.subarray(size).some((byte) => byte !== 0)) throw wrong("header");
    return stored.subarray(0, size);
  }
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

function octal(field: Uint8Array): number {
  const text = String.fromCharCode(...field);
  if (!/^[0-7]{11}$/.test(text)) throw wrong("header");
  return Number.parseInt(text, 8);
}

function headerOf(name: string, size: number, timestamp: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const digits = (value: number, width: number): string => value.toString(8).padStart(width, "0");
  const fields: [number, string][] = [
    [0, name],
    [100, "0000644"],
    [108, "0000000"],
    [116, "0000000"],
    [124, digits(size, 11)],
    [136, digits(timestamp, 11)],
    [148, " ".repeat(8)],
    [156, "0"],
  ];
  for (const [at, value] of fields) block.set(utf8(value), at);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(utf8(`${digits(sum, 6)}\0 `), 148);
  return block;
}

function wireEvent(body: Uint8Array): WireEvent {
  return exact(body, "event", (read) => ({
    ...(read["parent"] === undefined ? {} : { parent: text(read["parent"]) }),
    height: count(read["height"]),
    type: text(read["type"]),
    ...(read["payload"] === undefined ? {} : { payload: text(read["payload"]) }),
  }));
}

function exact<T>(body: Uint8Array, what: string, build: (read: Loose) => T): T {
  try {
    return exactly(textOf(body), what, build);
  } catch {
    throw wrong(what);
  }
}

/** Exactly `wanted` members, the last of which is a record read by `build`. */
function record<T>(pending: Member[], wanted: number, build: (read: Loose) => T): T {
  if (pending.length !== wanted) throw wrong("order");
  return exact((pending[wanted - 1] as Member).body, "record", build);
}

type Taken = (archive: Archive, pending: Member[]) => void;

const TAKEN: { [type: string]: Taken } = {
  Setup(archive, pending) {
    const named = record(pending, 4, (read) => ({
      election: text(read["election"]),
      trustees: text(read["trustees"]),
      credentials: text(read["credentials"]),
    }));
    if (Object.values(named).some((digest, at) => digest !== pending[at]?.digest)) {
      throw wrong("record");
    }
    const [election, trustees, credentials] = pending.map(({ body }) => textOf(body));
    Object.assign(archive, { election, trustees, credentials });
  },
  Ballot(archive, pending) {
    const [one] = pending as [Member];
    if (pending.length !== 1) throw wrong("order");
    archive.ballots.push({ offset: one.offset, size: one.size, digest: one.digest });
  },
  EndBallots(_, pending) {
    if (pending.length !== 0) throw wrong("order");
  },
  EncryptedTally(archive, pending) {
    const sizes = record(pending, 2, (read) => ({
      num_tallied: count(read["num_tallied"]),
      total_weight: count(read["total_weight"]),
      encrypted_tally: text(read["encrypted_tally"]),
    }));
    const [tally] = pending as [Member];
    if (sizes.encrypted_tally !== tally.digest) throw wrong("record");
    archive.tally = textOf(tally.body);
    [archive.count, archive.weight] = [sizes.num_tallied, sizes.total_weight];
  },
  PartialDecryption(archive, pending) {
    const owned = record(pending, 2, (read) => ({
      owner: count(read["owner"]),
      payload: text(read["payload"]),
    }));
    const [partial] = pending as [Member];
    if (owned.payload !== partial.digest) throw wrong("record");
    archive.partials.push({ owner: owned.owner, digest: partial.digest });
  },
  Result(archive, pending) {
    const [result] = pending as [Member];
    if (pending.length !== 1) throw wrong("order");
    archive.result = textOf(result.body);
  },
};
