/** The voting card: what a scanned or typed code says. */

import { check, digitsOf, plain, spell } from "./code";

export const GROUPS = 4;
/** Characters of a typed group, its check character included. */
export const TYPED = 5;

const PREFIX = "PJ1:";
const LENGTH = 16;

/** Whether a typed group (from 1) is complete and its check character fits. */
export function groupFits(typed: string, number: number): boolean {
  const digits = digitsOf(plain(typed));
  if (digits === null || digits.length !== TYPED) return false;
  return check(digits.slice(0, -1), number) === digits[TYPED - 1];
}

/** The 16 characters of a typed code, null if a group does not fit. */
export function typedCode(groups: readonly string[]): string | null {
  const fits = groups.length === GROUPS && groups.every((group, i) => groupFits(group, i + 1));
  return fits ? groups.map((group) => plain(group).slice(0, -1)).join("") : null;
}

/** The 16 characters of a scanned text, null if it is not a card or was read wrongly. */
export function scannedCode(text: string): string | null {
  const upper = text.trim().toUpperCase();
  if (!upper.startsWith(PREFIX)) return null;
  const digits = digitsOf(upper.slice(PREFIX.length));
  if (digits === null || digits.length !== LENGTH + 1) return null;
  const own = digits.slice(0, -1);
  return check(own, 0) === digits[LENGTH] ? spell(own) : null;
}
