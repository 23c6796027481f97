/** What people sign, to the byte; Python's ballot.signing. */

import { utf8 } from "../crypto/bytes";
import { canonical, type Json } from "../crypto/canonical";

/** The statement of an event without its approvals, under the name of its election. */
export function statement(election: string, content: { [field: string]: Json }): Uint8Array {
  return utf8(canonical({ piaojue: "act-1", election, content }));
}
