/** The routes of the service that people with keys use, by the session of the browser. */

import type { Json } from "../../crypto/canonical";
import { RefusedByService, Unreachable } from "../../page/service";
import type { KeyFile } from "../keyfile";
import type { Ceremony, Contribution } from "../worker/messages";

export interface Me {
  id: string;
  name: string;
  must_change: boolean;
}

export interface Officer {
  role: string;
  number: number;
  key: string | null;
}

export interface Tokens {
  printed: number;
  issued: number;
  left_over: number;
}

export interface Round {
  round: number;
  stage: string;
  stage_name: string;
  definition: string | null;
  tablet: Tokens;
  paper: Tokens;
  cast: number | null;
  paper_frozen: boolean;
  opening_authorised: boolean;
  encrypted_tally: string | null;
  partials: number[];
  outcome: { [field: string]: Json } | null;
}

export interface State {
  id: string;
  title: string;
  session: string;
  rehearsal: boolean;
  log_key: string;
  officers: Officer[];
  ceremony: { trustees: number; threshold: number; public_key: string | null } | null;
  rounds: Round[];
}

export interface Act {
  id: string;
  act: string;
  round: number;
  statement: string;
  content: { [field: string]: Json };
  needed: string[];
  signed: { role: string; holder: number }[];
  missing: string[];
  state: string;
}

const PATIENCE = 60_000; // milliseconds; the service checks proofs before it answers
const SERVERS_FAULT = 500;

/** The answer of the service. Throws Unreachable, RefusedByService. */
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const patience = new AbortController();
  const clock = setTimeout(() => patience.abort(), PATIENCE);
  const how: RequestInit = { method, cache: "no-store", signal: patience.signal };
  if (body !== undefined) {
    how.body = JSON.stringify(body);
    how.headers = { "content-type": "application/json" };
  }
  try {
    const answer = await fetch(path, how);
    const text = await answer.text();
    const said = text === "" ? null : JSON.parse(text);
    if (answer.ok) return said as T;
    if (answer.status < SERVERS_FAULT) throw new RefusedByService(said.code, said.title);
    throw new Unreachable();
  } catch (trouble) {
    throw trouble instanceof RefusedByService ? trouble : new Unreachable();
  } finally {
    clearTimeout(clock);
  }
}

export class Client {
  constructor(readonly election: string) {}

  login(name: string, password: string): Promise<{ account: Me }> {
    return ask("POST", "/api/login", { name, password });
  }

  logout(): Promise<null> {
    return ask("POST", "/api/logout", {});
  }

  me(): Promise<Me> {
    return ask("GET", "/api/me");
  }

  changePassword(old: string, fresh: string): Promise<null> {
    return ask("POST", "/api/me/password", { old, new: fresh });
  }

  /** The enrolled key, null where there is none. */
  async key(): Promise<KeyFile | null> {
    try {
      return await ask("GET", "/api/me/key");
    } catch (trouble) {
      if (trouble instanceof RefusedByService && trouble.code === "key.none") return null;
      throw trouble;
    }
  }

  enrol(keyfile: KeyFile, proof: string): Promise<null> {
    return ask("POST", "/api/me/key", { ...keyfile, proof });
  }

  elections(): Promise<{ id: string; title: string }[]> {
    return ask("GET", "/api/elections");
  }

  state(): Promise<State> {
    return ask("GET", this.at(""));
  }

  /** The public messages, null before a key generation began. */
  ceremony(state: State): Promise<Ceremony> | null {
    return state.ceremony === null ? null : ask("GET", this.at("/ceremony"));
  }

  contribute(message: Contribution): Promise<unknown> {
    return ask("POST", this.at("/ceremony/contributions"), message);
  }

  prove(proof: { code: string; proof: string; signature: string }): Promise<unknown> {
    return ask("POST", this.at("/ceremony/proofs"), proof);
  }

  acts(): Promise<Act[]> {
    return ask("GET", this.at("/acts"));
  }

  propose(round: number, act: string): Promise<Act> {
    return ask("POST", this.at(`/rounds/${round}/acts`), { act });
  }

  approve(act: Act, role: string, holder: number, signature: string): Promise<Act> {
    return ask("POST", this.at(`/acts/${act.id}/approvals`), { role, holder, signature });
  }

  /** Have the service put its product into the log; then ours must be the same. */
  encryptedTally(round: number): Promise<{ tally: string }> {
    return ask("POST", this.at(`/rounds/${round}/encrypted-tally`), {});
  }

  partial(round: number, factors: string, strong: string): Promise<unknown> {
    return ask("POST", this.at(`/rounds/${round}/partials`), { factors, strong });
  }

  handCount(round: number, count: unknown): Promise<unknown> {
    return ask("POST", this.at(`/rounds/${round}/hand-counts`), count);
  }

  /** The decisions on doubtful sheets that are not signed, and the ground of each that is void. */
  rulings(round: number): Promise<{ sheet: string; ruling: string; void: string | null }[]> {
    return ask("GET", this.at(`/rounds/${round}/adjudication/waiting`));
  }

  /** Where their record is, sheet by sheet. */
  recordOfRulings(round: number): string {
    return this.at(`/rounds/${round}/adjudication/unsigned/pdf`);
  }

  /** The projects of a round by number. */
  async projects(round: number): Promise<Map<number, string>> {
    type Said = { candidates: { number: number; name: string }[] };
    const { candidates } = await ask<Said>("GET", this.at(`/rounds/${round}/definition`));
    return new Map(candidates.map(({ number, name }) => [number, name]));
  }

  private at(path: string): string {
    return `/api/elections/${this.election}${path}`;
  }
}
