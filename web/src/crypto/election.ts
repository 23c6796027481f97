/** The sealed election of a round, derived from its definition and the election key alone. */

import { digest, shaB64, toNumber } from "./bytes";
import type { Definition } from "./definition";
import { type Element, type Group, SealedFault } from "./group";
import { groupNamed } from "./groups";
import { type Question, questionsOf } from "./question";

/** What sealing needs: φ, the group, g and y with their tables, and the questions. */
export interface Election {
  raw: string;
  fingerprint: string;
  uuid: string;
  group: Group;
  keyText: string;
  /** exponent -> y ^ exponent */
  key: (exponent: bigint) => Element;
  questions: Question[];
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const UUID_DIGITS = 22;

export function roundUuid(election: string, round: number): string {
  let rest = toNumber(digest(`piaojue-round|${election}|${round}`));
  let digits = "";
  for (let place = 0; place < UUID_DIGITS; place++) {
    digits = BASE58.charAt(Number(rest % 58n)) + digits;
    rest /= 58n;
  }
  return digits;
}

/** The bytes of election.json, which everybody derives alike. */
export function electionText(definition: Definition, keyText: string): string {
  return JSON.stringify({
    version: 1,
    description: definition.session,
    name: definition.title,
    group: definition.group,
    public_key: keyText,
    questions: questionsOf(definition),
    uuid: roundUuid(definition.election, definition.round),
    administrator: definition.body,
    credential_authority: `${definition.body}监票人`,
  });
}

/**
 * Take the election that a service serves only if it is the one of `definition`: nobody can slip
 * another question in. Throws SealedFault.
 */
export function readElection(definition: Definition, raw: string): Election {
  const keyText = String((JSON.parse(raw) as { public_key: unknown }).public_key);
  if (electionText(definition, keyText) !== raw) throw new SealedFault("sealed.election");
  const group = groupNamed(definition.group);
  return {
    raw,
    fingerprint: shaB64(raw),
    uuid: roundUuid(definition.election, definition.round),
    group,
    keyText,
    key: group.fixed(group.member(keyText)),
    questions: questionsOf(definition),
  };
}
