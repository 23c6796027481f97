/** Everything secret that one scrutineer keeps of an election; Python's ballot.sealed.trustee. */

import { sha512 } from "@noble/hashes/sha2.js";
import { digest, type Entropy, toNumber, utf8 } from "../crypto/bytes";
import { type Group, SealedFault } from "../crypto/group";
import { groupNamed } from "../crypto/groups";
import { readScalar } from "../crypto/knowledge";
import { count, exactly, list, text } from "./exact";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export const SEED_DIGITS = 22;
const CODE = "sealed.trustee_secret";

/** A decrypted tally: the round's fingerprint and the tally's digest. */
export interface Opening {
  fingerprint: string;
  tally: string;
}

/** Member `index` of a `threshold` of `size` key, in the order in which the file writes it. */
export interface Secret {
  seed: string;
  group: string;
  index: number;
  size: number;
  threshold: number;
  /** Empty until the ceremony has ended. */
  share: string;
  /** What must not be forgotten. */
  openings: Opening[];
}

export function newSecret(
  how: { group: string; index: number; size: number; threshold: number },
  entropy: Entropy,
): Secret {
  let number = toNumber(entropy(48));
  let seed = "";
  for (let place = 0; place < SEED_DIGITS; place++) {
    seed += BASE58.charAt(Number(number % 58n));
    number /= 58n;
  }
  return { seed, ...how, share: "", openings: [] };
}

/** Read what Python or this program wrote. Throws SealedFault. */
export function readSecret(raw: string): Secret {
  const secret = exactly(raw, CODE, (read) => ({
    seed: text(read["seed"]),
    group: text(read["group"]),
    index: count(read["index"]),
    size: count(read["size"]),
    threshold: count(read["threshold"]),
    share: text(read["share"]),
    openings: list(read["openings"], (one) => ({
      fingerprint: text(one["fingerprint"]),
      tally: text(one["tally"]),
    })),
  }));
  const seeded = secret.seed.length === SEED_DIGITS && isBase58(secret.seed);
  const placed = 1 <= secret.index && secret.index <= secret.size;
  const shared = 1 <= secret.threshold && secret.threshold <= secret.size;
  if (!seeded || !placed || !shared) throw new SealedFault(CODE);
  const { order } = groupNamed(secret.group);
  if (secret.share !== "") readScalar(secret.share, order);
  return secret;
}

export function isBase58(seed: string): boolean {
  return Array.from(seed).every((digit) => BASE58.includes(digit));
}

export function writeSecret(secret: Secret): string {
  return JSON.stringify(secret);
}

export function suiteOf(secret: Secret): Group {
  return groupNamed(secret.group);
}

export function signingKey(secret: Secret): bigint {
  return toNumber(digest(`sk|${secret.seed}`)) % suiteOf(secret).order;
}

/** Opens the shares that were sent to this member. */
export function decryptionKey(secret: Secret): bigint {
  return toNumber(digest(`dk|${secret.seed}`)) % suiteOf(secret).order;
}

/** The coefficients for one set of certificates, named by its digest. */
export function polynomial(secret: Secret, certificates: string): bigint[] {
  const named = `piaojue-polynomial|${secret.seed}|${certificates}|`;
  return Array.from(
    { length: secret.threshold },
    (_, power) => toNumber(sha512(utf8(`${named}${power}`))) % suiteOf(secret).order,
  );
}

/** The share of the election key. Throws SealedFault before the ceremony has ended. */
export function privateShare(secret: Secret): bigint {
  if (secret.share === "") throw new SealedFault(CODE);
  return readScalar(secret.share, suiteOf(secret).order);
}

/**
 * The secret after opening `tally`. Throws SealedFault `sealed.second_tally` if another tally of
 * the same round was opened: the difference of two would show single ballots.
 */
export function remember(secret: Secret, fingerprint: string, tally: string): Secret {
  const same = secret.openings.filter((one) => one.fingerprint === fingerprint);
  if (same.some((one) => one.tally !== tally)) throw new SealedFault("sealed.second_tally");
  if (same.length > 0) return secret;
  return { ...secret, openings: [...secret.openings, { fingerprint, tally }] };
}
