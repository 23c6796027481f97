/** The closed log and its objects, fetched by the session of whoever is signed in. */

import type { ClosedLog } from "../closed";

/** The service could not be reached, or refused; `message` is its code or `service.unreachable`. */
export class NotFetched extends Error {}

async function fetched(path: string): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { cache: "no-store" });
  } catch {
    throw new NotFetched("service.unreachable");
  }
  if (answer.ok) return answer;
  const said = (await answer.json().catch(() => ({}))) as { code?: string };
  throw new NotFetched(said.code ?? "service.unreachable");
}

export async function fetchedLog(election: string, round: number): Promise<ClosedLog> {
  const path = `/api/elections/${election}/rounds/${round}/closed-log`;
  return (await fetched(path)).json() as Promise<ClosedLog>;
}

export async function fetchedObject(election: string, name: string): Promise<string> {
  return (await fetched(`/api/elections/${election}/objects/${name}`)).text();
}
