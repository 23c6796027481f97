/** The names of the files in a record, and how large each may be; Python's audit.record.layout. */

import { Fault } from "./finding";

export const MANIFEST = "manifest.json";
export const CHECKPOINT = "log/checkpoint";
export const BUNDLE = "log/tile/entries/";
export const LOG_LIMIT = 256 * 2 ** 20;
export const TILE_WIDTH = 256;

const [KIB, MIB] = [2 ** 10, 2 ** 20];
const KINDS = "attendance|issue_return|count_report|announcement|sealing_list|evaluation_summary";
const SHAPES: [RegExp, number][] = [
  [/^manifest\.json$/, 16 * MIB],
  [/^log\/checkpoint$/, 64 * KIB],
  [/^log\/tile\/entries\/[0-9x/]+(\.p\/[0-9]+)?$/, 256 * (2 + 0xffff)],
  [/^log\/tile\/[0-9]{1,2}\/[0-9x/]+(\.p\/[0-9]+)?$/, 256 * 32],
  [/^objects\/[0-9a-f]{64}$/, 64 * MIB],
  [/^sealed\/[1-9A-HJ-NP-Za-km-z]{14,64}\.bel$/, 0xfffffffe],
  [/^(definition\.json|outcome\.json)$/, 4 * MIB],
  [new RegExp(`^papers/[1-8]-(${KINDS})\\.(docx|pdf)$`), 64 * MIB],
];

/** How many bytes the file `name` may have; null for a name that is not allowed. */
export function sizeLimit(name: string): number | null {
  return SHAPES.find(([shape]) => shape.test(name))?.[1] ?? null;
}

/** Whether names ascend, none twice, with the manifest at the end. */
export function inOrder(names: readonly string[]): boolean {
  const key = (name: string): string => (name === MANIFEST ? "~" : name);
  return names.every((name, at) => at === 0 || key(names[at - 1] as string) < key(name));
}

/** One file of the log: `level` null for entry bundles. */
export interface Tile {
  level: number | null;
  index: number;
  width: number;
}

export function tileName({ level, index, width }: Tile): string {
  const three = (number: number): string => String(number % 1000).padStart(3, "0");
  let path = three(index);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${three(rest)}/${path}`;
  }
  const partial = width === TILE_WIDTH ? "" : `.p/${width}`;
  return `log/tile/${level ?? "entries"}/${path}${partial}`;
}

export function row(level: number | null, count: number): Tile[] {
  const width = (index: number): number => Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
  return Array.from({ length: Math.ceil(count / TILE_WIDTH) }, (_, index) => ({
    level,
    index,
    width: width(index),
  }));
}

/** Every hash tile of a log of `size` entries, level by level from the leaves. */
export function hashTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    tiles.push(...row(level, count));
  }
  return tiles;
}

/** The entries of one bundle. Throws Fault if it is short or followed by something. */
export function entriesOf(tile: Tile, data: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  for (let read = 0; read < tile.width; read++) {
    const start = at + 2;
    at = start + (((data[at] ?? 0) << 8) | (data[at + 1] ?? 0));
    if (start > data.length || at > data.length) throw new Fault("bundleTorn", tileName(tile));
    entries.push(data.subarray(start, at));
  }
  if (at !== data.length) throw new Fault("bundleTorn", tileName(tile));
  return entries;
}
