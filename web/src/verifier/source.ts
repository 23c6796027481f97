/** A file that is read piece by piece, wherever it lies. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "../crypto/bytes";
import { Fault } from "./finding";

export interface Source {
  readonly size: number;
  /** The bytes from `start` up to `end`, fewer at the end of the file. */
  read(start: number, end: number): Uint8Array;
}

/** Bytes at hand as a source. */
export function inMemory(bytes: Uint8Array): Source {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** A part of another source. */
export function window(of: Source, start: number, size: number): Source {
  return {
    size,
    read: (from, to) => of.read(start + from, start + Math.min(to, size)),
  };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 as text. Throws Fault. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Fault("notText");
  }
}

export function sha(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

const PIECE = 1 << 20;
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The SHA-256 and the CRC-32 of a whole source, without holding it in memory. */
export function hashed(of: Source): { digest: string; crc: number } {
  const hash = sha256.create();
  let crc = 0xffffffff;
  for (let at = 0; at < of.size; at += PIECE) {
    const piece = of.read(at, Math.min(at + PIECE, of.size));
    hash.update(piece);
    for (const byte of piece) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  }
  return { digest: bytesToHex(hash.digest()), crc: (crc ^ 0xffffffff) >>> 0 };
}
