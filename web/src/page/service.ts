/** The routes of the service that a tablet uses. */

import type { Receipt } from "../crypto/receipt";
import type { BoothAnswer } from "../worker/messages";

/** The service could not be reached, or could not say anything; asking again may help. */
export class Unreachable extends Error {}

/** The service refused; `code` says why, `sentence` is its own word. */
export class RefusedByService extends Error {
  constructor(
    readonly code: string,
    readonly sentence: string,
  ) {
    super(code);
  }
}

export type CardState = { state: "unspent" | "spent" | "voided"; tracker: string | null };

const PATIENCE = 20_000; // milliseconds that an answer may take
/** Everybody casts at once, and each ballot is verified: who asks again too soon makes it worse. */
const PATIENCE_TO_CAST = 90_000;
const REFUSED = 400;
const SERVERS_FAULT = 500;

export class Service {
  constructor(
    readonly election: string,
    readonly round: number,
  ) {}

  booth(): Promise<BoothAnswer> {
    return this.ask("GET", "booth");
  }

  card(given: { credential: string; proof: string }): Promise<CardState> {
    return this.ask("POST", "cards/status", given);
  }

  cast(given: { ballot: string; proofs: string | null }): Promise<Receipt> {
    return this.ask("POST", "ballots", given, PATIENCE_TO_CAST);
  }

  burn(unsigned: string): Promise<unknown> {
    return this.ask("POST", "challenges", { unsigned });
  }

  private async ask<T>(
    method: string,
    path: string,
    body?: unknown,
    patience = PATIENCE,
  ): Promise<T> {
    const where = `/api/elections/${this.election}/rounds/${this.round}/${path}`;
    const how: RequestInit = { method, credentials: "omit", cache: "no-store" };
    if (body !== undefined) {
      how.body = JSON.stringify(body);
      how.headers = { "content-type": "application/json" };
    }
    const { status, said } = await heard(where, how, patience);
    if (status >= SERVERS_FAULT) throw new Unreachable();
    if (status >= REFUSED) throw new RefusedByService(said.code ?? "", said.title ?? "");
    return said as unknown as T;
  }
}

interface Heard {
  status: number;
  said: { code?: string; title?: string };
}

/** The whole answer, within the time that an answer may take. A proxy's page is no answer. */
async function heard(where: string, how: RequestInit, patience: number): Promise<Heard> {
  const over = new AbortController();
  const clock = setTimeout(() => over.abort(), patience);
  try {
    const answer = await fetch(where, { ...how, signal: over.signal });
    return { status: answer.status, said: await answer.json() };
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(clock);
  }
}
