/** The holders of a key, from what they published; Python's ballot.sealed.trustees. */

import { digest, type Entropy, shaHex, toNumber } from "../crypto/bytes";
import { type Element, type Group, SealedFault } from "../crypto/group";
import { checkCommon, proveCommon } from "../crypto/knowledge";
import type { Proof } from "../crypto/proof";
import { count, exactly, type Loose, list, proof, type Signed, signed, text, texts } from "./exact";

export const MEMBERS = 100;
const CODE = "sealed.trustees";

/** A public key and the proof that its owner knows the private one. */
export interface KeyText {
  pok: Proof;
  public_key: string;
  signature?: Proof;
}

/** A member's checked signing key and encryption key. */
export interface Certificate {
  verification: Element;
  encryption: Element;
}

/** A checked document; `spoken` is the 8-digit code that the holders read aloud. */
export interface Trustees {
  raw: string;
  publicKey: Element;
  /** In the order of the holders, the first one first. */
  keys: Element[];
  threshold: number;
  spoken: string;
}

interface Pedersen {
  threshold: number;
  certs: Signed[];
  coefexps: Signed[];
  signatures: Proof[];
  verification_keys: KeyText[];
}

export function signText(group: Group, key: bigint, message: string, entropy: Entropy): Proof {
  return proveCommon(group, `sigmsg|${message}|`, [group.generator], key, entropy);
}

export function signMessage(group: Group, key: bigint, message: string, entropy: Entropy): Signed {
  return { message, signature: signText(group, key, message, entropy) };
}

export function checkText(
  group: Group,
  key: Element,
  message: string,
  signature: Proof,
  code: string,
): void {
  checkCommon(group, `sigmsg|${message}|`, [[group.generator, key]], signature, code);
}

export function proveKey(group: Group, secret: bigint, entropy: Entropy): Proof {
  const prefix = keyPrefix(group, group.text(group.generate(secret)));
  return proveCommon(group, prefix, [group.generator], secret, entropy);
}

function keyPrefix(group: Group, key: string): string {
  return `pok|${group.name}|${key}|`;
}

/** The eight digits over texts; signatures are left out, so that nobody can try until two agree. */
export function spokenCode(label: string, said: readonly string[]): string {
  const number = toNumber(digest(["piaojue-code", label, ...said.map(shaHex)].join("|")));
  return (number % 10n ** 8n).toString().padStart(8, "0");
}

export function checkCertificate(
  group: Group,
  { message, signature }: Signed,
  index: number,
  size: number,
  threshold: number,
): Certificate {
  const wire = exactly(message, CODE, (read) => ({
    context: context(read["context"] as Loose),
    verification: text(read["verification"]),
    encryption: text(read["encryption"]),
  }));
  const expected = { group: group.name, size, threshold, index };
  if (JSON.stringify(wire.context) !== JSON.stringify(expected)) throw new SealedFault(CODE);
  const verification = group.member(wire.verification);
  checkText(group, verification, message, signature, CODE);
  return { verification, encryption: group.member(wire.encryption) };
}

function context(read: Loose): { group: string; size: number; threshold: number; index: number } {
  return {
    group: text(read["group"]),
    size: count(read["size"]),
    threshold: count(read["threshold"]),
    index: count(read["index"]),
  };
}

export function coefficientTexts({ message }: Signed): string[] {
  return exactly(message, CODE, (read) => ({ coefexps: texts(read["coefexps"]) })).coefexps;
}

/** The commitments of one member's polynomial after checking them and the signature. */
export function checkCoefficients(
  group: Group,
  one: Signed,
  signer: Element,
  threshold: number,
): Element[] {
  checkText(group, signer, one.message, one.signature, CODE);
  const spelt = coefficientTexts(one);
  if (spelt.length !== threshold) throw new SealedFault(CODE);
  return spelt.map((point) => group.member(point));
}

export function checkDistinct(values: readonly string[]): void {
  if (new Set(values).size !== values.length) throw new SealedFault("sealed.copied");
}

export function checkThreshold(threshold: number, size: number): void {
  if (!(1 <= threshold && threshold <= size && size <= MEMBERS)) throw new SealedFault(CODE);
}

/** The text of a member's second signature. */
export function boundText(certs: readonly Signed[], coefexps: readonly string[]): string {
  return `certs_sig|${JSON.stringify({ certs, coefexps })}`;
}

/** g^f(place) from the commitments g^a_k: the product of A_k^(place^k). */
export function committedValue(
  group: Group,
  commitments: readonly Element[],
  place: number,
): Element {
  let total = group.neutral;
  let exponent = 1n;
  for (const one of commitments) {
    total = group.multiply(total, group.openly(one, exponent));
    exponent = (exponent * BigInt(place)) % group.order;
  }
  return total;
}

/**
 * Check every key, commitment, proof and signature of a published document, which is one holder
 * alone or one threshold group. Throws SealedFault.
 */
export function checkTrustees(raw: string, group: Group): Trustees {
  const [[kind, body]] = exactly(raw, CODE, (read) => {
    const [[name, inner] = []] = list(read, (item) => list(item, (part) => part as unknown));
    if (name !== "Single" && name !== "Pedersen") throw new SealedFault(CODE);
    const built = name === "Single" ? keyText(inner) : pedersenText(inner as Loose);
    return [[name, built]] as [[string, KeyText | Pedersen]];
  });
  if (kind === "Single") return single(group, raw, body as KeyText);
  return pedersen(group, raw, body as Pedersen);
}

export function keyText(of: unknown): KeyText {
  const read = of as Loose;
  const key = { pok: proof(read["pok"]), public_key: text(read["public_key"]) };
  return read["signature"] === undefined ? key : { ...key, signature: proof(read["signature"]) };
}

function pedersenText(read: Loose): Pedersen {
  return {
    threshold: count(read["threshold"]),
    certs: list(read["certs"], signed),
    coefexps: list(read["coefexps"], signed),
    signatures: list(read["signatures"], proof),
    verification_keys: list(read["verification_keys"], keyText),
  };
}

function single(group: Group, raw: string, { pok, public_key }: KeyText): Trustees {
  const key = group.member(public_key);
  checkCommon(group, keyPrefix(group, public_key), [[group.generator, key]], pok, CODE);
  const spoken = spokenCode("key", [public_key]);
  return { raw, publicKey: key, keys: [key], threshold: 1, spoken };
}

function pedersen(group: Group, raw: string, wire: Pedersen): Trustees {
  const size = wire.certs.length;
  checkThreshold(wire.threshold, size);
  const lists = [wire.coefexps, wire.signatures, wire.verification_keys];
  if (lists.some((one) => one.length !== size)) throw new SealedFault(CODE);
  const certificates = wire.certs.map((cert, at) =>
    checkCertificate(group, cert, at + 1, size, wire.threshold),
  );
  checkDistinct(certificates.map(({ verification }) => group.text(verification)));
  const rows = wire.coefexps.map((one, at) =>
    checkCoefficients(group, one, (certificates[at] as Certificate).verification, wire.threshold),
  );
  checkDistinct(rows.map(([first]) => group.text(first as Element)));
  checkBound(group, wire, certificates);
  const sums = sumsOf(group, rows);
  const keys = certificates.map((certificate, at) =>
    memberKey(group, wire.verification_keys[at] as KeyText, sums, at + 1, certificate),
  );
  const said = [...wire.certs, ...wire.coefexps].map(({ message }) => message);
  const publicKey = sums[0] as Element;
  return { raw, publicKey, keys, threshold: wire.threshold, spoken: spokenCode("key", said) };
}

function sumsOf(group: Group, rows: readonly Element[][]): Element[] {
  const [first, ...others] = rows as [Element[], ...Element[][]];
  return first.map((one, at) =>
    others.reduce((sum, row) => group.multiply(sum, row[at] as Element), one),
  );
}

function checkBound(group: Group, wire: Pedersen, certificates: readonly Certificate[]): void {
  wire.coefexps.forEach((one, at) => {
    const { verification } = certificates[at] as Certificate;
    const bound = boundText(wire.certs, coefficientTexts(one));
    checkText(group, verification, bound, wire.signatures[at] as Proof, CODE);
  });
}

function memberKey(
  group: Group,
  wire: KeyText,
  sums: readonly Element[],
  place: number,
  { verification }: Certificate,
): Element {
  const key = group.member(wire.public_key);
  if (group.text(committedValue(group, sums, place)) !== wire.public_key) {
    throw new SealedFault(CODE);
  }
  checkCommon(group, keyPrefix(group, wire.public_key), [[group.generator, key]], wire.pok, CODE);
  if (wire.signature === undefined) throw new SealedFault(CODE);
  checkText(group, verification, wire.public_key, wire.signature, CODE);
  return key;
}
