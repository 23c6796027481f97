/**
 * For the tests in Python: verifies the records that the file named first lists, one after the
 * other, and prints what each check found.
 */

import { readFileSync } from "node:fs";
import type { Election } from "../src/crypto/election";
import { checkedBallot, type ReadBallot } from "../src/keys/ballot";
import { Case, NOTHING } from "../src/verifier/case";
import { inMemory } from "../src/verifier/source";
import { verify } from "../src/verifier/verify";
import { sentences as en } from "../src/words/verifier/en";
import { sentences as zh } from "../src/words/verifier/zh";

interface Wanted {
  name: string;
  path: string;
  definition?: string;
  logKey?: string;
  checkpoint?: string;
}

type Spoken = { [key: string]: (...parts: (string | number)[]) => string };

const seen = new Map<string, ReadBallot>();

/** Most bad records have the same good ballots: what holds once holds again. */
function remembered(election: Election, raw: string, beside: string): ReadBallot {
  const name = [election.raw, raw, beside].join("\n");
  const known = seen.get(name) ?? checkedBallot(election, raw, beside);
  seen.set(name, known);
  return known;
}

function found({ path, definition, logKey, checkpoint }: Wanted): unknown {
  const kept = checkpoint === undefined ? null : new TextEncoder().encode(checkpoint);
  const expected = {
    ...NOTHING,
    definition: definition ?? null,
    logKey: logKey ?? null,
    checkpoint: kept,
  };
  const results = verify(
    new Case(inMemory(new Uint8Array(readFileSync(path))), expected, undefined, remembered),
  );
  return results.map(({ id, status, faults, remarks, reason }) => {
    const said = [...faults, ...remarks, ...(reason === null ? [] : [reason])];
    const told = (words: unknown): string[] =>
      said.map(({ key, parts }) => (words as Spoken)[key]?.(...parts) ?? `? ${key}`);
    return { id, status, faults: faults.length, said: told(zh), english: told(en) };
  });
}

const wanted = JSON.parse(readFileSync(process.argv[2] as string, "utf-8")) as Wanted[];
const all = Object.fromEntries(wanted.map((one) => [one.name, found(one)]));
process.stdout.write(JSON.stringify(all));
