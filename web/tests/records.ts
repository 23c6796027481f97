/**
 * For the tests in Python: verifies the records that the file named first lists, one after the
 * other, and prints what each check found.
 */

import { readFileSync } from "node:fs";
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

function found({ path, definition, logKey, checkpoint }: Wanted): unknown {
  const seen = checkpoint === undefined ? null : new TextEncoder().encode(checkpoint);
  const expected = {
    ...NOTHING,
    definition: definition ?? null,
    logKey: logKey ?? null,
    checkpoint: seen,
  };
  const results = verify(new Case(inMemory(new Uint8Array(readFileSync(path))), expected));
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
