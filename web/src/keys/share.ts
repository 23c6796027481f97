/** A private share on its way between two scrutineers; Python's ballot.sealed.share. */

import { bytesToHex, digest, type Entropy, hexToBytes, toNumber } from "../crypto/bytes";
import { type Element, type Group, SealedFault } from "../crypto/group";
import { randomScalar } from "../crypto/proof";
import { opened, sealed } from "./cipher";

/** `alpha` as an element's text, `data` as hexadecimal of ciphertext and tag. */
export interface SealedShare {
  alpha: string;
  data: string;
}

const NONCE = new Uint8Array(12); // the key is used once
const DIGITS = 64;
const DATA = 96;

export async function sealShare(
  group: Group,
  recipient: Element,
  context: string,
  share: bigint,
  entropy: Entropy,
): Promise<SealedShare> {
  const exponent = randomScalar(group, entropy);
  const alpha = group.text(group.generate(exponent));
  const key = keyOf(group, context, alpha, recipient, group.power(recipient, exponent));
  const plain = hexToBytes(share.toString(16).padStart(DIGITS, "0"));
  return { alpha, data: bytesToHex(await sealed(key, NONCE, plain)) };
}

/** The scalar. Throws SealedFault `sealed.share` if it was not meant for us here. */
export async function openShare(
  group: Group,
  secret: bigint,
  context: string,
  { alpha, data }: SealedShare,
): Promise<bigint> {
  const shared = group.power(group.member(alpha), secret);
  const key = keyOf(group, context, alpha, group.generate(secret), shared);
  if (data.length !== DATA || !/^[0-9a-f]*$/.test(data)) throw new SealedFault("sealed.share");
  const plain = await opened(key, NONCE, hexToBytes(data));
  if (plain === null) throw new SealedFault("sealed.share");
  const share = toNumber(plain);
  if (share >= group.order) throw new SealedFault("sealed.share");
  return share;
}

function keyOf(
  group: Group,
  context: string,
  alpha: string,
  recipient: Element,
  shared: Element,
): Uint8Array {
  const parts = ["piaojue-share-1", context, alpha, group.text(recipient), group.text(shared)];
  return digest(parts.join("|"));
}
