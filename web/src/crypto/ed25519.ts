/** The group that Belenios v1 calls Ed25519, over noble's arithmetic. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, hexToBytes } from "./bytes";
import { type Element, type Group, SealedFault } from "./group";

type Point = InstanceType<typeof ed25519.Point>;

const { BASE, ZERO, Fn } = ed25519.Point;
const SPELLING = /^[0-9a-f]{64}$/;

/** Bits of a window: a table of 6 costs a third of noble's 8 to make, and is hardly slower. */
const WINDOW = 6;

const point = (of: Element): Point => of as unknown as Point;
const element = (of: Point): Element => of as unknown as Element;

/** noble's constant-time multiplication takes no zero. */
function times(base: Point, exponent: bigint): Element {
  return element(exponent === 0n ? ZERO : base.multiply(exponent));
}

function read(text: string): Element {
  if (!SPELLING.test(text)) throw new SealedFault("sealed.element");
  const found = decoded(hexToBytes(text).reverse());
  if (!found.isTorsionFree()) throw new SealedFault("sealed.outside_group");
  return element(found);
}

function member(text: string): Element {
  const found = read(text);
  if (point(found).equals(ZERO)) throw new SealedFault("sealed.neutral");
  return found;
}

function decoded(bytes: Uint8Array): Point {
  try {
    return ed25519.Point.fromBytes(bytes);
  } catch {
    throw new SealedFault("sealed.element");
  }
}

export const ED25519: Group = {
  name: "Ed25519",
  order: Fn.ORDER,
  neutral: element(ZERO),
  generator: element(BASE),
  generate: (exponent) => times(BASE, exponent),
  fixed(base) {
    const prepared = point(base).precompute(WINDOW, false);
    return (exponent) => times(prepared, exponent);
  },
  power: (base, exponent) => times(point(base), exponent),
  openly: (base, exponent) => element(point(base).multiplyUnsafe(exponent)),
  multiply: (left, right) => element(point(left).add(point(right))),
  inverse: (of) => element(point(of).negate()),
  text: (of) => bytesToHex(point(of).toBytes().reverse()),
  read,
  member,
};
