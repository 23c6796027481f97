/** K: the election key was made by its holders together, and nobody else has a part of it. */

import { shaHex } from "../crypto/bytes";
import { checkCommon } from "../crypto/knowledge";
import {
  type Circle,
  checkCircle,
  checkCommitments,
  checkContribution,
  readContribution,
} from "../keys/ceremony";
import { exactly, proof } from "../keys/exact";
import { keyText } from "../keys/trustees";
import type { Case } from "./case";
import { Fault, type Findings, fault, NotRun, told } from "./finding";
import type { Ceremony } from "./fold";

const BEFORE_OPENING = ["drafting", "listed", "ready"];

function made(of: Case): Ceremony {
  const { ceremony } = of.books;
  if (ceremony === null || ceremony.publicKey === null) throw new NotRun("noKey");
  return ceremony;
}

/** The messages of one step in the order of the holders. */
function step({ messages, trustees }: Ceremony, name: string): string[] {
  return Array.from({ length: trustees }, (_, at) => {
    const found = messages.get(`${name} ${at + 1}`);
    if (found === undefined) throw new Fault("messageAbsent", at + 1);
    return found;
  });
}

function circleOf(of: Case, ceremony: Ceremony): Circle {
  return checkCircle(of.created.group, ceremony.threshold, step(ceremony, "certificate"));
}

export function* document(of: Case): Findings {
  const { ceremony, rounds } = of.books;
  if (ceremony === null || ceremony.publicKey === null) {
    const begun = rounds.filter(({ stage }) => !BEFORE_OPENING.includes(stage));
    if (begun.some(({ tablet, casts }) => tablet.issued > 0 || casts.length > 0)) {
      yield fault("ballotsWithoutKey");
    }
    throw new NotRun("noKey");
  }
  const { keys, threshold } = of.trustees;
  if (keys.length !== ceremony.trustees || threshold !== ceremony.threshold) {
    yield fault("keyShape", ceremony.trustees, ceremony.threshold);
  }
}

export function* messages(of: Case): Findings {
  const ceremony = made(of);
  if (ceremony.trustees === 1) return;
  const circle = circleOf(of, ceremony);
  const commitments = checkCommitments(circle, step(ceremony, "commitment"));
  for (const [at, raw] of step(ceremony, "contribution").entries()) {
    yield* told([at + 1], "holderFault", () => {
      checkContribution(circle, commitments, at + 1, readContribution(raw));
    });
  }
}

export function* madeOfMessages(of: Case): Findings {
  const ceremony = made(of);
  if (documentText(of, ceremony) !== of.trustees.raw) yield fault("documentOther");
}

/** The document that the holders' messages make, to the byte. */
function documentText(of: Case, ceremony: Ceremony): string {
  if (ceremony.trustees === 1) return step(ceremony, "single")[0] as string;
  const { certs, threshold } = circleOf(of, ceremony);
  const given = step(ceremony, "contribution").map(readContribution);
  const keys = step(ceremony, "verification").map((raw) =>
    exactly(raw, "sealed.trustees", keyText),
  );
  const pedersen = {
    threshold,
    certs,
    coefexps: given.map(({ coefexps }) => coefexps),
    signatures: given.map(({ signature }) => signature),
    verification_keys: keys,
  };
  return JSON.stringify([["Pedersen", pedersen]]);
}

export function* publicKey(of: Case): Findings {
  if (of.group.text(of.trustees.publicKey) !== made(of).publicKey) yield fault("keyOther");
}

export function* readAloud(of: Case): Findings {
  const ceremony = made(of);
  const { events } = ceremony;
  if (ceremony.trustees > 1) {
    const { spoken } = circleOf(of, ceremony);
    for (const event of events) {
      const said = event.event === "key_contribution" && event.code !== "";
      if (said && event.code !== spoken) yield fault("certificateCode", event.index);
    }
  }
  for (const { event, code, index } of events) {
    if (event === "keys_proven" && code !== of.trustees.spoken) yield fault("keyCode", index);
  }
}

export function* reloaded(of: Case): Findings {
  const { events } = made(of);
  const { group, trustees } = of;
  for (const event of events.filter((one) => one.event === "keys_proven")) {
    yield* told([event.index], "holderFault", () => {
      const key = trustees.keys[event.index - 1];
      if (key === undefined) throw new Fault("messageAbsent", event.index);
      const prefix = `piaojue-reloaded-1|${shaHex(trustees.raw)}|${event.index}|`;
      const given = exactly(event.proof, "sealed.reloading", proof);
      checkCommon(group, prefix, [[group.generator, key]], given, "sealed.reloading");
    });
  }
}
