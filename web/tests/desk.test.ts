/** The page's worker: nothing leaves it before what must be remembered is known to be saved. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { stream } from "../src/crypto/stream";
import { paperGroups, paperText, readPaper } from "../src/keys/paper";
import { KeyDesk } from "../src/keys/worker/desk";
import type { Ceremony } from "../src/keys/worker/messages";

const PASSPHRASE = "口令 correct horse ９";
const read = (name: string): string => readFileSync(`tests/${name}`, "utf-8");

interface Other {
  name: string;
  leaves: (number | string)[];
  checkpoint: string;
}

interface Given {
  election: string;
  log_key: string;
  objects: { [digest: string]: string };
  leaves: string[];
  checkpoint: string;
  others: Other[];
}

const given = (JSON.parse(read("key_vectors.json")) as { round: Given }).round;
const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Serve a closed log and its objects, as the service or somebody in its place would. */
function serve(shown: { leaves: string[]; checkpoint: string }): void {
  globalThis.fetch = async (path) => {
    const name = String(path).split("/").pop() ?? "";
    if (name === "closed-log") return Response.json(shown);
    const found = given.objects[name];
    return found === undefined ? new Response("{}", { status: 404 }) : new Response(found);
  };
}

async function holder(): Promise<KeyDesk> {
  const desk = new KeyDesk();
  await desk.ring.open(read("program.key"), PASSPHRASE);
  await desk.ring.enter(given.election, given.log_key);
  return desk;
}

const begun = (): Ceremony => ({
  group: "Ed25519",
  trustees: 3,
  threshold: 2,
  messages: { certificate: {} },
  document: null,
  public_key: null,
  proven: [],
});

test("no certificate leaves before the seed was read back from the saved file", async () => {
  const desk = new KeyDesk();
  await desk.ring.make("王岚", "account", PASSPHRASE);
  assert.equal(await desk.ring.enter("an election", "ab".repeat(32)), null);
  const before = desk.ring.file;
  const { file, made } = await desk.seed(1, begun(), false);
  assert.ok(made);
  const unsaved = { message: "worker.unsaved" };
  await assert.rejects(desk.contribute("certificate", begun(), ""), unsaved);
  await assert.rejects(desk.ring.reload(before, PASSPHRASE), { message: "safe.other" });
  await assert.rejects(desk.ring.reload(file, "another one"), { message: "key.passphrase" });
  await assert.rejects(desk.contribute("certificate", begun(), ""), unsaved);
  await desk.ring.reload(file, PASSPHRASE);
  const sent = await desk.contribute("certificate", begun(), "");
  assert.equal(sent.signature.length, 128);
  assert.equal((await desk.seed(1, begun(), false)).made, false);
});

test("a finished share is given up only when its holder says so", async () => {
  const desk = await holder();
  await assert.rejects(desk.seed(2, begun(), false), { message: "worker.has_share" });
  assert.ok((await desk.seed(2, begun(), true)).made);
});

test("the decryption leaves after the file that remembers it was read back", async () => {
  serve(given);
  const desk = await holder();
  const told: number[] = [];
  const found = await desk.count(1, true, (done) => told.push(done));
  assert.equal(found.ballots, 4);
  assert.deepEqual(told, [0.25, 0.5, 0.75, 1]);
  const { file } = await desk.decrypt();
  await assert.rejects(desk.sendable(), { message: "worker.unsaved" });
  assert.equal((await desk.ring.reload(file, PASSPHRASE))?.openings, 1);
  assert.match((await desk.sendable()).factors, /^{"decryption_factors":/);
});

for (const name of ["one ballot as the tally", "all but one as the tally"]) {
  test(`a service that presents ${name} gets nothing`, async () => {
    const other = given.others.find((one) => one.name === name) as Other;
    const whole = other.leaves.map((one) =>
      typeof one === "number" ? (given.leaves[one] as string) : one,
    );
    serve({ leaves: whole, checkpoint: other.checkpoint });
    const desk = await holder();
    await assert.rejects(
      desk.count(1, true, () => undefined),
      { message: "log.tally" },
    );
    await assert.rejects(desk.decrypt(), { message: "worker.out_of_turn" });
  });
}

test("a log of another key than the one remembered is not even looked at", async () => {
  const desk = new KeyDesk();
  await desk.ring.open(read("program.key"), PASSPHRASE);
  const other = desk.ring.enter(given.election, "ab".repeat(32));
  await assert.rejects(other, { message: "safe.log_key" });
});

test("a key on paper opens for its passphrase, its election and its holder only", async () => {
  const seed = "2222222222222222222221";
  const place = { election: "an election", index: 2 };
  const groups = await paperGroups(seed, place, PASSPHRASE, stream("paper"));
  assert.equal(groups.length, 27);
  assert.equal(await readPaper(paperText(groups), place, PASSPHRASE), seed);
  assert.equal(await readPaper(groups.join(" ").toLowerCase(), place, PASSPHRASE), seed);
  const code = groups.join("-");
  assert.equal(await readPaper(code, place, "another one"), null);
  assert.equal(await readPaper(code, { ...place, index: 3 }, PASSPHRASE), null);
  assert.equal(await readPaper(code, { ...place, election: "other" }, PASSPHRASE), null);
  for (const [at, group] of groups.entries()) {
    const other = (group[0] === "0" ? "1" : "0") + group.slice(1);
    const typed = groups.map((one, i) => (i === at ? other : one)).join(" ");
    assert.equal(await readPaper(typed, place, PASSPHRASE), at + 1);
  }
  assert.equal(await readPaper(groups.slice(0, -1).join(" "), place, PASSPHRASE), 27);
});
