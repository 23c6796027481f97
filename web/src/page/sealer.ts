/** The worker as the page sees it. */

import type { Asked, Name, Reply } from "../worker/messages";

/** The worker refused: what it was given is not what it must be, or its turn has not come. */
export class SealerFault extends Error {}

interface Waiting {
  resolve: (answer: never) => void;
  reject: (fault: Error) => void;
  progress: (done: number) => void;
}

export class Sealer {
  private readonly worker = new Worker("/static/tablet-worker.js");
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor() {
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.hear(data);
    this.worker.onerror = () => this.failed("worker.lost");
  }

  ask<N extends Name>(
    name: N,
    given: Asked[N][0],
    progress: (done: number) => void = () => undefined,
  ): Promise<Asked[N][1]> {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, progress });
      this.worker.postMessage({ id, name, given });
    });
  }

  /** End the worker with all that it knows. */
  forget(): void {
    this.worker.terminate();
    this.waiting.clear();
  }

  private hear(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (waiting === undefined) return;
    if ("progress" in reply) return waiting.progress(reply.progress);
    this.waiting.delete(reply.id);
    if ("fault" in reply) return waiting.reject(new SealerFault(reply.fault));
    waiting.resolve(reply.answer as never);
  }

  private failed(code: string): void {
    for (const { reject } of this.waiting.values()) reject(new SealerFault(code));
    this.waiting.clear();
  }
}
