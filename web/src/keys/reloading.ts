/** Proving that a saved share, read back, still decrypts; Python's ballot.sealed.reloading. */

import { type Entropy, shaHex } from "../crypto/bytes";
import { type Element, type Group, SealedFault } from "../crypto/group";
import { proveCommon } from "../crypto/knowledge";
import { randomScalar } from "../crypto/proof";
import { privateShare, type Secret, suiteOf } from "./trustee";
import type { Trustees } from "./trustees";

const CODE = "sealed.reloading";

/** A random element encrypted to one's own verification key, and the hash of its text. */
export interface TestValue {
  alpha: string;
  beta: string;
  digest: string;
}

/** Make a test value for a holder's published `key`; only the share behind it decrypts. */
export function makeTest(group: Group, key: Element, entropy: Entropy): TestValue {
  const exponent = randomScalar(group, entropy);
  const hidden = group.generate(randomScalar(group, entropy));
  return {
    alpha: group.text(group.generate(exponent)),
    beta: group.text(group.multiply(group.power(key, exponent), hidden)),
    digest: hash(group, hidden),
  };
}

/** Decrypt the test value with what was read back. Throws SealedFault `sealed.reloading`. */
export function checkReloaded(
  reloaded: Secret,
  owner: number,
  keys: readonly Element[],
  test: TestValue,
): void {
  const group = suiteOf(reloaded);
  const share = privateShare(reloaded);
  const blind = group.power(group.member(test.alpha), share);
  const hidden = group.multiply(group.member(test.beta), group.inverse(blind));
  if (hash(group, hidden) !== test.digest) throw new SealedFault(CODE);
  const key = keys[owner - 1];
  if (key === undefined || group.text(key) !== group.text(group.generate(share))) {
    throw new SealedFault(CODE);
  }
}

/** Check as above, and prove it to everybody. */
export function proveReloaded(
  reloaded: Secret,
  trustees: Trustees,
  owner: number,
  test: TestValue,
  entropy: Entropy,
): string {
  checkReloaded(reloaded, owner, trustees.keys, test);
  const group = suiteOf(reloaded);
  const prefix = `piaojue-reloaded-1|${shaHex(trustees.raw)}|${owner}|`;
  const secret = privateShare(reloaded);
  return JSON.stringify(proveCommon(group, prefix, [group.generator], secret, entropy));
}

function hash(group: Group, element: Element): string {
  return shaHex(`piaojue-test|${group.text(element)}`);
}
