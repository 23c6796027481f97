/** Whose turn it is in the ceremony, seen by one holder; service/client/device.py. */

import type { Ceremony, Held, Step } from "../worker/messages";

/** What the holder's page should do or show now. */
export type Turn =
  | { do: "start" }
  | { do: "lost" }
  | { do: "code" }
  | { do: "send"; step: Step }
  | { do: "key" }
  /** An early file was opened: the share is to be made from it again, and saved. */
  | { do: "save" }
  | { do: "done" }
  | { do: "outside" }
  | { do: "wait"; step: Step; missing: number[] }
  | { do: "waitKey" };

const STEPS: Step[] = ["certificate", "commitment", "contribution", "verification"];

export function has(now: Ceremony, step: string, index: number): boolean {
  return String(index) in (now.messages[step] ?? {});
}

export function missing(now: Ceremony, step: string): number[] {
  const holders = Array.from({ length: now.trustees }, (_, at) => at + 1);
  return holders.filter((holder) => !has(now, step, holder));
}

export function turn(now: Ceremony, index: number, held: Held | null): Turn {
  if (index > now.trustees) return { do: "outside" };
  if (now.document !== null) {
    if (held === null) return { do: "lost" };
    if (!now.proven.includes(index)) return { do: "key" };
    return held.whole ? { do: "done" } : { do: "save" };
  }
  const first: Step = now.trustees === 1 ? "single" : "certificate";
  if (!has(now, first, index)) return { do: "start" };
  if (held === null) return { do: "lost" };
  return now.trustees === 1 ? { do: "waitKey" } : between(now, index);
}

/** The turn of a holder whose certificate is there, before the key is. */
function between(now: Ceremony, index: number): Turn {
  for (const step of STEPS) {
    const open = missing(now, step);
    if (step === "certificate" && open.length > 0) return { do: "wait", step, missing: open };
    if (open.includes(index)) return step === "commitment" ? { do: "code" } : { do: "send", step };
    if (open.length > 0) return { do: "wait", step, missing: open };
  }
  return { do: "waitKey" };
}
