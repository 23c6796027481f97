/** The key holder's worker: passphrase, keys and all arithmetic, apart from the page. */

import { KeyDesk } from "./desk";
import type { Asked, Name, Request } from "./messages";

interface Scope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: unknown): void;
}

type Answering = { [N in Name]: (given: Asked[N][0]) => Asked[N][1] | Promise<Asked[N][1]> };

const scope = self as unknown as Scope;
const desk = new KeyDesk();
const { ring } = desk;

function answering(id: number): Answering {
  const progress = (done: number): void => scope.postMessage({ id, progress: done });
  return {
    make: ({ name, account, passphrase }) => ring.make(name, account, passphrase),
    adopt: ({ name, keyfile, passphrase }) => ring.adopt(name, keyfile, passphrase),
    open: ({ file, passphrase }) => ring.open(file, passphrase),
    election: ({ election, logKey }) => ring.enter(election, logKey),
    seed: ({ index, now, again }) => desk.seed(index, now, again),
    reload: ({ file, passphrase }) => ring.reload(file, passphrase),
    code: ({ now }) => desk.code(now),
    contribute: ({ step, now, code }) => desk.contribute(step, now, code),
    whole: ({ now }) => desk.whole(now),
    keyCode: ({ now }) => desk.keyCode(now),
    test: ({ now }) => desk.test(now),
    prove: ({ now, code }) => desk.prove(now, code),
    count: ({ round, opening }) => desk.count(round, opening, progress),
    decrypt: () => desk.decrypt(),
    partial: () => desk.sendable(),
    sign: ({ statement }) => ring.signHex(statement),
    paper: ({ passphrase }) => desk.paper(passphrase),
    restore: ({ code, index, now, passphrase }) => desk.restore(code, index, now, passphrase),
    file: () => ring.file,
  };
}

scope.onmessage = async ({ data: { id, name, given } }) => {
  try {
    const answer = await (answering(id)[name] as (one: Asked[Name][0]) => unknown)(given);
    scope.postMessage({ id, answer });
  } catch (fault) {
    scope.postMessage({ id, fault: (fault as Error).message });
  }
};
