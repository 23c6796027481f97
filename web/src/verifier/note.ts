/**
 * Signed notes and the checkpoints in them, read strictly: one byte form for one note.
 * c2sp.org/signed-note, c2sp.org/tlog-checkpoint; Python's audit.note and audit.checkpoint.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { base64, bytesToHex, hexToBytes, utf8 } from "../crypto/bytes";
import { Fault } from "./finding";
import { textOf } from "./source";

const MAX_BYTES = 1 << 20;
const MAX_SIGNATURES = 100;
const ID_BYTES = 4;
const ROOT_BYTES = 32;
const NOTE_KEY = Uint8Array.of(1);
const DASH = "— ";

export interface Line {
  name: string;
  id: string;
  value: Uint8Array;
}

export interface Note {
  text: string;
  lines: Line[];
}

export interface Checkpoint {
  text: string;
  origin: string;
  size: number;
  /** The root hash in hex. */
  root: string;
}

/** Read a note without believing any signature. Throws Fault. */
export function readNote(data: Uint8Array): Note {
  if (data.length > MAX_BYTES) throw new Fault("noteForm");
  const whole = textOf(data);
  const at = whole.lastIndexOf("\n\n");
  const tail = whole.slice(at + 2);
  if (at < 0 || !tail.endsWith("\n")) throw new Fault("noteForm");
  const lines = tail.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw new Fault("noteForm");
  const text = whole.slice(0, at + 1);
  if (hasControl(text)) throw new Fault("noteForm");
  return { text, lines: lines.map(readLine) };
}

function hasControl(text: string): boolean {
  return Array.from(text).some((one) => one < " " && one !== "\n");
}

function readLine(line: string): Line {
  const space = line.indexOf(" ", DASH.length);
  const name = line.slice(DASH.length, space);
  if (
    !line.startsWith(DASH) ||
    space < 0 ||
    name === "" ||
    hasControl(name) ||
    /[+\s]/.test(name)
  ) {
    throw new Fault("noteForm");
  }
  const blob = unbase64(line.slice(space + 1));
  if (blob.length <= ID_BYTES) throw new Fault("noteForm");
  return { name, id: bytesToHex(blob.slice(0, ID_BYTES)), value: blob.slice(ID_BYTES) };
}

/** RFC 4648 section 4 in its one canonical form. Throws Fault. */
export function unbase64(text: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    if (base64(bytes) === text) return bytes;
  } catch {
    // Told below, as every other spelling.
  }
  throw new Fault("noteForm");
}

/** Read the text of a note as a checkpoint. Throws Fault. */
export function readCheckpoint({ text }: Note): Checkpoint {
  const [origin, size, root, ...more] = text.slice(0, -1).split("\n");
  const number = /^(0|[1-9][0-9]{0,18})$/.test(size ?? "") ? Number(size) : Number.NaN;
  if (!origin || root === undefined || !Number.isSafeInteger(number) || more.includes("")) {
    throw new Fault("checkpointForm");
  }
  const bytes = unbase64(root);
  if (bytes.length !== ROOT_BYTES) throw new Fault("checkpointForm");
  return { text, origin, size: number, root: bytesToHex(bytes) };
}

/** What the log's notes call its key. */
export function originOf(election: string): string {
  return `piaojue/${election}`;
}

/** Check the log's own signature; every line of this key must hold. Throws Fault. */
export function checkSigned({ text, lines }: Note, name: string, logKey: string): void {
  const known = hexToBytes(logKey);
  const hash = sha256(concatBytes(utf8(`${name}\n`), NOTE_KEY, known));
  const id = bytesToHex(hash.slice(0, ID_BYTES));
  const own = lines.filter((line) => line.name === name && line.id === id);
  if (own.length === 0) throw new Fault("noteUnsigned", name);
  if (!own.every(({ value }) => holds(value, utf8(text), known))) {
    throw new Fault("noteBadSignature", name);
  }
}

/** Read a published checkpoint and check the log's signature. Throws Fault. */
export function openCheckpoint(data: Uint8Array, name: string, logKey: string): Checkpoint {
  const note = readNote(data);
  checkSigned(note, name, logKey);
  return readCheckpoint(note);
}

function holds(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
