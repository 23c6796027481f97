/** What a voter takes away, and how a card is asked about. */

import { type Entropy, shaHex } from "./bytes";
import { canonical } from "./canonical";
import { signed } from "./definition";
import type { Election } from "./election";
import { proveKnowledge } from "./proof";
import type { SealedBallot } from "./sealing";

export interface Receipt {
  piaojue: string;
  election: string;
  round: number;
  tracker: string;
  proofs: string | null;
  signature: string;
}

/** Whether `receipt` is the log key's promise for exactly this ballot in this round. */
export function receiptHolds(
  receipt: Receipt,
  made: SealedBallot,
  where: { election: string; round: number; logKey: string },
): boolean {
  const promise = {
    piaojue: "receipt-1",
    election: where.election,
    round: where.round,
    tracker: made.tracker,
    proofs: made.proofs === null ? null : shaHex(made.proofs),
  };
  const { signature, ...given } = receipt;
  const same = canonical(given) === canonical(promise);
  return same && signed(where.logKey, canonical(promise), signature);
}

/** Prove that the asker holds the card of `credential`; good for this round only. */
export function proveHolder(
  election: Election,
  card: { secret: bigint; credential: string },
  entropy: Entropy,
): string {
  const prefix = `piaojue-holder-1|${election.fingerprint}|${card.credential}|`;
  return JSON.stringify(proveKnowledge(election.group, prefix, card.secret, entropy));
}
