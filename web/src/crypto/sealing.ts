/** Making a sealed ballot: encrypt and prove, then sign it, or open it instead for 检验. */

import { type Entropy, shaB64, shaHex } from "./bytes";
import type { Election } from "./election";
import { type Element, type Group, modulo } from "./group";
import { type Claim, type Proof, proveDisjunction, proveKnowledge, randomScalar } from "./proof";
import { exclusive, type Question } from "./question";

/** An encrypted, proven and not yet signed ballot: it is either signed or opened, never both. */
export interface Draft {
  unsigned: string;
  /** What the signature would cover; 检验 announces it before anything is shown. */
  hash: string;
  exclusions: [Proof, Proof][] | null;
}

export interface SealedBallot {
  ballot: string;
  /** The exclusivity proofs, null where the questions need none. */
  proofs: string | null;
  tracker: string;
}

/** Told what part of the proofs is made, from 0 to 1. */
export type Progress = (done: number) => void;

interface Ciphertext {
  alpha: Element;
  beta: Element;
  text: string;
}

/** The ciphertexts of one question with everything that their maker knows about them. */
interface Slots {
  choices: Ciphertext[];
  exponents: bigint[];
  values: readonly number[];
}

type Prove = (
  prefix: string,
  exponent: bigint,
  value: number,
  targets: readonly number[],
) => Proof[];

/** Encrypt and prove `plain` for a public `credential`, in the order of draws of Python's. */
export function draft(
  election: Election,
  credential: string,
  plain: readonly (readonly number[])[],
  entropy: Entropy,
  progress: Progress = () => undefined,
): Draft {
  const bound = `${election.fingerprint}|${credential}`;
  const rows = plain.map((values) => encrypt(election, values, entropy));
  const prove = counted(election, entropy, progress, statements(election));
  const answers = rows.map((row, at) =>
    answer(election.group, election.questions[at] as Question, row, bound, prove),
  );
  const unsigned = JSON.stringify({
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers,
  });
  const needed = exclusive(election.questions);
  const exclusions = needed ? exclude(election.group, rows, bound, prove) : null;
  return { unsigned, hash: shaB64(unsigned), exclusions };
}

/** Sign a draft with the secret of its credential. */
export function sign(
  election: Election,
  made: Draft,
  secret: bigint,
  entropy: Entropy,
): SealedBallot {
  const proof = proveKnowledge(election.group, `sig|${made.hash}|`, secret, entropy);
  const signature = JSON.stringify({ hash: made.hash, proof });
  const ballot = `${made.unsigned.slice(0, -1)},"signature":${signature}}`;
  const { exclusions } = made;
  const proofs = exclusions && JSON.stringify({ ballot: shaHex(ballot), proofs: exclusions });
  return { ballot, proofs, tracker: shaB64(ballot) };
}

function encrypt({ group, key }: Election, values: readonly number[], entropy: Entropy): Slots {
  const exponents = values.map(() => randomScalar(group, entropy));
  const choices = values.map((value, i) => {
    const exponent = exponents[i] as bigint;
    const beta = value === 0 ? key(exponent) : group.multiply(key(exponent), group.generator);
    return ciphertext(group, group.generate(exponent), beta);
  });
  return { choices, exponents, values };
}

/** How many statements a ballot of this election proves, for the progress shown. */
function statements({ questions }: Election): number {
  const own = questions.reduce((sum, { answers }) => sum + answers.length + 1, 0);
  return exclusive(questions) ? own + (questions[0] as Question).answers.length : own;
}

function counted(
  { group, key }: Election,
  entropy: Entropy,
  progress: Progress,
  all: number,
): Prove {
  let done = 0;
  return (prefix, exponent, value, targets) => {
    const claims: Claim[] = targets.map((target) => ({ exponent, value, target }));
    const proofs = proveDisjunction(group, key, prefix, claims, entropy);
    progress(++done / all);
    return proofs;
  };
}

function answer(
  group: Group,
  question: Question,
  slots: Slots,
  bound: string,
  prove: Prove,
): unknown {
  const { choices, exponents, values } = slots;
  const individual = choices.map(({ text }, i) =>
    prove(`prove|${bound}|${text}|`, exponents[i] as bigint, values[i] as number, [0, 1]),
  );
  const total = product(group, choices);
  const texts = choices.map(({ text }) => text).join(",");
  const span = Array.from({ length: question.max - question.min + 1 }, (_, i) => question.min + i);
  const exponent = exponents.reduce((sum, r) => sum + r, 0n) % group.order;
  const chosen = values.reduce((sum, value) => sum + value, 0);
  return {
    choices: choices.map(({ text }) => written(text)),
    individual_proofs: individual,
    overall_proof: prove(`prove|${bound}|${texts}|${total.text}|`, exponent, chosen, span),
  };
}

/** For each project, that it is not both approved and opposed. */
function exclude(
  group: Group,
  rows: readonly Slots[],
  bound: string,
  prove: Prove,
): [Proof, Proof][] {
  const [yes, no] = rows as [Slots, Slots];
  const all = [...yes.choices, ...no.choices].map(({ text }) => text).join(",");
  return yes.choices.map((choice, i) => {
    const both = product(group, [choice, no.choices[i] as Ciphertext]);
    const exponent = modulo(
      (yes.exponents[i] as bigint) + (no.exponents[i] as bigint),
      group.order,
    );
    const value = (yes.values[i] as number) + (no.values[i] as number);
    const prefix = `piaojue-excl-1|${bound}|${all}|${i}|${both.text}|`;
    return prove(prefix, exponent, value, [0, 1]) as [Proof, Proof];
  });
}

function ciphertext(group: Group, alpha: Element, beta: Element): Ciphertext {
  return { alpha, beta, text: `${group.text(alpha)},${group.text(beta)}` };
}

function product(group: Group, factors: readonly Ciphertext[]): Ciphertext {
  const multiplied = (part: "alpha" | "beta"): Element =>
    factors.reduce((all, one) => group.multiply(all, one[part]), group.neutral);
  return ciphertext(group, multiplied("alpha"), multiplied("beta"));
}

function written(text: string): { alpha: string; beta: string } {
  const [alpha, beta] = text.split(",") as [string, string];
  return { alpha, beta };
}
