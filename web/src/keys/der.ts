/** The few forms of DER (X.690) that a sealed Ed25519 key has, read and written exactly. */

import { concatBytes } from "@noble/hashes/utils.js";

export const SEQUENCE = 0x30;
export const OCTETS = 0x04;
export const INTEGER = 0x02;

const SHORT = 0x80;
const LONG = 0x81; // one byte of length follows

/** The bytes are not the one form that is read here. */
export class Misshapen extends Error {}

export function written(tag: number, ...content: Uint8Array[]): Uint8Array {
  const body = concatBytes(...content);
  const length = body.length < SHORT ? [body.length] : [LONG, body.length];
  if (body.length > 0xff) throw new Misshapen();
  return concatBytes(Uint8Array.of(tag, ...length), body);
}

/** Reads one value after the other; what is left over is refused by `end`. */
export class Reader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The content of the next value, which must have `tag`. Throws Misshapen. */
  take(tag: number): Uint8Array {
    if (this.byte() !== tag) throw new Misshapen();
    let length = this.byte();
    if (length >= SHORT) {
      if (length !== LONG) throw new Misshapen();
      length = this.byte();
      if (length < SHORT) throw new Misshapen();
    }
    const content = this.bytes.slice(this.at, this.at + length);
    if (content.length !== length) throw new Misshapen();
    this.at += length;
    return content;
  }

  /** The next bytes must be these. */
  same(expected: Uint8Array): void {
    for (const one of expected) if (this.byte() !== one) throw new Misshapen();
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new Misshapen();
  }

  private byte(): number {
    const found = this.bytes[this.at++];
    if (found === undefined) throw new Misshapen();
    return found;
  }
}
