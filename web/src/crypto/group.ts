/** What a group must offer to the proofs, in multiplicative notation; Python's ballot.sealed.group. */

declare const element: unique symbol;

/** One group element; only the group that made it knows how to read it. */
export type Element = { readonly [element]: never };

export interface Group {
  /** The name in the public format. */
  readonly name: string;
  /** The prime order q. */
  readonly order: bigint;
  readonly neutral: Element;
  readonly generator: Element;
  /** g ^ exponent, 0 <= exponent < q. */
  generate(exponent: bigint): Element;
  /** exponent -> base ^ exponent, for a base that is used often; the table is made at once. */
  fixed(base: Element): (exponent: bigint) => Element;
  /** base ^ exponent for a base that comes once; 0 <= exponent < q. */
  power(base: Element, exponent: bigint): Element;
  /** The same for an exponent that everybody may know: quicker, and its time tells it. */
  openly(base: Element, exponent: bigint): Element;
  multiply(left: Element, right: Element): Element;
  inverse(of: Element): Element;
  text(element: Element): string;
  /** The member that a canonical text spells, which may be the neutral one. Throws SealedFault. */
  read(text: string): Element;
  /** The member that a canonical text spells, never the neutral one. Throws SealedFault. */
  member(text: string): Element;
}

/** A value that does not hold what the format or a rule demands; `code` as in Python. */
export class SealedFault extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function modulo(value: bigint, order: bigint): bigint {
  const rest = value % order;
  return rest < 0n ? rest + order : rest;
}
