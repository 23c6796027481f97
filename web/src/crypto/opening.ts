/** 检验: the code by which a second device makes a burnt draft again and sees what it holds. */

import { bytesToHex, toNumber } from "./bytes";
import { check, digitsOf, spell, plain as typedPlain } from "./code";
import type { Definition } from "./definition";
import type { Election } from "./election";
import type { Group } from "./group";
import { type Choice, plaintext } from "./question";
import { type Draft, draft, type Progress } from "./sealing";
import { stream } from "./stream";

export interface Opening {
  credential: string;
  choices: Choice[];
  seed: Uint8Array;
}

export const SEED_BYTES = 16;

const PREFIX = "PJ2:";
const SEED_DIGITS = 26;
const GROUP = 4;
const MARKS: readonly Choice[] = ["abstain", "approve", "oppose"];

/** The draft whose randomness all comes from the seed; Python's ballot.sealed.opening. */
export function draftOf(
  election: Election,
  definition: Definition,
  { credential, choices, seed }: Opening,
  progress?: Progress,
): Draft {
  const name = `piaojue-draft-1|${election.fingerprint}|${credential}|${bytesToHex(seed)}`;
  return draft(election, credential, plaintext(definition, choices), stream(name), progress);
}

/** The text of the QR code: `PJ2:`, choices, seed, credential, one check character. */
export function openingText(group: Group, graded: boolean, opening: Opening): string {
  const digits = digitsOfOpening(group, graded, opening);
  return PREFIX + spell([...digits, check(digits, 0)]);
}

/** The same in groups of four characters, each followed by its check character. */
export function openingGroups(group: Group, graded: boolean, opening: Opening): string[] {
  const digits = digitsOfOpening(group, graded, opening);
  const groups = Math.ceil(digits.length / GROUP);
  return Array.from({ length: groups }, (_, at) => {
    const own = digits.slice(at * GROUP, (at + 1) * GROUP);
    return spell([...own, check(own, (at + 1) % 32)]);
  });
}

/**
 * Read either form. The number of the first wrong group where a typed one does not fit, null for
 * a text that is no opening at all.
 */
export function readOpening(
  group: Group,
  graded: boolean,
  projects: number,
  text: string,
): Opening | number | null {
  const upper = text.trim().toUpperCase();
  const digits = upper.startsWith(PREFIX)
    ? scanned(upper.slice(PREFIX.length))
    : typed(typedPlain(upper));
  if (!Array.isArray(digits)) return digits;
  if (digits.length <= projects + SEED_DIGITS) return null;
  return opened(group, graded, projects, digits);
}

function scanned(text: string): number[] | null {
  const digits = digitsOf(text);
  if (digits === null) return null;
  const own = digits.slice(0, -1);
  return check(own, 0) === digits[own.length] ? own : null;
}

function typed(text: string): number[] | number {
  const found: number[] = [];
  const groups = Math.ceil(text.length / (GROUP + 1));
  for (let number = 1; number <= groups; number++) {
    const digits = digitsOf(text.slice((number - 1) * (GROUP + 1), number * (GROUP + 1)));
    const own = digits?.slice(0, -1) ?? [];
    if (digits === null || check(own, number % 32) !== digits[own.length]) return number;
    found.push(...own);
  }
  return found;
}

function digitsOfOpening(group: Group, graded: boolean, opening: Opening): number[] {
  const choices = opening.choices.map((choice) => digitOf(graded, choice));
  const credential = numbered(group, opening.credential);
  return [
    ...choices,
    ...inDigits(toNumber(opening.seed), SEED_DIGITS),
    ...inDigits(credential, credential.toString(32).length),
  ];
}

function opened(group: Group, graded: boolean, projects: number, digits: number[]): Opening {
  const seed = fromDigits(digits.slice(projects, projects + SEED_DIGITS)).toString(16);
  const hex = seed.padStart(2 * SEED_BYTES, "0").slice(-2 * SEED_BYTES);
  return {
    choices: digits.slice(0, projects).map((digit) => choiceOf(graded, digit)),
    seed: Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
    credential: named(group, fromDigits(digits.slice(projects + SEED_DIGITS))),
  };
}

function digitOf(graded: boolean, choice: Choice): number {
  if (graded) return typeof choice === "number" ? choice + 1 : 0;
  return Math.max(0, MARKS.indexOf(choice));
}

function choiceOf(graded: boolean, digit: number): Choice {
  if (graded) return digit === 0 ? null : digit - 1;
  return MARKS[digit] ?? "abstain";
}

/** Ed25519 spells elements in hexadecimal of one length, BELENIOS-2048 in decimal. */
function numbered(group: Group, text: string): bigint {
  return BigInt(group.name === "Ed25519" ? `0x${text}` : text);
}

function named(group: Group, number: bigint): string {
  return group.name === "Ed25519" ? number.toString(16).padStart(64, "0") : number.toString();
}

function inDigits(number: bigint, length: number): number[] {
  return Array.from({ length }, (_, at) => Number((number >> BigInt(5 * (length - 1 - at))) & 31n));
}

function fromDigits(digits: readonly number[]): bigint {
  return digits.reduce((number, digit) => (number << 5n) | BigInt(digit), 0n);
}
