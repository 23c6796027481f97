/** Reading and verifying a sealed ballot; Python's ballot.sealed.reading and .checking. */

import { shaB64, shaHex } from "../crypto/bytes";
import type { Election } from "../crypto/election";
import { type Element, SealedFault } from "../crypto/group";
import { checkCommon, checkDisjunction } from "../crypto/knowledge";
import type { Proof } from "../crypto/proof";
import { exclusive, type Question } from "../crypto/question";
import { exactly, type Loose, list, proof, text } from "./exact";

const FORM = "sealed.ballot_form";

export interface Ciphertext {
  alpha: Element;
  beta: Element;
  text: string;
}

export interface ReadAnswer {
  choices: Ciphertext[];
  individual: Proof[][];
  overall: Proof[];
}

export interface ReadBallot {
  credential: string;
  answers: ReadAnswer[];
  hash: string;
  signature: Proof;
  exclusions: Proof[][];
}

interface WireAnswer {
  choices: { alpha: string; beta: string }[];
  individual_proofs: Proof[][];
  overall_proof: Proof[];
}

interface Wire {
  election_uuid: string;
  election_hash: string;
  credential: string;
  answers: WireAnswer[];
  signature: { hash: string; proof: Proof };
}

/** Verify one ballot with its exclusivity proofs wholly, and return what it holds. */
export function checkedBallot(election: Election, raw: string, beside: string): ReadBallot {
  const read = readBallot(election, raw, beside);
  const { group, fingerprint } = election;
  const bound = `${fingerprint}|${read.credential}`;
  const signer = group.member(read.credential);
  read.answers.forEach((answer, at) => {
    checkAnswer(election, election.questions[at] as Question, answer, bound);
  });
  if (exclusive(election.questions)) checkExclusions(election, read, bound);
  const pairs = [[group.generator, signer]] as const;
  checkCommon(group, `sig|${read.hash}|`, pairs, read.signature, "sealed.signature");
  return read;
}

function readBallot(election: Election, raw: string, beside: string): ReadBallot {
  const { group, questions } = election;
  const wire = exactly(raw, FORM, wireOf);
  if (wire.election_uuid !== election.uuid || wire.election_hash !== election.fingerprint) {
    throw new SealedFault("sealed.other_election");
  }
  if (wire.answers.length !== questions.length) throw new SealedFault(FORM);
  const { signature, ...unsigned } = wire;
  const hash = shaB64(JSON.stringify(unsigned));
  if (signature.hash !== hash) throw new SealedFault("sealed.signature_hash");
  const answers = wire.answers.map((answer, at) => {
    checkCounts(questions[at] as Question, answer);
    const choices = answer.choices.map(({ alpha, beta }) => ({
      alpha: group.member(alpha),
      beta: group.member(beta),
      text: `${alpha},${beta}`,
    }));
    return { choices, individual: answer.individual_proofs, overall: answer.overall_proof };
  });
  const exclusions = exclusive(questions) ? readExclusions(questions, beside, shaHex(raw)) : [];
  return { credential: wire.credential, answers, hash, signature: signature.proof, exclusions };
}

function wireOf(read: Loose): Wire {
  const signature = read["signature"] as Loose;
  return {
    election_uuid: text(read["election_uuid"]),
    election_hash: text(read["election_hash"]),
    credential: text(read["credential"]),
    answers: list(read["answers"], (answer) => ({
      choices: list(answer["choices"], ({ alpha, beta }) => ({
        alpha: text(alpha),
        beta: text(beta),
      })),
      individual_proofs: list(answer["individual_proofs"], (pair) => list(pair, proof)),
      overall_proof: list(answer["overall_proof"], proof),
    })),
    signature: { hash: text(signature["hash"]), proof: proof(signature["proof"]) },
  };
}

function checkCounts({ answers, min, max }: Question, answer: WireAnswer): void {
  const counts = [
    answer.choices.length,
    answer.individual_proofs.length,
    answer.overall_proof.length,
  ];
  const pairs = answer.individual_proofs.every((pair) => pair.length === 2);
  if (!pairs || `${counts}` !== `${[answers.length, answers.length, max - min + 1]}`) {
    throw new SealedFault(FORM);
  }
}

function readExclusions(questions: readonly Question[], beside: string, ballot: string): Proof[][] {
  const wire = exactly(beside, "sealed.exclusion_form", (read) => ({
    ballot: text(read["ballot"]),
    proofs: list(read["proofs"], (pair) => list(pair, proof)),
  }));
  if (wire.ballot !== ballot) throw new SealedFault("sealed.other_ballot");
  const enough = wire.proofs.length === questions[0]?.answers.length;
  if (!enough || wire.proofs.some((pair) => pair.length !== 2)) {
    throw new SealedFault("sealed.exclusion_form");
  }
  return wire.proofs;
}

function checkAnswer(
  election: Election,
  { min, max }: Question,
  { choices, individual, overall }: ReadAnswer,
  bound: string,
): void {
  choices.forEach((choice, at) => {
    const prefix = `prove|${bound}|${choice.text}|`;
    const proofs = individual[at] as Proof[];
    check(election, prefix, choice, [0, 1], proofs, "sealed.individual_proof");
  });
  const total = product(election, choices);
  const all = choices.map((choice) => choice.text).join(",");
  const span = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const prefix = `prove|${bound}|${all}|${total.text}|`;
  check(election, prefix, total, span, overall, "sealed.overall_proof");
}

function checkExclusions(election: Election, read: ReadBallot, bound: string): void {
  const [yes, no] = read.answers.map(({ choices }) => choices) as [Ciphertext[], Ciphertext[]];
  const all = [...yes, ...no].map((choice) => choice.text).join(",");
  yes.forEach((choice, at) => {
    const both = product(election, [choice, no[at] as Ciphertext]);
    const prefix = `piaojue-excl-1|${bound}|${all}|${at}|${both.text}|`;
    const proofs = read.exclusions[at] as Proof[];
    check(election, prefix, both, [0, 1], proofs, "sealed.exclusion_proof");
  });
}

function check(
  election: Election,
  prefix: string,
  { alpha, beta }: Ciphertext,
  targets: readonly number[],
  proofs: readonly Proof[],
  code: string,
): void {
  const { group } = election;
  const branches = targets.map((target) => {
    const less = group.inverse(group.generate(BigInt(target)));
    return { alpha, shifted: target === 0 ? beta : group.multiply(beta, less) };
  });
  checkDisjunction(election, prefix, branches, proofs, code);
}

function product({ group }: Election, factors: readonly Ciphertext[]): Ciphertext {
  const times = (part: "alpha" | "beta"): Element =>
    factors.reduce((all, one) => group.multiply(all, one[part]), group.neutral);
  const [alpha, beta] = [times("alpha"), times("beta")];
  return { alpha, beta, text: `${group.text(alpha)},${group.text(beta)}` };
}
