/** The frozen definition of a round: its form, its name, and who signed it. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { hexToBytes, shaHex, utf8 } from "./bytes";
import { canonical, type Json } from "./canonical";

export interface Candidate {
  number: number;
  name: string;
  content: string;
  investment_fen: number | null;
  fund_source: string;
  department: string;
  category: string;
  place: string;
  titles: { [language: string]: string };
}

/** What a tablet reads of the definition; the rest is hashed and not looked at. */
export interface Definition {
  piaojue: string;
  election: string;
  round: number;
  kind: string;
  title: string;
  session: string;
  body: string;
  group: string;
  seats: number;
  rehearsal: boolean;
  candidates: Candidate[];
  rules: {
    ballot_mode: string;
    choices: string[];
    grades: string[];
    languages: string[];
    assisted_writing: boolean;
    min_channel: number;
  };
}

/** The log's event `list_frozen`, and the enrolled keys of the officers who signed it. */
export interface Frozen {
  event: { [field: string]: Json };
  signers: { role: string; holder: number; key: string | null }[];
}

interface Approval {
  approval: string;
  role: string;
  holder: number;
  signature?: string;
}

/** The definition is not the one that it claims to be; nobody must vote on it. */
export class Untrusted extends Error {}

/** Parse `raw` if it is canonical JSON and of this round. Throws Untrusted. */
export function readDefinition(raw: string, election: string, round: number): Definition {
  const read = JSON.parse(raw) as Json;
  if (canonical(read) !== raw) throw new Untrusted("definition.not_canonical");
  const definition = read as unknown as Definition;
  if (definition.piaojue !== "definition-1") throw new Untrusted("definition.version");
  if (definition.election !== election || definition.round !== round) {
    throw new Untrusted("definition.other");
  }
  return definition;
}

/**
 * Check that the list was frozen under `raw`, and every signature by key that stands behind it.
 * Pages signed by hand are for people to look at. Throws Untrusted.
 */
export function checkFrozen(raw: string, election: string, frozen: Frozen): void {
  const { approvals, ...content } = frozen.event;
  if (content["definition"] !== shaHex(raw)) throw new Untrusted("definition.digest");
  const statement = canonical({ piaojue: "act-1", election, content });
  for (const one of approvals as unknown as Approval[]) {
    const key = frozen.signers.find((is) => is.role === one.role && is.holder === one.holder)?.key;
    if (one.approval === "key" && !signed(key ?? "", statement, one.signature ?? "")) {
      throw new Untrusted("definition.signature");
    }
  }
}

/** Whether `signature` is the Ed25519 key's over `message`; texts in hex (RFC 8032). */
export function signed(key: string, message: string, signature: string): boolean {
  try {
    return ed25519.verify(hexToBytes(signature), utf8(message), hexToBytes(key), { zip215: false });
  } catch {
    return false;
  }
}

/** The first 64 bits of the SHA-256 of `text` in four groups, as cards and papers print them. */
export function short(text: string): string {
  return (shaHex(text).slice(0, 16).match(/.{4}/g) ?? []).join(" ");
}
