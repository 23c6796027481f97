/** Checking proofs, and proving one exponent under several bases; Python's ballot.sealed.proof. */

import type { Entropy } from "./bytes";
import { type Element, type Group, modulo, SealedFault } from "./group";
import { challenge, type Proof, randomScalar } from "./proof";

const SCALAR = /^(0|[1-9][0-9]{0,77})$/;

/** The number that a canonical decimal spells, below the order. Throws SealedFault. */
export function readScalar(text: string, order: bigint): bigint {
  if (!SCALAR.test(text)) throw new SealedFault("sealed.scalar");
  const value = BigInt(text);
  if (value >= order) throw new SealedFault("sealed.scalar");
  return value;
}

/** Prove that base^secret has the same known exponent for every one of `bases`. */
export function proveCommon(
  group: Group,
  prefix: string,
  bases: readonly Element[],
  secret: bigint,
  entropy: Entropy,
): Proof {
  const weight = randomScalar(group, entropy);
  const texts = bases.map((base) => group.text(raised(group, base, weight)));
  const c = challenge(group, prefix, texts);
  const response = modulo(weight - secret * c, group.order);
  return { challenge: c.toString(), response: response.toString() };
}

/** Check that every (base, public) has one common known exponent. Throws SealedFault. */
export function checkCommon(
  group: Group,
  prefix: string,
  pairs: readonly (readonly [Element, Element])[],
  proof: Proof,
  code: string,
): void {
  const c = readScalar(proof.challenge, group.order);
  const z = readScalar(proof.response, group.order);
  const texts = pairs.map(([base, known]) =>
    group.text(group.multiply(publicly(group, base, z), group.openly(known, c))),
  );
  if (challenge(group, prefix, texts) !== c) throw new SealedFault(code);
}

/** One branch of a disjunction as its verifier sees it: alpha and beta / g^target. */
export interface Branch {
  alpha: Element;
  shifted: Element;
}

/** Check that the challenges add up to the hash of the recomputed commitments. */
export function checkDisjunction(
  { group, key }: { group: Group; key: (exponent: bigint) => Element },
  prefix: string,
  branches: readonly Branch[],
  proofs: readonly Proof[],
  code: string,
): void {
  let total = 0n;
  const texts = branches.flatMap(({ alpha, shifted }, at) => {
    const proof = proofs[at] as Proof;
    const c = readScalar(proof.challenge, group.order);
    const z = readScalar(proof.response, group.order);
    total += c;
    return [
      group.text(group.multiply(group.generate(z), group.openly(alpha, c))),
      group.text(group.multiply(key(z), group.openly(shifted, c))),
    ];
  });
  if (challenge(group, prefix, texts) !== total % group.order) throw new SealedFault(code);
}

function publicly(group: Group, base: Element, exponent: bigint): Element {
  return base === group.generator ? group.generate(exponent) : group.openly(base, exponent);
}

function raised(group: Group, base: Element, exponent: bigint): Element {
  return base === group.generator ? group.generate(exponent) : group.power(base, exponent);
}
