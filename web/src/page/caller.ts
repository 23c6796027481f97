/** A worker as a page sees it: questions by name, answers as promises. */

/** Each question by name: what it is given, and what it answers. */
export type Table<A> = { [N in keyof A]: [unknown, unknown] };

export type Reply =
  | { id: number; answer: unknown }
  | { id: number; progress: number }
  | { id: number; fault: string };

interface Waiting {
  resolve: (answer: never) => void;
  reject: (fault: Error) => void;
  progress: (done: number) => void;
}

export class Caller<A extends Table<A>> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;

  constructor(
    program: string,
    private readonly fault: new (code: string) => Error,
  ) {
    this.worker = new Worker(program);
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.hear(data);
    this.worker.onerror = () => this.failed("worker.lost");
  }

  ask<N extends keyof A>(
    name: N,
    given: A[N][0],
    progress: (done: number) => void = () => undefined,
  ): Promise<A[N][1]> {
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
    if ("fault" in reply) return waiting.reject(new this.fault(reply.fault));
    waiting.resolve(reply.answer as never);
  }

  private failed(code: string): void {
    for (const { reject } of this.waiting.values()) reject(new this.fault(code));
    this.waiting.clear();
  }
}
