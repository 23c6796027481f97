/** The log and its checkpoint: RFC 6962, c2sp.org/signed-note and c2sp.org/tlog-checkpoint. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { base64, bytesToHex, hexToBytes, utf8 } from "../crypto/bytes";
import { unbase64 } from "./keyfile";

/** The log that the service presents is not the one that its key signed, or not this vote's. */
export class NotOurLog extends Error {}

export interface Checkpoint {
  /** What is signed, and what the fingerprint is taken of. */
  text: string;
  size: number;
  root: string;
}

const LEAF = Uint8Array.of(0);
export const NODE = Uint8Array.of(1);
const NOTE_KEY = Uint8Array.of(1);
const ID_BYTES = 4;
const DASH = "— ";

/** The Merkle tree hash of `leaves` (RFC 6962, 2.1) in hex. */
export function rootOf(leaves: readonly string[]): string {
  return bytesToHex(tree(leaves.map((leaf) => leafHash(utf8(leaf)))));
}

export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF, leaf));
}

/** The Merkle tree hash over leaf hashes. */
export function tree(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array());
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(concatBytes(NODE, tree(hashes.slice(0, split)), tree(hashes.slice(split))));
}

/** Read a signed checkpoint of `election`'s log. Throws NotOurLog unless `logKey` signed it. */
export function openCheckpoint(note: string, election: string, logKey: string): Checkpoint {
  const at = note.lastIndexOf("\n\n");
  if (at < 0 || !note.endsWith("\n")) throw new NotOurLog("log.checkpoint");
  const text = note.slice(0, at + 1);
  const origin = `piaojue/${election}`;
  if (!signedBy(text, note.slice(at + 2, -1).split("\n"), origin, logKey)) {
    throw new NotOurLog("log.checkpoint");
  }
  const [named, size, root, ...rest] = text.split("\n");
  const form = /^(0|[1-9][0-9]{0,15})$/.test(size ?? "") && root !== undefined && rest.length > 0;
  if (named !== origin || !form) throw new NotOurLog("log.checkpoint");
  return { text, size: Number(size), root: bytesToHex(unbase64(root)) };
}

/** Whether the log's key signed; every line of this key must be right. */
function signedBy(text: string, lines: readonly string[], name: string, logKey: string): boolean {
  const known = hexToBytes(logKey);
  const id = sha256(concatBytes(utf8(`${name}\n`), NOTE_KEY, known)).slice(0, ID_BYTES);
  const begin = `${DASH}${name} `;
  const own = lines
    .filter((line) => line.startsWith(begin))
    .map((line) => unbase64(line.slice(begin.length)))
    .filter((blob) => base64(blob.slice(0, ID_BYTES)) === base64(id));
  return own.length > 0 && own.every((blob) => holds(blob.slice(ID_BYTES), utf8(text), known));
}

function holds(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}

/** Check that these leaves are the log that the checkpoint names. Throws NotOurLog. */
export function checkLeaves(leaves: readonly string[], checkpoint: Checkpoint): void {
  if (checkpoint.size !== leaves.length || checkpoint.root !== rootOf(leaves)) {
    throw new NotOurLog("log.root");
  }
}
