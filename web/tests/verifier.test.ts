/** The pieces of the offline verifier that no bad record reaches. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToHex, utf8 } from "../src/crypto/bytes";
import { leafHash, tree } from "../src/keys/log";
import { Case } from "../src/verifier/case";
import { pathOf, rootFrom } from "../src/verifier/inclusion";
import { secondsOf } from "../src/verifier/log";
import { lookUp } from "../src/verifier/lookup";
import { inMemory } from "../src/verifier/source";
import { summaryOf } from "../src/verifier/summary";
import { verify } from "../src/verifier/verify";

const EXAMPLE = new Uint8Array(readFileSync("../docs/example/record.zip"));
const example = (bytes: Uint8Array = EXAMPLE): Case => new Case(inMemory(bytes));

test("every entry of a log of every small size is proven, and no other in its place", () => {
  const all = Array.from({ length: 20 }, (_, at) => leafHash(utf8(`entry ${at}`)));
  for (let size = 1; size <= all.length; size++) {
    const hashes = all.slice(0, size);
    const root = bytesToHex(tree(hashes));
    for (let index = 0; index < size; index++) {
      const path = pathOf(hashes, index);
      assert.equal(rootFrom(hashes[index] as Uint8Array, index, size, path), root);
      const other = leafHash(utf8("another"));
      assert.notEqual(rootFrom(other, index, size, path), root);
    }
  }
});

test("a tracker of the record is found with its proof, in groups or not", () => {
  const record = example();
  const { ballot } = record.events.find(({ event }) => event === "ballot_cast") ?? {};
  const tracker = Buffer.from(ballot ?? "", "hex")
    .toString("base64")
    .slice(0, 43);
  for (const typed of [tracker, `${tracker}=`, (tracker.match(/.{1,4}/g) ?? []).join(" ")]) {
    const found = lookUp(record, typed);
    assert.ok(found !== null && found !== "form");
    assert.equal(found.covered, true);
    assert.match(found.leaf, /"event":"ballot_cast"/);
  }
});

test("a tracker of no ballot is told apart from what is no tracker", () => {
  assert.equal(lookUp(example(), "A".repeat(43)), null);
  assert.equal(lookUp(example(), "A".repeat(42)), "form");
  assert.equal(lookUp(example(), "不是查验码"), "form");
});

test("the summary has the figures and the fingerprints that the example's page prints", () => {
  const record = example();
  const summary = summaryOf(record, verify(record));
  assert.deepEqual(summary?.decided?.elected, [1, 2, 3]);
  assert.equal(summary?.decided?.threshold, 7);
  assert.deepEqual(summary?.prints, {
    definition: "0940 64e4 0a26 eeb2",
    electionKey: "eb12 f468 592d ba0b",
    logKey: "185c 2565 8480 64aa",
    checkpoint: "f158 9a0b 3c55 bd66",
  });
});

test("whatever the file is, there is a report, and no result is read out of it", () => {
  const strange = [
    new Uint8Array(),
    utf8("not a zip file at all"),
    EXAMPLE.slice(0, -1),
    EXAMPLE.map((byte, at) => (at % 997 === 0 ? byte ^ 1 : byte)),
  ];
  for (const bytes of strange) {
    const record = example(bytes);
    const results = verify(record);
    assert.equal(results.find(({ status }) => status === "failed")?.id, "R-01");
    assert.equal(summaryOf(record, results), null);
  }
});

test("minutes are those of the calendar", () => {
  assert.equal(secondsOf("1970-01-01T08:00+08:00"), 0);
  for (const wrong of ["2026-02-29T08:00+08:00", "2026-01-01T24:00+08:00", "2026-01-01"]) {
    assert.equal(secondsOf(wrong), null);
  }
  assert.notEqual(secondsOf("2028-02-29T23:59+08:00"), null);
});
