/** A stream of bytes that everybody can make again who knows its name. */

import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { type Entropy, utf8 } from "./bytes";

const BLOCK = 32;

/** The n-th call's bytes: SHA-256 of `NAME|n|block`, joined and cut. */
export function stream(name: string): Entropy {
  let calls = 0;
  return (size) => {
    const call = calls++;
    const blocks = Array.from({ length: Math.ceil(size / BLOCK) }, (_, block) =>
      sha256(utf8(`${name}|${call}|${block}`)),
    );
    return concatBytes(...blocks).slice(0, size);
  };
}
