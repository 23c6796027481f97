/**
 * JSON of which one spelling is allowed: what is read is put together anew, field by field in the
 * format's order, and must be the bytes that came.
 */

import { SealedFault } from "../crypto/group";
import type { Proof } from "../crypto/proof";

/** Any value of JSON whose fields are asked for by name. */
export type Loose = { readonly [field: string]: unknown };

/** A text and a signature over it. */
export interface Signed {
  message: string;
  signature: Proof;
}

/** Read `raw` by `build`. Throws SealedFault `code` for every other spelling. */
export function exactly<T>(raw: string, code: string, build: (read: Loose) => T): T {
  let built: T;
  try {
    built = build(JSON.parse(raw) as Loose);
  } catch (fault) {
    throw fault instanceof SealedFault ? fault : new SealedFault(code);
  }
  if (JSON.stringify(built) !== raw) throw new SealedFault(code);
  return built;
}

export function text(of: unknown): string {
  if (typeof of !== "string") throw new TypeError("text");
  return of;
}

export function count(of: unknown): number {
  if (typeof of !== "number" || !Number.isSafeInteger(of) || of < 0) throw new TypeError("count");
  return of;
}

export function list<T>(of: unknown, each: (one: Loose) => T): T[] {
  if (!Array.isArray(of)) throw new TypeError("list");
  return of.map((one) => each(one as Loose));
}

export function texts(of: unknown): string[] {
  return list(of, text);
}

export function proof(of: unknown): Proof {
  const read = of as Loose;
  return { challenge: text(read["challenge"]), response: text(read["response"]) };
}

export function signed(of: unknown): Signed {
  const read = of as Loose;
  return { message: text(read["message"]), signature: proof(read["signature"]) };
}
