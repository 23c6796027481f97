/** The page computes what Python wrote into vectors.json, to the byte. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hexToBytes } from "../src/crypto/bytes";
import { scannedCode, typedCode } from "../src/crypto/card";
import { credentialOf } from "../src/crypto/credential";
import { checkFrozen, type Frozen, readDefinition, Untrusted } from "../src/crypto/definition";
import { readElection } from "../src/crypto/election";
import { draftOf, openingGroups, openingText, readOpening } from "../src/crypto/opening";
import type { Choice } from "../src/crypto/question";
import { proveHolder, type Receipt, receiptHolds } from "../src/crypto/receipt";
import { sign } from "../src/crypto/sealing";
import { stream } from "../src/crypto/stream";

interface Case {
  name: string;
  definition: string;
  election: string;
  credential: string;
  choices: Choice[];
  seed: string;
  unsigned_hash: string;
  ballot: string;
  proofs: string | null;
  tracker: string;
  holder: string;
  receipt: Receipt;
}

interface Vectors {
  card: { code: string; qr: string };
  log_key: string;
  frozen: Frozen;
  cases: Case[];
}

const vectors = JSON.parse(readFileSync("tests/vectors.json", "utf-8")) as Vectors;
const ELECTION = "0123456789abcdef";
const where = { election: ELECTION, round: 1, logKey: vectors.log_key };

for (const given of vectors.cases) {
  const definition = readDefinition(given.definition, ELECTION, 1);
  const election = readElection(definition, given.election);
  const { group } = election;
  const code = scannedCode(vectors.card.qr) as string;
  const card = credentialOf(code, ELECTION, 1, group);
  const graded = definition.rules.ballot_mode === "graded";
  const opening = {
    credential: given.credential,
    choices: given.choices,
    seed: hexToBytes(given.seed),
  };

  test(`${given.name}: draft, ballot, proofs and tracker are Python's`, () => {
    const made = draftOf(election, definition, opening);
    assert.equal(made.hash, given.unsigned_hash);
    const sealed = sign(election, made, card.secret, stream(`piaojue-vectors|sign|${given.name}`));
    assert.equal(sealed.ballot, given.ballot);
    assert.equal(sealed.proofs, given.proofs);
    assert.equal(sealed.tracker, given.tracker);
  });

  test(`${given.name}: the credential and its proof are Python's`, () => {
    assert.equal(card.credential, given.credential);
    const draws = stream(`piaojue-vectors|holder|${given.name}`);
    assert.equal(proveHolder(election, card, draws), given.holder);
  });

  test(`${given.name}: the receipt holds, and not for another ballot`, () => {
    const { ballot, proofs, tracker } = given;
    const other = {
      ballot,
      proofs,
      tracker: tracker.replace(/^./, (c) => (c === "A" ? "B" : "A")),
    };
    assert.ok(receiptHolds(given.receipt, given, where));
    assert.ok(!receiptHolds(given.receipt, other, where));
    assert.ok(!receiptHolds({ ...given.receipt, signature: "00".repeat(64) }, given, where));
    assert.ok(!receiptHolds(given.receipt, given, { ...where, round: 2 }));
  });

  test(`${given.name}: an opening reads back, scanned and typed`, () => {
    const projects = given.choices.length;
    const groups = openingGroups(group, graded, opening);
    const text = openingText(group, graded, opening);
    assert.deepEqual(readOpening(group, graded, projects, text), opening);
    const typed = groups.join(" ").toLowerCase();
    assert.deepEqual(readOpening(group, graded, projects, typed), opening);
    const wrong = [...groups.slice(0, 2), "00000", ...groups.slice(3)];
    assert.equal(readOpening(group, graded, projects, wrong.join("")), 3);
  });
}

test("one other choice makes another hash", () => {
  const given = vectors.cases[0] as Case;
  const definition = readDefinition(given.definition, ELECTION, 1);
  const election = readElection(definition, given.election);
  const choices = ["approve", "oppose", "abstain", "abstain"] as Choice[];
  const opening = { credential: given.credential, choices, seed: hexToBytes(given.seed) };
  assert.notEqual(draftOf(election, definition, opening).hash, given.unsigned_hash);
});

test("more approvals than seats are not encrypted", () => {
  const given = vectors.cases[0] as Case;
  const definition = readDefinition(given.definition, ELECTION, 1);
  const election = readElection(definition, given.election);
  const choices = ["approve", "approve", "approve", "abstain"] as Choice[];
  const opening = { credential: given.credential, choices, seed: hexToBytes(given.seed) };
  assert.throws(() => draftOf(election, definition, opening), { code: "sealed.marks" });
});

test("an election with another question, key or spelling is refused", () => {
  const given = vectors.cases[0] as Case;
  const definition = readDefinition(given.definition, ELECTION, 1);
  const bad = [
    given.election.replace('"max":2', '"max":3'),
    given.election.replace('"version":1', '"version": 1'),
    given.election.replace("滨河路", "滨江路"),
  ];
  for (const raw of bad) assert.throws(() => readElection(definition, raw));
  const neutral = given.election.replace(
    /"public_key":"[0-9a-f]+"/,
    `"public_key":"${"0".repeat(63)}1"`,
  );
  assert.throws(() => readElection(definition, neutral), { code: "sealed.neutral" });
  const outside = given.election.replace(
    /"public_key":"[0-9a-f]+"/,
    `"public_key":"${"0".repeat(64)}"`,
  );
  assert.throws(() => readElection(definition, outside), { code: "sealed.outside_group" });
});

test("a definition of another round, or not canonical, is refused", () => {
  const { definition } = vectors.cases[0] as Case;
  assert.throws(() => readDefinition(definition, ELECTION, 2));
  assert.throws(() => readDefinition(definition.replace(",", ", "), ELECTION, 1));
});

test("a list is taken only if those who froze it signed it", () => {
  const { definition } = vectors.cases[0] as Case;
  const { event, signers } = vectors.frozen;
  checkFrozen(definition, ELECTION, vectors.frozen);
  const altered: [string, Frozen, string][] = [
    ["another list", vectors.frozen, definition.replace("滨河路", "滨江路")],
    ["another minute", { event: { ...event, at: "2026-01-22T09:43+08:00" }, signers }, definition],
    ["keys swapped", { event, signers: swapped(signers) }, definition],
    ["a signer without a key", { event, signers: signers.slice(1) }, definition],
  ];
  for (const [what, frozen, raw] of altered) {
    assert.throws(() => checkFrozen(raw, ELECTION, frozen), Untrusted, what);
  }
  assert.throws(() => checkFrozen(definition, "another", vectors.frozen), Untrusted);
});

function swapped(signers: Frozen["signers"]): Frozen["signers"] {
  const keys = signers.map(({ key }) => key).reverse();
  return signers.map((one, at) => ({ ...one, key: keys[at] ?? null }));
}

test("a typed card is the scanned card; every wrong character is found in its group", () => {
  const groups = vectors.card.code.split("-");
  assert.equal(typedCode(groups), scannedCode(vectors.card.qr));
  assert.equal(typedCode(groups.map((one) => one.toLowerCase())), scannedCode(vectors.card.qr));
  for (let at = 0; at < 5; at++) {
    const second = groups[1] as string;
    const other = second[at] === "0" ? "1" : "0";
    const wrong = second.slice(0, at) + other + second.slice(at + 1);
    assert.equal(typedCode([groups[0], wrong, groups[2], groups[3]] as string[]), null);
  }
  assert.equal(scannedCode(vectors.card.qr.replace(/.$/, "?")), null);
  assert.equal(scannedCode("https://example.test/"), null);
});
