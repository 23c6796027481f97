/** At the count: the page opens the sum that it computed from the closed log, and no other. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { stream } from "../src/crypto/stream";
import { type ClosedRound, closedRound, decryptOwn } from "../src/keys/closed";
import { checkPartial } from "../src/keys/decryption";
import { readSecret } from "../src/keys/trustee";

interface Other {
  name: string;
  leaves: (number | string)[];
  checkpoint: string;
}

interface Given {
  election: string;
  log_key: string;
  sealed_election: string;
  secret: string;
  objects: { [digest: string]: string };
  leaves: string[];
  checkpoint: string;
  tally: string;
  factors: string;
  strong: string;
  others: Other[];
}

const text = readFileSync("tests/key_vectors.json", "utf-8");
const given = (JSON.parse(text) as { round: Given }).round;
const where = { election: given.election, round: 1, logKey: given.log_key, opening: true };
const secret = readSecret(given.secret);
const drawn = stream("piaojue-vectors|decrypt|2");
const REFUSED: { [name: string]: string } = {
  "one ballot as the tally": "log.tally",
  "all but one as the tally": "log.tally",
  "a void round": "log.void",
  "not authorised": "log.unauthorised",
  "authorised by nobody": "log.signature",
  "authorised by the presider alone": "log.signature",
  "a ballot of a dead card": "sealed.unknown_credential",
  "a ballot after the opening": "log.cast",
  "a ballot twice": "log.cast",
};

const fetched = async (name: string): Promise<string> => given.objects[name] ?? "";

function looked(
  shown: { leaves: string[]; checkpoint: string } = given,
  how: Partial<typeof where> = {},
  fetch = fetched,
): Promise<ClosedRound> {
  return closedRound(shown, { ...where, ...how }, fetch, () => undefined);
}

function log({ leaves, checkpoint }: Other): { leaves: string[]; checkpoint: string } {
  const whole = leaves.map((one) =>
    typeof one === "number" ? (given.leaves[one] as string) : one,
  );
  return { leaves: whole, checkpoint };
}

test("the page's own product and its partial decryption are Python's", async () => {
  const counted: string[] = [];
  const view = await closedRound(given, where, fetched, (n, all) => counted.push(`${n}/${all}`));
  assert.equal(view.tally.raw, given.tally);
  assert.deepEqual(counted, ["1/4", "2/4", "3/4", "4/4"]);
  const [after, partial] = decryptOwn(view, secret, 2, drawn);
  assert.equal(partial.factors, given.factors);
  assert.equal(partial.strong, given.strong);
  assert.equal(after.openings.length, 1);
});

for (const other of given.others.filter(({ name }) => name in REFUSED)) {
  test(`refused: ${other.name}`, async () => {
    await assert.rejects(looked(log(other)), { message: REFUSED[other.name] as string });
  });
}

test("every log that must be refused is there", () => {
  const names = given.others.map(({ name }) => name).filter((name) => name in REFUSED);
  assert.deepEqual(names.sort(), Object.keys(REFUSED).sort());
});

test("after one sum no other is opened, though the log's key signed the log of the other", async () => {
  const less = given.others.find(({ name }) => name === "a ballot less in the log") as Other;
  const [remembered] = decryptOwn(await looked(), secret, 2, drawn);
  const view = await looked(log(less));
  assert.equal(view.tally.count, 3);
  assert.throws(() => decryptOwn(view, remembered, 2, drawn), { code: "sealed.second_tally" });
  const [again] = decryptOwn(await looked(), remembered, 2, drawn);
  assert.deepEqual(again, remembered);
});

test("a leaf left out, exchanged or added, and a checkpoint of another key, are refused", async () => {
  const { leaves, checkpoint } = given;
  const bad = [
    leaves.slice(0, -1),
    [...leaves.slice(0, -2), leaves[leaves.length - 1] as string],
    [...leaves, leaves[leaves.length - 1] as string],
    leaves.map((leaf) => leaf.replace('"seats":2', '"seats":3')),
  ];
  for (const others of bad) {
    await assert.rejects(looked({ leaves: others, checkpoint }), { message: "log.root" });
  }
  const logKey = "ab".repeat(32);
  await assert.rejects(looked(given, { logKey }), { message: "log.checkpoint" });
  const election = "0123456789abcdef";
  await assert.rejects(looked(given, { election }), { message: "log.checkpoint" });
  const size = given.checkpoint.replace(/\n\d+\n/, "\n7\n");
  await assert.rejects(looked({ leaves, checkpoint: size }), { message: "log.checkpoint" });
});

const named = (event: string, field: string): string => {
  const leaf = given.leaves.find((one) => one.includes(`"event":"${event}"`)) as string;
  return [(JSON.parse(leaf) as { [field: string]: string | string[] })[field]].flat()[0] as string;
};

for (const [event, field] of [
  ["list_frozen", "definition"],
  ["election_key", "trustees"],
  ["cards_printed", "credentials"],
  ["ballot_cast", "ballot"],
  ["ballot_cast", "proofs"],
] as const) {
  test(`an object that is not the log's ${field} is refused`, async () => {
    const other = async (name: string): Promise<string> =>
      name === named(event, field) ? `${await fetched(name)} ` : fetched(name);
    await assert.rejects(looked(given, {}, other), { message: "log.object" });
  });
}

test("fewer ballots than the rules ask for are not opened outside a rehearsal", async () => {
  const view = await looked();
  const definition = { ...view.definition, rehearsal: false };
  assert.throws(() => decryptOwn({ ...view, definition }, secret, 2, drawn), {
    code: "sealed.too_few_ballots",
  });
});

test("a share that is not the holder's of the log's document decrypts nothing", async () => {
  const view = await looked();
  assert.throws(() => decryptOwn(view, secret, 1, drawn), { code: "sealed.not_a_member" });
});

test("a decryption of another factor, owner or tally does not hold", async () => {
  const view = await looked();
  const { election, tally, trustees } = view;
  const partial = { factors: given.factors, strong: given.strong };
  const [one, key] = trustees.keys as [never, never];
  checkPartial(election, tally, key, 2, partial);
  assert.throws(() => checkPartial(election, tally, one, 2, partial));
  assert.throws(() => checkPartial(election, tally, key, 1, partial));
  const other = { ...tally, digest: "0".repeat(64) };
  assert.throws(() => checkPartial(election, other, key, 2, partial), { code: "sealed.strong" });
});
