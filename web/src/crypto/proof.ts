/** Proofs in the one form of Belenios v1; Python's ballot.sealed.proof, draw for draw. */

import { digest, type Entropy, toNumber } from "./bytes";
import { type Element, type Group, modulo } from "./group";

/** Challenge and response in decimal, as the format writes them. */
export interface Proof {
  challenge: string;
  response: string;
}

/** A branch as its prover knows it: (g^exponent, y^exponent · g^value) is said to hold `target`. */
export interface Claim {
  exponent: bigint;
  value: number;
  target: number;
}

const DRAW = 48; // 384 bits reduced modulo 256: the bias is below 2^-128

export function randomScalar(group: Group, entropy: Entropy): bigint {
  return toNumber(entropy(DRAW)) % group.order;
}

/** The hash-to-scalar H(prefix, commitments) of the public format. */
export function challenge(group: Group, prefix: string, commitments: readonly string[]): bigint {
  return toNumber(digest(prefix + commitments.join(","))) % group.order;
}

/**
 * Prove that one of `claims` is true without telling which; `key` maps w to y^w.
 *
 * Every exponentiation has base g or y, because the prover knows what each branch holds.
 */
export function proveDisjunction(
  group: Group,
  key: (exponent: bigint) => Element,
  prefix: string,
  claims: readonly Claim[],
  entropy: Entropy,
): Proof[] {
  const truth = claims.findIndex((claim) => claim.value === claim.target);
  const weights = claims.map(() => randomScalar(group, entropy));
  const challenges = claims.map((_, i) => (i === truth ? 0n : randomScalar(group, entropy)));
  const texts = claims.flatMap((claim, i) =>
    commitment(group, key, claim, weights[i] as bigint, challenges[i] as bigint),
  );
  const others = challenges.reduce((sum, one) => sum + one, 0n);
  challenges[truth] = modulo(challenge(group, prefix, texts) - others, group.order);
  return claims.map((claim, i) => {
    const c = challenges[i] as bigint;
    return written(group, c, (weights[i] as bigint) - claim.exponent * c);
  });
}

/** g^w and y^w · g^((m-M)·c); the last factor is 1 in the true branch, whose m is M. */
function commitment(
  group: Group,
  key: (exponent: bigint) => Element,
  claim: Claim,
  weight: bigint,
  c: bigint,
): string[] {
  let beta = key(weight);
  if (claim.value !== claim.target) {
    const slack = modulo(BigInt(claim.value - claim.target) * c, group.order);
    beta = group.multiply(beta, group.generate(slack));
  }
  return [group.text(group.generate(weight)), group.text(beta)];
}

/** A Schnorr proof or signature: that g^secret has the known exponent `secret`. */
export function proveKnowledge(
  group: Group,
  prefix: string,
  secret: bigint,
  entropy: Entropy,
): Proof {
  const weight = randomScalar(group, entropy);
  const c = challenge(group, prefix, [group.text(group.generate(weight))]);
  return written(group, c, weight - secret * c);
}

function written(group: Group, c: bigint, z: bigint): Proof {
  return { challenge: c.toString(), response: modulo(z, group.order).toString() };
}
