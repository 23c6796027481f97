/** Whose turn it is, by what the service shows; the cases of service/client/device.py. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Turn, turn } from "../src/keys/page/turn";
import type { Ceremony, Held } from "../src/keys/worker/messages";

const held: Held = { index: 1, size: 3, threshold: 2, whole: false, openings: 0 };
const STEPS = ["certificate", "commitment", "contribution", "verification"];

/** A ceremony of three in which each step was taken by the holders named for it. */
function shown(taken: number[][], more: Partial<Ceremony> = {}): Ceremony {
  const of = (holders: number[] = []): { [holder: string]: string } =>
    Object.fromEntries(holders.map((holder) => [holder, "{}"]));
  const messages = Object.fromEntries(STEPS.map((step, at) => [step, of(taken[at])]));
  const nothing = { document: null, public_key: null, proven: [] };
  return { group: "Ed25519", trustees: 3, threshold: 2, messages, ...nothing, ...more };
}

const all = [1, 2, 3];
const cases: [string, Ceremony, Held | null, Turn][] = [
  ["nobody has begun", shown([]), null, { do: "start" }],
  ["the own file is not here", shown([[1]]), null, { do: "lost" }],
  ["others are missing", shown([[1, 3]]), held, { do: "wait", step: "certificate", missing: [2] }],
  ["the certificates are there", shown([all]), held, { do: "code" }],
  [
    "others have not confirmed",
    shown([all, [1]]),
    held,
    { do: "wait", step: "commitment", missing: [2, 3] },
  ],
  ["all have committed", shown([all, all]), held, { do: "send", step: "contribution" }],
  ["all shares are there", shown([all, all, all]), held, { do: "send", step: "verification" }],
  ["the service makes the key", shown([all, all, all, all]), held, { do: "waitKey" }],
  ["the key is there", shown([all, all, all, all], { document: "[]" }), held, { do: "key" }],
  [
    "it is proven",
    shown([all, all, all, all], { document: "[]", proven: [1] }),
    { ...held, whole: true },
    { do: "done" },
  ],
  [
    "an early file was opened",
    shown([all, all, all, all], { document: "[]", proven: [1] }),
    held,
    { do: "save" },
  ],
];

for (const [name, now, own, expected] of cases) {
  test(name, () => assert.deepEqual(turn(now, 1, own), expected));
}

test("who holds no key has no turn", () => {
  assert.deepEqual(turn(shown([]), 4, null), { do: "outside" });
});
