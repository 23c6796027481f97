/** AES-256-GCM by the browser's own cryptography. */

/** Bytes in memory of their own, which is what the browser's cryptography takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

async function imported(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", own(key), "AES-GCM", false, ["encrypt", "decrypt"]);
}

function how(nonce: Uint8Array, bound: Uint8Array): AesGcmParams {
  return { name: "AES-GCM", iv: own(nonce), additionalData: own(bound) };
}

export async function sealed(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  bound: Uint8Array = new Uint8Array(),
): Promise<Bytes> {
  const hidden = crypto.subtle.encrypt(how(nonce, bound), await imported(key), own(plain));
  return new Uint8Array(await hidden);
}

/** The plain bytes, null if key, nonce or what is bound are others. */
export async function opened(
  key: Uint8Array,
  nonce: Uint8Array,
  hidden: Uint8Array,
  bound: Uint8Array = new Uint8Array(),
): Promise<Bytes | null> {
  try {
    const plain = crypto.subtle.decrypt(how(nonce, bound), await imported(key), own(hidden));
    return new Uint8Array(await plain);
  } catch {
    return null;
  }
}
