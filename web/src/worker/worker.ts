/** The worker: all cryptography, apart from the page, so that the page always answers. */

import "./older";
import { Desk } from "./desk";
import type { Asked, Name, Reply, Request } from "./messages";

interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: Reply): void;
}

const scope = self as unknown as Scope;
const desk = new Desk();

function answered({ id, name, given }: Request): Asked[Name][1] {
  const progress = (done: number): void => scope.postMessage({ id, progress: done });
  const all: { [N in Name]: (given: Asked[N][0]) => Asked[N][1] } = {
    prepare: ({ booth, election, round }) => desk.prepare(booth, election, round),
    card: ({ code }) => desk.take(code),
    every: ({ code }) => desk.every(code),
    seal: ({ choices }) => desk.seal(choices, progress),
    sign: () => desk.sign(),
    open: () => desk.open(),
    receipt: ({ receipt }) => desk.holds(receipt),
    recompute: ({ text }) => desk.recompute(text, progress),
  };
  return (all[name] as (given: Asked[Name][0]) => Asked[Name][1])(given);
}

scope.onmessage = ({ data }) => {
  try {
    scope.postMessage({ id: data.id, answer: answered(data) });
  } catch (fault) {
    scope.postMessage({ id: data.id, fault: (fault as Error).message });
  }
};
