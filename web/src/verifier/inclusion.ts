/** Whether an entry is in a log of which only the root is believed; RFC 6962, 2.1.1. */

import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { bytesToHex } from "../crypto/bytes";
import { NODE, tree } from "../keys/log";

function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The hashes beside the way from leaf `index` up to the root, the lowest first. */
export function pathOf(hashes: readonly Uint8Array[], index: number): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const split = splitOf(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return index < split
    ? [...pathOf(left, index), tree(right)]
    : [...pathOf(right, index - split), tree(left)];
}

/** The root, in hex, that a leaf hash and the path beside it lead to. */
export function rootFrom(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): string {
  return bytesToHex(climbed(leaf, index, size, path));
}

function climbed(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array {
  const beside = path[path.length - 1];
  if (size <= 1 || beside === undefined) return leaf;
  const split = splitOf(size);
  const below = path.slice(0, -1);
  return index < split
    ? sha256(concatBytes(NODE, climbed(leaf, index, split, below), beside))
    : sha256(concatBytes(NODE, beside, climbed(leaf, index - split, size - split, below)));
}
