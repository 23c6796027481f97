/** The worker: reads the file and checks it, apart from the page, so that the page answers. */

import "../../worker/older";
import { Case, type Expected } from "../case";
import { lookUp } from "../lookup";
import type { Source } from "../source";
import { summaryOf } from "../summary";
import { verify } from "../verify";
import type { Asked, Start, Told } from "./messages";

interface Scope {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(told: Told): void;
}

declare const FileReaderSync: new () => { readAsArrayBuffer(of: Blob): ArrayBuffer };

const AHEAD = 1 << 20;
const scope = self as unknown as Scope;
let record: Case | null = null;

/** A file on this computer; small pieces come out of a larger one that was read before. */
class OnDisk implements Source {
  private readonly reader = new FileReaderSync();
  private start = 0;
  private piece = new Uint8Array();

  constructor(private readonly file: Blob) {}

  get size(): number {
    return this.file.size;
  }

  read(start: number, end: number): Uint8Array {
    if (start < this.start || end > this.start + this.piece.length) {
      const until = Math.min(Math.max(end, start + AHEAD), this.size);
      this.piece = bytesOf(this.reader, this.file.slice(start, until));
      this.start = start;
    }
    return this.piece.slice(start - this.start, end - this.start);
  }
}

function bytesOf(reader: InstanceType<typeof FileReaderSync>, of: Blob): Uint8Array<ArrayBuffer> {
  return new Uint8Array(reader.readAsArrayBuffer(of));
}

function started({ file, definition, logKey, checkpoint }: Start): void {
  const seen = checkpoint === null ? null : bytesOf(new FileReaderSync(), checkpoint);
  const expected: Expected = { definition, logKey, checkpoint: seen };
  record = new Case(new OnDisk(file), expected, (done, all) => {
    scope.postMessage({ kind: "counting", done, all });
  });
  const results = verify(record, (result) => scope.postMessage({ kind: "result", result }));
  scope.postMessage({ kind: "end", summary: summaryOf(record, results) });
}

function found(tracker: string): Told {
  try {
    return { kind: "found", found: record === null ? "unreadable" : lookUp(record, tracker) };
  } catch {
    return { kind: "found", found: "unreadable" };
  }
}

scope.onmessage = ({ data }) => {
  if (data.kind === "verify") started(data);
  else scope.postMessage(found(data.tracker));
};
