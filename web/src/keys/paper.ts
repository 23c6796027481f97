/**
 * The key on paper: the seed of one election, sealed by the passphrase, short enough to be typed.
 * The share follows from the seed and the public messages of the ceremony, the signing key lies
 * sealed on the service; what was opened before is not on it.
 *
 * Bytes: salt (16), nonce (12), and AES-256-GCM of the 22 digits of the seed under
 * scrypt(passphrase, salt), bound to `piaojue-paper-key-1|ELECTION|HOLDER`. Text: base 32 in groups
 * of four, each with the check character of a voting card's groups; `PJ3:` before the symbol's.
 */

import { type Entropy, utf8 } from "../crypto/bytes";
import { check, digitsOf, plain, spell } from "../crypto/code";
import { opened, sealed } from "./cipher";
import { stretched } from "./keyfile";
import { isBase58, SEED_DIGITS } from "./trustee";

export const PREFIX = "PJ3:";
const SALT = 16;
const NONCE = 12;
const BYTES = SALT + NONCE + SEED_DIGITS + 16;
const DIGITS = Math.ceil((BYTES * 8) / 5);
const GROUP = 4;

/** The groups of a paper key. */
export async function paperGroups(
  seed: string,
  place: { election: string; index: number },
  passphrase: string,
  entropy: Entropy,
): Promise<string[]> {
  const [salt, nonce] = [entropy(SALT), entropy(NONCE)];
  const key = stretched(passphrase, salt);
  const hidden = await sealed(key, nonce, utf8(seed), bound(place));
  const digits = inDigits(Uint8Array.of(...salt, ...nonce, ...hidden));
  return Array.from({ length: Math.ceil(DIGITS / GROUP) }, (_, at) => {
    const own = digits.slice(at * GROUP, (at + 1) * GROUP);
    return spell([...own, check(own, (at + 1) % 32)]);
  });
}

/** What the symbol of the groups says. */
export function paperText(groups: readonly string[]): string {
  return PREFIX + groups.join("");
}

/**
 * The seed that a scanned or typed code holds; the number of the first group that was misread, null
 * if the passphrase or the place is another.
 */
export async function readPaper(
  code: string,
  place: { election: string; index: number },
  passphrase: string,
): Promise<string | number | null> {
  const upper = code.trim().toUpperCase();
  const digits = typed(plain(upper.startsWith(PREFIX) ? upper.slice(PREFIX.length) : upper));
  if (typeof digits === "number") return digits;
  const bytes = inBytes(digits);
  const [salt, nonce] = [bytes.slice(0, SALT), bytes.slice(SALT, SALT + NONCE)];
  const key = stretched(passphrase, salt);
  const found = await opened(key, nonce, bytes.slice(SALT + NONCE), bound(place));
  const seed = found === null ? "" : new TextDecoder().decode(found);
  return seed.length === SEED_DIGITS && isBase58(seed) ? seed : null;
}

function typed(text: string): number[] | number {
  const found: number[] = [];
  const groups = Math.ceil(DIGITS / GROUP);
  for (let number = 1; number <= groups; number++) {
    const digits = digitsOf(text.slice((number - 1) * (GROUP + 1), number * (GROUP + 1)));
    const own = digits?.slice(0, -1) ?? [];
    const last = number === groups ? DIGITS - GROUP * (groups - 1) : GROUP;
    const fits = digits !== null && own.length === last;
    if (!fits || check(own, number % 32) !== digits[own.length]) return number;
    found.push(...own);
  }
  return text.length > DIGITS + groups ? groups + 1 : found;
}

function bound({ election, index }: { election: string; index: number }): Uint8Array {
  return utf8(`piaojue-paper-key-1|${election}|${index}`);
}

/** Five bits a digit, the first bits first; the last digit is filled up with zeros. */
function inDigits(bytes: Uint8Array): number[] {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, "0"), 2));
}

function inBytes(digits: readonly number[]): Uint8Array {
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.slice(0, BYTES * 8).match(/.{8}/g) ?? [], (eight) =>
    Number.parseInt(eight, 2),
  );
}
