/** Bytes, and the two ways in which the public format writes a SHA-256. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export { bytesToHex, hexToBytes };

/** n -> n unpredictable bytes. */
export type Entropy = (size: number) => Uint8Array;

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes) || "0"}`);
}

export function digest(text: string): Uint8Array {
  return sha256(utf8(text));
}

/** SHA-256 in lower-case hexadecimal. */
export function shaHex(text: string): string {
  return bytesToHex(digest(text));
}

/** SHA-256 in the standard Base64 alphabet without the padding: 43 characters. */
export function shaB64(text: string): string {
  return base64(digest(text)).replace(/=+$/, "");
}

export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
