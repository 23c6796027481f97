/** The rounds of a t-of-n key generation as one member takes them; Python's ballot.sealed.ceremony. */

import { type Entropy, shaHex } from "../crypto/bytes";
import { type Element, type Group, modulo, SealedFault } from "../crypto/group";
import { groupNamed } from "../crypto/groups";
import type { Proof } from "../crypto/proof";
import { exactly, type Loose, list, proof, type Signed, signed, text } from "./exact";
import { openShare, type SealedShare, sealShare } from "./share";
import { decryptionKey, polynomial, type Secret, signingKey, suiteOf } from "./trustee";
import {
  boundText,
  type Certificate,
  checkCertificate,
  checkCoefficients,
  checkDistinct,
  checkText,
  checkThreshold,
  coefficientTexts,
  committedValue,
  proveKey,
  signMessage,
  signText,
  spokenCode,
} from "./trustees";

const CODE = "sealed.contribution";

/** The members after round 1: checked certificates under one digest. */
export interface Circle {
  group: Group;
  threshold: number;
  certs: Signed[];
  members: Certificate[];
  digest: string;
  spoken: string;
}

export interface Contribution {
  coefexps: Signed;
  signature: Proof;
  shares: SealedShare[];
}

/** Round 1: this member's certificate. */
export function certificate(secret: Secret, entropy: Entropy): string {
  const group = suiteOf(secret);
  const { size, threshold, index } = secret;
  const wire = {
    context: { group: group.name, size, threshold, index },
    verification: group.text(group.generate(signingKey(secret))),
    encryption: group.text(group.generate(decryptionKey(secret))),
  };
  const said = JSON.stringify(wire);
  return JSON.stringify(signMessage(group, signingKey(secret), said, entropy));
}

/** Check all certificates, in the order of the members. Throws SealedFault. */
export function checkCircle(name: string, threshold: number, raws: readonly string[]): Circle {
  const group = groupNamed(name);
  checkThreshold(threshold, raws.length);
  const certs = raws.map((raw) => exactly(raw, CODE, signed));
  const members = certs.map((cert, at) =>
    checkCertificate(group, cert, at + 1, raws.length, threshold),
  );
  checkDistinct(members.map(({ verification }) => group.text(verification)));
  checkDistinct(members.map(({ encryption }) => group.text(encryption)));
  const said = certs.map(({ message }) => message);
  const spoken = spokenCode("certificates", said);
  return { group, threshold, certs, members, digest: shaHex(JSON.stringify(certs)), spoken };
}

/** Round 2: the signed commitment to this member's polynomial. */
export function commitment(secret: Secret, circle: Circle, entropy: Entropy): string {
  checkOwn(secret, circle);
  const wire = { certificates: circle.digest, coefexps: shaHex(coefficients(secret, circle)) };
  const said = JSON.stringify(wire);
  return JSON.stringify(signMessage(circle.group, signingKey(secret), said, entropy));
}

/** The hashes that all members committed to. Throws `sealed.rushing` while one is missing. */
export function checkCommitments(circle: Circle, raws: readonly string[]): string[] {
  if (raws.length !== circle.members.length) throw new SealedFault("sealed.rushing");
  const hashes = raws.map((raw, at) => {
    const { message, signature } = exactly(raw, CODE, signed);
    const { verification } = circle.members[at] as Certificate;
    checkText(circle.group, verification, message, signature, CODE);
    const wire = exactly(message, CODE, (read) => ({
      certificates: text(read["certificates"]),
      coefexps: text(read["coefexps"]),
    }));
    if (wire.certificates !== circle.digest) throw new SealedFault(CODE);
    return wire.coefexps;
  });
  checkDistinct(hashes);
  return hashes;
}

/** Round 3: reveal, once all commitments are there, and send every member its share. */
export async function contribution(
  secret: Secret,
  circle: Circle,
  commitments: readonly string[],
  entropy: Entropy,
): Promise<string> {
  checkOwn(secret, circle);
  const said = coefficients(secret, circle);
  const committed = checkCommitments(circle, commitments)[secret.index - 1];
  if (committed !== shaHex(said)) throw new SealedFault(CODE);
  const { group, certs } = circle;
  const key = signingKey(secret);
  const coefexps = signMessage(group, key, said, entropy);
  const values = polynomial(secret, circle.digest);
  const shares: SealedShare[] = [];
  for (const [at, { encryption }] of circle.members.entries()) {
    const share = valueAt(values, at + 1, group.order);
    const context = contextOf(circle, secret.index, at + 1);
    shares.push(await sealShare(group, encryption, context, share, entropy));
  }
  const bound = boundText(certs, coefficientTexts(coefexps));
  const signature = signText(group, key, bound, entropy);
  return JSON.stringify({ coefexps, signature, shares } satisfies Contribution);
}

/** Member `index`'s commitments, after checking what everybody can check. Throws SealedFault. */
export function checkContribution(
  circle: Circle,
  hashes: readonly string[],
  index: number,
  wire: Contribution,
): Element[] {
  if (wire.shares.length !== circle.members.length) throw new SealedFault(CODE);
  if (hashes[index - 1] !== shaHex(wire.coefexps.message)) throw new SealedFault("sealed.rushing");
  const { verification } = circle.members[index - 1] as Certificate;
  const points = checkCoefficients(circle.group, wire.coefexps, verification, circle.threshold);
  const bound = boundText(circle.certs, coefficientTexts(wire.coefexps));
  checkText(circle.group, verification, bound, wire.signature, CODE);
  return points;
}

/** A message of round 3. Throws SealedFault. */
export function readContribution(raw: string): Contribution {
  return exactly(raw, CODE, (read) => ({
    coefexps: signed(read["coefexps"]),
    signature: proof(read["signature"]),
    shares: list(read["shares"], (one: Loose) => ({
      alpha: text(one["alpha"]),
      data: text(one["data"]),
    })),
  }));
}

/** Somebody sent a share that is not what was committed to; `sender` is their number. */
export class BadShare extends SealedFault {
  constructor(readonly sender: number) {
    super("sealed.bad_share");
  }
}

/** The share of the election key: the sum of what all members sent, each checked. */
export async function received(
  secret: Secret,
  circle: Circle,
  commitments: readonly string[],
  contributions: readonly string[],
): Promise<Secret> {
  checkOwn(secret, circle);
  if (contributions.length !== circle.members.length) throw new SealedFault(CODE);
  const hashes = checkCommitments(circle, commitments);
  const { group } = circle;
  let share = 0n;
  for (const [at, raw] of contributions.entries()) {
    const wire = readContribution(raw);
    const points = checkContribution(circle, hashes, at + 1, wire);
    const context = contextOf(circle, at + 1, secret.index);
    const sent = wire.shares[secret.index - 1] as SealedShare;
    const part = await openShare(group, decryptionKey(secret), context, sent);
    const expected = group.text(committedValue(group, points, secret.index));
    if (group.text(group.generate(part)) !== expected) throw new BadShare(at + 1);
    share += part;
  }
  return { ...secret, share: (share % group.order).toString() };
}

/** Round 4: the verification key of the share. */
export function verification(secret: Secret, share: bigint, entropy: Entropy): string {
  const group = suiteOf(secret);
  const key = group.text(group.generate(share));
  return JSON.stringify({
    pok: proveKey(group, share, entropy),
    public_key: key,
    signature: signText(group, signingKey(secret), key, entropy),
  });
}

/** The whole key of the one holder of a rehearsal: the secret, and the document. */
export function alone(secret: Secret, entropy: Entropy): [Secret, string] {
  const group = suiteOf(secret);
  const share = decryptionKey(secret);
  const pok = proveKey(group, share, entropy);
  const key = { pok, public_key: group.text(group.generate(share)) };
  return [{ ...secret, share: share.toString() }, JSON.stringify([["Single", key]])];
}

function coefficients(secret: Secret, { group, digest }: Circle): string {
  const coefexps = polynomial(secret, digest).map((a) => group.text(group.generate(a)));
  return JSON.stringify({ coefexps });
}

function valueAt(values: readonly bigint[], place: number, order: bigint): bigint {
  return values.reduceRight((total, a) => modulo(total * BigInt(place) + a, order), 0n);
}

/** Refuse a circle in which this device's own certificate is not in its place. */
function checkOwn(secret: Secret, { group, members, threshold }: Circle): void {
  const own = members[secret.index - 1];
  const same =
    own !== undefined &&
    secret.group === group.name &&
    secret.size === members.length &&
    secret.threshold === threshold &&
    group.text(own.verification) === group.text(group.generate(signingKey(secret))) &&
    group.text(own.encryption) === group.text(group.generate(decryptionKey(secret)));
  if (!same) throw new SealedFault("sealed.not_a_member");
}

function contextOf(circle: Circle, sender: number, recipient: number): string {
  return `${circle.digest}|${sender}|${recipient}`;
}
