/** The secrets of a voting card, which only the worker makes. */

import { sha512 } from "@noble/hashes/sha2.js";
import { toNumber, utf8 } from "./bytes";
import type { Group } from "./group";

/** The secret scalar and public credential of the card `code` in one round. */
export function credentialOf(
  code: string,
  election: string,
  round: number,
  group: Group,
): { secret: bigint; credential: string } {
  const hashed = sha512(utf8(`piaojue-card|${election}|${round}|${code}`));
  const secret = toNumber(hashed) % group.order;
  return { secret, credential: group.text(group.generate(secret)) };
}
