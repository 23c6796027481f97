/**
 * A person's signing key, sealed by a passphrase: the format of service/office/keyfile.py.
 *
 * Ed25519 (RFC 8032) as PKCS#8 PEM encrypted by PBES2 (RFC 8018: PBKDF2 with HMAC-SHA-256,
 * AES-256-CBC). The service keeps the file and PBKDF2 is quick, so the PKCS#8 password is not the
 * passphrase but hex(scrypt(passphrase in UTF-8 NFKC, salt = public key, N = 2^15, r = 8, p = 1)).
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { scrypt } from "@noble/hashes/scrypt.js";
import { base64, bytesToHex, type Entropy, hexToBytes, utf8 } from "../crypto/bytes";
import { type Bytes, own } from "./cipher";
import { INTEGER, Misshapen, OCTETS, Reader, SEQUENCE, written } from "./der";

/** What is enrolled: the public key in 64 hex digits, and the encrypted PEM. */
export interface KeyFile {
  public_key: string;
  sealed_private: string;
}

/** An opened key; it signs, and it is never written anywhere. */
export interface PersonalKey {
  keyfile: KeyFile;
  sign: (message: Uint8Array) => string;
}

/** The passphrase is wrong, or the file is damaged. */
export class NotOpened extends Error {}

const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 };
const HEAD = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const FOOT = "-----END ENCRYPTED PRIVATE KEY-----";
const LINE = 64;
const ROUNDS = 2048; // what OpenSSL writes; the stretching is scrypt's
const MOST_ROUNDS = 1_000_000;
const PBES2 = hexToBytes("06092a864886f70d01050d");
const PBKDF2 = hexToBytes("06092a864886f70d01050c");
const HMAC_SHA256 = hexToBytes("300c06082a864886f70d02090500");
const AES256_CBC = hexToBytes("060960864801650304012a");
/** PKCS#8 of an Ed25519 key (RFC 8410) up to its 32 bytes. */
const PRIVATE = hexToBytes("302e020100300506032b657004220420");

/** Turn a passphrase into bytes; slow on purpose, so it belongs into a worker. */
export function stretched(passphrase: string, salt: Uint8Array): Uint8Array {
  return scrypt(utf8(passphrase.normalize("NFKC")), salt, COST);
}

export async function newKey(passphrase: string, entropy: Entropy): Promise<PersonalKey> {
  const seed = entropy(32);
  const known = ed25519.getPublicKey(seed);
  const [salt, iv] = [entropy(16), entropy(16)];
  const key = await derived(password(passphrase, known), salt, ROUNDS);
  const plain = own(Uint8Array.of(...PRIVATE, ...seed));
  const hidden = await crypto.subtle.encrypt({ name: "AES-CBC", iv: own(iv) }, key, plain);
  const sealed_private = pem(sealedInfo(salt, iv, new Uint8Array(hidden)));
  return opened({ public_key: bytesToHex(known), sealed_private }, seed);
}

/** Open `keyfile`. Throws NotOpened for a wrong passphrase or a damaged file. */
export async function openKey(keyfile: KeyFile, passphrase: string): Promise<PersonalKey> {
  const known = hexToBytes(keyfile.public_key);
  const seed = await unsealed(keyfile.sealed_private, password(passphrase, known)).catch(() => {
    throw new NotOpened("key.passphrase");
  });
  if (bytesToHex(ed25519.getPublicKey(seed)) !== keyfile.public_key) {
    throw new NotOpened("key.mismatch");
  }
  return opened(keyfile, seed);
}

/** The statement by which a new key shows that its owner holds it. */
export function enrolment(account: string, publicKey: string): Uint8Array {
  return utf8(`piaojue-enrol|${account}|${publicKey}`);
}

function opened(keyfile: KeyFile, seed: Uint8Array): PersonalKey {
  return { keyfile, sign: (message) => bytesToHex(ed25519.sign(message, seed)) };
}

function password(passphrase: string, known: Uint8Array): Uint8Array {
  return utf8(bytesToHex(stretched(passphrase, known)));
}

async function derived(
  secret: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Promise<CryptoKey> {
  const { subtle } = crypto;
  const base = await subtle.importKey("raw", own(secret), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: own(salt), iterations };
  const aes = { name: "AES-CBC", length: 256 };
  return subtle.deriveKey(how, base, aes, false, ["encrypt", "decrypt"]);
}

async function unsealed(text: string, secret: Uint8Array): Promise<Bytes> {
  const { salt, rounds, iv, hidden } = readInfo(unpem(text));
  const key = await derived(secret, salt, rounds);
  const found = await crypto.subtle.decrypt({ name: "AES-CBC", iv: own(iv) }, key, own(hidden));
  const plain = new Uint8Array(found);
  const reader = new Reader(plain);
  reader.same(PRIVATE);
  if (plain.length !== PRIVATE.length + 32) throw new Misshapen();
  return plain.slice(PRIVATE.length);
}

function sealedInfo(salt: Uint8Array, iv: Uint8Array, hidden: Uint8Array): Uint8Array {
  const rounds = written(INTEGER, Uint8Array.of(ROUNDS >> 8, ROUNDS & 0xff));
  const stretching = written(SEQUENCE, written(OCTETS, salt), rounds, HMAC_SHA256);
  const deriving = written(SEQUENCE, PBKDF2, stretching);
  const cipher = written(SEQUENCE, AES256_CBC, written(OCTETS, iv));
  const how = written(SEQUENCE, PBES2, written(SEQUENCE, deriving, cipher));
  return written(SEQUENCE, how, written(OCTETS, hidden));
}

interface Info {
  salt: Uint8Array;
  rounds: number;
  iv: Uint8Array;
  hidden: Uint8Array;
}

function readInfo(der: Uint8Array): Info {
  const outer = new Reader(der);
  const whole = new Reader(outer.take(SEQUENCE));
  outer.end();
  const how = new Reader(whole.take(SEQUENCE));
  const hidden = whole.take(OCTETS);
  whole.end();
  how.same(PBES2);
  const both = new Reader(how.take(SEQUENCE));
  how.end();
  const deriving = readDeriving(both.take(SEQUENCE));
  const cipher = new Reader(both.take(SEQUENCE));
  both.end();
  cipher.same(AES256_CBC);
  const iv = cipher.take(OCTETS);
  cipher.end();
  return { ...deriving, iv, hidden };
}

function readDeriving(bytes: Uint8Array): { salt: Uint8Array; rounds: number } {
  const named = new Reader(bytes);
  named.same(PBKDF2);
  const given = new Reader(named.take(SEQUENCE));
  named.end();
  const salt = given.take(OCTETS);
  const rounds = given.take(INTEGER).reduce((sum, byte) => sum * 256 + byte, 0);
  given.same(HMAC_SHA256);
  given.end();
  if (rounds < 1 || rounds > MOST_ROUNDS) throw new Misshapen();
  return { salt, rounds };
}

function pem(der: Uint8Array): string {
  const lines = base64(der).match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `${[HEAD, ...lines, FOOT].join("\n")}\n`;
}

function unpem(text: string): Uint8Array {
  const lines = text.trim().split(/\r?\n/);
  if (lines.shift() !== HEAD || lines.pop() !== FOOT) throw new Misshapen();
  return unbase64(lines.join(""));
}

/** The bytes of standard Base64 with its padding. Throws what `atob` throws. */
export function unbase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
