/** The opened key file, and what of it is known to lie in a saved file. */

import { type Entropy, hexToBytes } from "../../crypto/bytes";
import { enrolment, type KeyFile, newKey, openKey } from "../keyfile";
import { Safe, SafeUnusable } from "../safe";
import type { Secret } from "../trustee";
import { writeSecret } from "../trustee";
import type { Held } from "./messages";

export const random: Entropy = (size) => crypto.getRandomValues(new Uint8Array(size));

/** The worker was asked for something before what must come first. */
export class OutOfTurn extends Error {}

export function given<T>(value: T | null): T {
  if (value === null) throw new OutOfTurn("worker.out_of_turn");
  return value;
}

export class Ring {
  private safe: Safe | null = null;
  private place: { election: string; logKey: string } | null = null;
  /** The secret as the last file that was read has it. */
  private saved: Secret | null = null;

  get election(): string {
    return given(this.place).election;
  }

  get logKey(): string {
    return given(this.place).logKey;
  }

  get file(): string {
    return given(this.safe).text;
  }

  /** Make a signing key and a file around it; nothing of it is saved yet. */
  async make(
    name: string,
    account: string,
    passphrase: string,
  ): Promise<{ keyfile: KeyFile; proof: string; file: string }> {
    const key = await newKey(passphrase, random);
    const proof = key.sign(enrolment(account, key.keyfile.public_key));
    this.take(Safe.create(name, key, passphrase, random));
    return { keyfile: key.keyfile, proof, file: this.file };
  }

  /** A new file around the key that the account has enrolled. Throws NotOpened. */
  async adopt(name: string, keyfile: KeyFile, passphrase: string): Promise<{ file: string }> {
    const key = await openKey(keyfile, passphrase);
    this.take(Safe.create(name, key, passphrase, random));
    return { file: this.file };
  }

  async open(file: string, passphrase: string): Promise<{ name: string; publicKey: string }> {
    const safe = await Safe.open(file, passphrase, random);
    this.take(safe);
    return { name: safe.name, publicKey: safe.keyfile.public_key };
  }

  private take(safe: Safe): void {
    this.safe = safe;
    this.place = null;
    this.saved = null;
  }

  /** Turn to one election; what an opened file holds of it counts as saved. */
  async enter(election: string, logKey: string): Promise<Held | null> {
    await given(this.safe).keepLogKey(election, logKey);
    this.place = { election, logKey };
    this.saved = await this.secret();
    return held(this.saved);
  }

  async secret(): Promise<Secret | null> {
    return given(this.safe).secret(this.election);
  }

  async mine(): Promise<Secret> {
    return given(await this.secret());
  }

  async keep(secret: Secret): Promise<{ file: string }> {
    await given(this.safe).keepSecret(this.election, secret);
    return { file: this.file };
  }

  /** Read the saved file; it must hold what this page holds. Throws SafeUnusable `safe.other`. */
  async reload(file: string, passphrase: string): Promise<Held | null> {
    const read = await Safe.open(file, passphrase, random);
    await read.keepLogKey(this.election, this.logKey);
    const [found, own] = [await read.secret(this.election), await this.secret()];
    const same = (one: Secret | null): string => (one === null ? "" : writeSecret(one));
    const key = read.keyfile.public_key === given(this.safe).keyfile.public_key;
    if (!key || same(found) !== same(own)) throw new SafeUnusable("safe.other");
    this.safe = read;
    this.saved = found;
    return held(found);
  }

  /** The secret, if the part of it that `part` names lies in a saved file. Throws OutOfTurn. */
  async kept(part: (secret: Secret) => string): Promise<Secret> {
    const own = await this.mine();
    if (this.saved === null || part(this.saved) !== part(own)) {
      throw new OutOfTurn("worker.unsaved");
    }
    return own;
  }

  /** Throws NotOpened unless `passphrase` opens this file. */
  async check(passphrase: string): Promise<void> {
    await Safe.open(this.file, passphrase, random);
  }

  sign(message: Uint8Array): string {
    return given(this.safe).key.sign(message);
  }

  signHex(message: string): string {
    return this.sign(hexToBytes(message));
  }
}

function held(secret: Secret | null): Held | null {
  if (secret === null) return null;
  const { index, size, threshold, share, openings } = secret;
  return { index, size, threshold, whole: share !== "", openings: openings.length };
}
