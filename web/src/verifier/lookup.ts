/** Whether a tracker is in the record: its entry, and the proof that the checkpoint covers it. */

import { bytesToHex } from "../crypto/bytes";
import type { Case } from "./case";
import { pathOf, rootFrom } from "./inclusion";
import { textOf } from "./source";

export interface Found {
  round: number;
  /** The place of the entry, from 0; `size` entries are under the checkpoint. */
  index: number;
  size: number;
  leaf: string;
  leafHash: string;
  path: string[];
  /** Whether leaf hash and path lead to the root of the checkpoint. */
  covered: boolean;
}

/** SHA-256 in Base64 without padding, as receipts print it: 43 characters, in groups or not. */
const TRACKER = /^[A-Za-z0-9+/]{43}$/;

/** null: not in this record; "form": no tracker at all. */
export function lookUp(of: Case, typed: string): Found | null | "form" {
  const tracker = typed.replace(/[\s-]/g, "").replace(/=$/, "");
  if (!TRACKER.test(tracker)) return "form";
  const digest = bytesToHex(Uint8Array.from(atob(`${tracker}=`), (one) => one.charCodeAt(0)));
  const index = of.events.findIndex(
    ({ event, ballot }) => event === "ballot_cast" && ballot === digest,
  );
  const event = of.events[index];
  return event === undefined ? null : proven(of, index, event.round);
}

function proven(of: Case, index: number, round: number): Found {
  const { checkpoint, hashes } = of;
  const size = hashes.length;
  const path = pathOf(hashes, index);
  const leaf = hashes[index] as Uint8Array;
  const covered = size === checkpoint.size && rootFrom(leaf, index, size, path) === checkpoint.root;
  return {
    round,
    index,
    size,
    leaf: textOf(of.leaves[index] as Uint8Array),
    leafHash: bytesToHex(leaf),
    path: path.map(bytesToHex),
    covered,
  };
}
