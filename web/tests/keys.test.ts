/** The key holder's page: Python's bytes for every message, one key file, and what it refuses. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Element } from "../src/crypto/group";
import { groupNamed } from "../src/crypto/groups";
import { stream } from "../src/crypto/stream";
import {
  certificate,
  checkCircle,
  commitment,
  contribution,
  received,
  verification,
} from "../src/keys/ceremony";
import { newKey, openKey } from "../src/keys/keyfile";
import { makeTest, proveReloaded } from "../src/keys/reloading";
import { Safe } from "../src/keys/safe";
import { sealShare } from "../src/keys/share";
import { privateShare, readSecret, type Secret, writeSecret } from "../src/keys/trustee";
import { type Certificate, checkTrustees } from "../src/keys/trustees";

interface Ceremony {
  group: string;
  threshold: number;
  secrets: string[];
  certificates: string[];
  code: string;
  commitments: string[];
  contributions: string[];
  wholes: string[];
  verifications: string[];
  document: string;
  key_code: string;
  proofs: string[];
}

const read = (name: string): string => readFileSync(`tests/${name}`, "utf-8");
const vectors = JSON.parse(read("key_vectors.json")) as { ceremonies: Ceremony[] };
const PASSPHRASE = "口令 correct horse ９";
const drawn = (step: string, index: number) => stream(`piaojue-vectors|${step}|${index}`);

for (const given of vectors.ceremonies) {
  const secrets = given.secrets.map(readSecret);
  const { threshold, certificates, commitments, contributions } = given;
  const circle = checkCircle(given.group, threshold, certificates);

  test(`${given.group}: every message of the ceremony is Python's`, async () => {
    assert.equal(circle.spoken, given.code);
    for (const [at, secret] of secrets.entries()) {
      const by = (step: string) => drawn(step, at + 1);
      assert.equal(certificate(secret, by("certificate")), certificates[at]);
      assert.equal(commitment(secret, circle, by("commitment")), commitments[at]);
      const revealed = await contribution(secret, circle, commitments, by("contribution"));
      assert.equal(revealed, contributions[at]);
      const whole = await received(secret, circle, commitments, contributions);
      assert.equal(writeSecret(whole), given.wholes[at]);
      const key = verification(whole, privateShare(whole), by("verification"));
      assert.equal(key, given.verifications[at]);
    }
  });

  test(`${given.group}: the document, its code and the proofs of reloading are Python's`, () => {
    const document = checkTrustees(given.document, groupNamed(given.group));
    assert.equal(document.spoken, given.key_code);
    for (const [at, raw] of given.wholes.entries()) {
      const whole = readSecret(raw);
      const by = drawn("proof", at + 1);
      const value = makeTest(circle.group, document.keys[at] as Element, by);
      assert.equal(proveReloaded(whole, document, at + 1, value, by), given.proofs[at]);
    }
  });
}

const [first] = vectors.ceremonies as [Ceremony];
const circle = checkCircle(first.group, first.threshold, first.certificates);
const secretOf = (at: number): Secret => readSecret(first.secrets[at] as string);

/** The contributions with another share from the third member to the first. */
async function withShare(share: bigint, context: string): Promise<string[]> {
  const [to] = circle.members as [Certificate];
  const sent = await sealShare(circle.group, to.encryption, context, share, drawn("forged", 3));
  const forged = JSON.parse(first.contributions[2] as string) as { shares: unknown[] };
  forged.shares[0] = sent;
  return [...first.contributions.slice(0, 2), JSON.stringify(forged)];
}

test("a share that is not what was committed to is refused, and its sender named", async () => {
  const others = await withShare(5n, `${circle.digest}|3|1`);
  await assert.rejects(received(secretOf(0), circle, first.commitments, others), {
    code: "sealed.bad_share",
    sender: 3,
  });
  const right = received(secretOf(1), circle, first.commitments, others);
  assert.equal(writeSecret(await right), first.wholes[1]);
});

test("a share that was sealed for another place does not open", async () => {
  const others = await withShare(5n, `${circle.digest}|2|1`);
  await assert.rejects(received(secretOf(0), circle, first.commitments, others), {
    code: "sealed.share",
  });
});

test("nothing is revealed before all have committed, or after a commitment was exchanged", async () => {
  const rest = first.commitments.slice(0, 2);
  await assert.rejects(contribution(secretOf(0), circle, rest, drawn("x", 1)), {
    code: "sealed.rushing",
  });
  const swapped = [first.commitments[1], first.commitments[0], first.commitments[2]] as string[];
  await assert.rejects(contribution(secretOf(0), circle, swapped, drawn("x", 1)));
});

test("a circle without the own certificate, or with one twice, is refused", () => {
  const stranger = { ...secretOf(0), seed: "3333333333333333333333" };
  assert.throws(() => commitment(stranger, circle, drawn("x", 1)), {
    code: "sealed.not_a_member",
  });
  const twice = [first.certificates[0], first.certificates[0], first.certificates[2]] as string[];
  assert.throws(() => checkCircle(first.group, first.threshold, twice));
});

test("a document whose key, commitment or signature was changed is refused", () => {
  const group = groupNamed(first.group);
  const digits = first.document.match(/"(challenge|response)":"\d+"/g) ?? [];
  assert.ok(digits.length > 20);
  for (const found of digits) {
    const other = found.replace(/\d(?="$)/, (digit) => String((Number(digit) + 1) % 10));
    assert.throws(() => checkTrustees(first.document.replace(found, other), group), found);
  }
  const spaced = first.document.replace(",", ", ");
  assert.throws(() => checkTrustees(spaced, group), { code: "sealed.trustees" });
});

test("a share that is not the saved one does not prove", () => {
  const document = checkTrustees(first.document, groupNamed(first.group));
  const [one, other] = first.wholes.map(readSecret) as [Secret, Secret];
  const value = makeTest(circle.group, document.keys[0] as Element, drawn("proof", 1));
  assert.throws(() => proveReloaded(other, document, 1, value, drawn("x", 1)), {
    code: "sealed.reloading",
  });
  assert.throws(() => proveReloaded(one, document, 2, value, drawn("x", 1)), {
    code: "sealed.reloading",
  });
});

test("the program's key file opens, with what it remembers; another passphrase does not", async () => {
  const safe = await Safe.open(read("program.key"), PASSPHRASE, drawn("safe", 1));
  assert.equal(safe.name, "王岚");
  const secret = (await safe.secret("f00d5eed0000feed")) as Secret;
  assert.equal(secret.index, 2);
  assert.equal(await safe.secret("another"), null);
  const logKey = "ab".repeat(32);
  await assert.rejects(safe.keepLogKey("f00d5eed0000feed", logKey), { message: "safe.log_key" });
  await assert.rejects(Safe.open(read("program.key"), "another one", drawn("safe", 1)), {
    message: "key.passphrase",
  });
});

test("the page's key file is the one that Python's test opens", async () => {
  const key = await newKey(PASSPHRASE, drawn("keyfile", 1));
  const safe = Safe.create("王岚", key, PASSPHRASE, drawn("safe", 2));
  await safe.keepLogKey("f00d5eed0000feed", "cd".repeat(32));
  await safe.keepSecret("f00d5eed0000feed", readSecret(first.wholes[0] as string));
  assert.equal(safe.text, read("page.key"));
  const again = await Safe.open(safe.text, PASSPHRASE.normalize("NFKC"), drawn("safe", 3));
  assert.deepEqual(await again.secret("f00d5eed0000feed"), readSecret(first.wholes[0] as string));
});

test("every changed byte of a sealed key is noticed", async () => {
  const { keyfile } = await newKey("a passphrase", drawn("keyfile", 1));
  const lines = keyfile.sealed_private.split("\n");
  for (const at of [1, 2, 3]) {
    const line = lines[at] as string;
    const other = (line[7] === "A" ? "B" : "A") + line.slice(1);
    const sealed_private = lines.map((one, i) => (i === at ? other : one)).join("\n");
    await assert.rejects(openKey({ ...keyfile, sealed_private }, "a passphrase"));
  }
  const public_key = "ab".repeat(32);
  await assert.rejects(openKey({ ...keyfile, public_key }, "a passphrase"));
});
