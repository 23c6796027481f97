/**
 * A scrutineer's key file, the same that `piaojue scrutineer` reads and writes: the format of
 * service/client/safe.py. Every change makes a new text, which the holder saves.
 */

import { base64, bytesToHex, type Entropy, hexToBytes, utf8 } from "../crypto/bytes";
import { opened, sealed } from "./cipher";
import type { Loose } from "./exact";
import { text } from "./exact";
import { type KeyFile, NotOpened, openKey, type PersonalKey, stretched, unbase64 } from "./keyfile";
import { readSecret, type Secret, writeSecret } from "./trustee";

export const SHORTEST_PASSPHRASE = 8;
const LARGEST_FILE = 1_000_000;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const KIND = "scrutineer-1";

/** What the file says, in its order. */
interface Contents {
  piaojue: string;
  name: string;
  public_key: string;
  sealed_private: string;
  salt: string;
  boxes: { [label: string]: string };
}

/** What is kept of one election: the log's key as first seen, and the secret as Python writes it. */
interface Memory {
  log_key: string | null;
  secret: string | null;
}

/** The file is not a scrutineer's, is damaged, or contradicts what it remembers. */
export class SafeUnusable extends Error {}

export class Safe {
  private constructor(
    private contents: Contents,
    readonly key: PersonalKey,
    private readonly cipher: Uint8Array,
    private readonly entropy: Entropy,
  ) {}

  /** A file around a signing key that exists; `passphrase` is the one that opens the key. */
  static create(name: string, key: PersonalKey, passphrase: string, entropy: Entropy): Safe {
    const salt = entropy(SALT_BYTES);
    const { public_key, sealed_private } = key.keyfile;
    const contents = {
      piaojue: KIND,
      name,
      public_key,
      sealed_private,
      salt: bytesToHex(salt),
      boxes: {},
    };
    return new Safe(contents, key, stretched(passphrase, salt), entropy);
  }

  /** Open a file's text. Throws SafeUnusable, NotOpened for a wrong passphrase. */
  static async open(raw: string, passphrase: string, entropy: Entropy): Promise<Safe> {
    const contents = readContents(raw);
    const key = await openKey(contents, passphrase);
    const cipher = stretched(passphrase, hexToBytes(contents.salt));
    return new Safe(contents, key, cipher, entropy);
  }

  get name(): string {
    return this.contents.name;
  }

  get keyfile(): KeyFile {
    return this.key.keyfile;
  }

  /** The bytes to save. */
  get text(): string {
    return JSON.stringify(this.contents);
  }

  async secret(election: string): Promise<Secret | null> {
    const { secret } = await this.memory(election);
    return secret === null ? null : readSecret(secret);
  }

  async keepSecret(election: string, secret: Secret): Promise<void> {
    await this.put(election, { ...(await this.memory(election)), secret: writeSecret(secret) });
  }

  /** Remember which key signs the log of `election`. Throws SafeUnusable `safe.log_key`. */
  async keepLogKey(election: string, logKey: string): Promise<void> {
    const memory = await this.memory(election);
    if (memory.log_key === null) return this.put(election, { ...memory, log_key: logKey });
    if (memory.log_key !== logKey) throw new SafeUnusable("safe.log_key");
  }

  private async memory(election: string): Promise<Memory> {
    const box = this.contents.boxes[election];
    if (box === undefined) return { log_key: null, secret: null };
    const bytes = unbase64(box);
    const bound = this.bound(election);
    const [nonce, hidden] = [bytes.slice(0, NONCE_BYTES), bytes.slice(NONCE_BYTES)];
    const plain = await opened(this.cipher, nonce, hidden, bound);
    if (plain === null) throw new SafeUnusable("safe.box");
    return JSON.parse(new TextDecoder().decode(plain)) as Memory;
  }

  private async put(election: string, { log_key, secret }: Memory): Promise<void> {
    const nonce = this.entropy(NONCE_BYTES);
    const plain = utf8(JSON.stringify({ log_key, secret }));
    const hidden = await sealed(this.cipher, nonce, plain, this.bound(election));
    const box = base64(Uint8Array.of(...nonce, ...hidden));
    this.contents = { ...this.contents, boxes: { ...this.contents.boxes, [election]: box } };
  }

  private bound(label: string): Uint8Array {
    return utf8(`piaojue-scrutineer-1|${this.contents.public_key}|${label}`);
  }
}

function readContents(raw: string): Contents {
  if (raw.length > LARGEST_FILE) throw new SafeUnusable("safe.form");
  try {
    const read = JSON.parse(raw) as Loose;
    const boxes = read["boxes"] as { [label: string]: string };
    Object.values(boxes).forEach(text);
    if (read["piaojue"] !== KIND) throw new SafeUnusable("safe.form");
    return {
      piaojue: KIND,
      name: text(read["name"]),
      public_key: text(read["public_key"]),
      sealed_private: text(read["sealed_private"]),
      salt: text(read["salt"]),
      boxes,
    };
  } catch {
    throw new SafeUnusable("safe.form");
  }
}

export { NotOpened };
