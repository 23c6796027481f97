/** L: the log is the one that its key signed. */

import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { bytesToHex } from "../crypto/bytes";
import { tree } from "../keys/log";
import type { Case } from "./case";
import { Fault, type Findings, fault, remark, saidOf } from "./finding";
import { readEvent } from "./form";
import { hashTiles, row, TILE_WIDTH, tileName } from "./layout";
import { checkSigned } from "./note";
import { lacking } from "./packing";
import { sha } from "./source";

export function* tileNames(of: Case): Findings {
  const { size } = of.manifest;
  const there = Array.from(of.members.keys()).filter((name) => name.startsWith("log/tile/"));
  if (size > of.members.size * TILE_WIDTH) {
    yield fault("logTooLong", size);
    return;
  }
  const wanted = [...hashTiles(size), ...row(null, size)].map(tileName);
  for (const name of lacking(wanted, there)) yield fault("tileAbsent", name);
  for (const name of lacking(there, wanted)) yield fault("tileTooMany", name, size);
}

export function* entries(of: Case): Findings {
  yield remark("entriesRead", of.leaves.length);
}

export function* canonicalEntries(of: Case): Findings {
  for (const [at, leaf] of of.leaves.entries()) {
    try {
      readEvent(leaf);
    } catch (thrown) {
      const { key, parts } = saidOf(thrown);
      yield fault("entryWrong", at + 1, key, ...parts);
    }
  }
}

export function* firstEntry(of: Case): Findings {
  const { id } = of.created;
  // Nobody can sign for a name that no note can carry.
  if (/[+\s]/.test(id)) throw new Fault("logFirst");
  for (const [at, event] of of.events.entries()) {
    if (at > 0 && event.event === "election_created") yield fault("createdAgain", at + 1);
  }
}

export function* checkpoint(of: Case): Findings {
  yield remark("checkpointAt", of.checkpoint.size);
}

export function* signature(of: Case): Findings {
  const { checkpoint, note, origin } = of;
  if (checkpoint.origin !== origin) {
    yield fault("checkpointOther", checkpoint.origin, origin);
    return;
  }
  checkSigned(note, origin, of.created.log_key);
  const witnesses = note.lines.map(({ name }) => name).filter((name) => name !== origin);
  if (witnesses.length > 0) yield remark("witnesses", witnesses.join("、"));
}

export function* root(of: Case): Findings {
  const { checkpoint, leaves } = of;
  if (checkpoint.size !== leaves.length) {
    yield fault("sizeDiffers", checkpoint.size, leaves.length);
  } else if (checkpoint.root !== of.root()) yield fault("rootDiffers");
}

export function* tiles(of: Case): Findings {
  let hashes = of.hashes;
  for (let level = 0; hashes.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (const tile of row(level, hashes.length)) {
      const start = tile.index * TILE_WIDTH;
      const own = hashes.slice(start, start + tile.width);
      const name = tileName(tile);
      const wanted = bytesToHex(sha256(concatBytes(...own)));
      if (sha(of.read(name)) !== wanted) yield fault("tileDiffers", name);
      if (tile.width === TILE_WIDTH) above.push(tree(own));
    }
    hashes = above;
  }
}

/** POSIX seconds of a minute of Beijing, null for one that the calendar has not. */
export function secondsOf(minute: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)\+08:00$/.exec(minute);
  const [year, month, day, hour, minutes] = (found?.slice(1) ?? []).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minutes);
  const told = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const clock = [date.getUTCHours(), date.getUTCMinutes()];
  const same = `${[...told, ...clock]}` === `${[year, month, day, hour, minutes]}`;
  return found !== null && same && year >= 1 ? date.getTime() / 1000 - 8 * 3600 : null;
}

export function* times(of: Case): Findings {
  for (const [at, event] of of.events.entries()) {
    if (event.at !== undefined && secondsOf(event.at) === null) {
      yield fault("timeWrong", at + 1, event.at);
    }
  }
}
