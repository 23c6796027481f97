/** Crockford's base 32 with check characters over GF(32), as cards and openings are written. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters that people write for digits are read as those; case, spaces and hyphens do not matter. */
export function plain(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** The digits that `text` spells, null if a character is none of the alphabet. */
export function digitsOf(text: string): number[] | null {
  const digits = Array.from(text, (character) => ALPHABET.indexOf(character));
  return digits.includes(-1) ? null : digits;
}

export function spell(digits: readonly number[]): string {
  return digits.map((digit) => ALPHABET.charAt(digit)).join("");
}

/** Σ digit_i · 2^(i+1) + number over GF(32) modulo x^5 + x^2 + 1, by Horner's rule. */
export function check(digits: readonly number[], number: number): number {
  let total = 0;
  for (let i = digits.length - 1; i >= 0; i--) total = double(total ^ (digits[i] as number));
  return total ^ number;
}

function double(value: number): number {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 0b100101 : doubled;
}
