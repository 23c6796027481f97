/** Carries out the checks that this page knows, all of them, and lists the others. */

import * as anchors from "./anchors";
import * as ballots from "./ballots";
import * as books from "./books";
import type { Case } from "./case";
import * as ceremony from "./ceremony";
import list from "./checks.json";
import * as definitions from "./definitions";
import { type Findings, NotRun, type Said, saidOf } from "./finding";
import * as legality from "./legality";
import * as log from "./log";
import * as outcome from "./outcome";
import * as packing from "./packing";
import * as signatures from "./signatures";
import * as totals from "./totals";

/** A numbered check as Python lists it. */
export interface Check {
  id: string;
  title: string;
  english: string;
  needs: string[];
}

export const CHECKS: readonly Check[] = list;

/** `unknown`: a check, or a way of counting, that only `piaojue verify` knows. */
export type Status = "ok" | "failed" | "blocked" | "absent" | "unknown";

export interface Result {
  id: string;
  status: Status;
  faults: Said[];
  remarks: Said[];
  /** Why it was not carried out. */
  reason: Said | null;
}

type Inspect = (of: Case) => Findings;

export const FUNCTIONS: { [id: string]: Inspect } = {
  "R-01": packing.container,
  "R-02": packing.names,
  "R-03": packing.manifest,
  "R-04": packing.listed,
  "R-05": packing.contents,
  "R-06": packing.objects,
  "R-07": packing.namedByLog,
  "R-08": packing.sameElection,
  "R-09": packing.archives,
  "R-10": packing.onlyNamed,
  "L-01": log.tileNames,
  "L-02": log.entries,
  "L-03": log.canonicalEntries,
  "L-04": log.firstEntry,
  "L-05": log.checkpoint,
  "L-06": log.signature,
  "L-07": log.root,
  "L-08": log.tiles,
  "L-09": log.times,
  "F-02": legality.approved,
  "F-03": legality.inOrder,
  "F-04": legality.once,
  "F-05": legality.alive,
  "D-01": definitions.wellFormed,
  "D-02": definitions.asFrozen,
  "D-03": definitions.summary,
  "K-01": ceremony.document,
  "K-02": ceremony.messages,
  "K-03": ceremony.madeOfMessages,
  "K-04": ceremony.publicKey,
  "K-05": ceremony.readAloud,
  "K-06": ceremony.reloaded,
  "B-01": ballots.lists,
  "B-02": ballots.dead,
  "B-03": ballots.readable,
  "B-04": ballots.derived,
  "B-05": ballots.inLog,
  "B-06": ballots.known,
  "B-07": ballots.proven,
  "B-08": ballots.exclusive,
  "B-09": ballots.ownCredential,
  "T-01": totals.product,
  "T-02": totals.archived,
  "T-03": totals.decryptions,
  "T-04": totals.strong,
  "T-05": totals.opened,
  "T-06": totals.tablets,
  "T-07": totals.sources,
  "O-01": books.identities,
  "O-02": outcome.recomputed,
  "C-01": signatures.approvals,
  "C-02": signatures.certified,
  "P-01": packing.papers,
  "E-01": anchors.definition,
  "E-02": anchors.logKey,
  "E-03": anchors.checkpoint,
};

/** Sentences kept of one check; a record that is wrong everywhere is wrong enough. */
const MAX_FAULTS = 50;

/** The result of every check of the list, in its order; `told` each as it is made. */
export function verify(of: Case, told: (result: Result) => void = () => undefined): Result[] {
  const done = new Map<string, Status>();
  return CHECKS.map((check) => {
    const stopped = blocked(check, done);
    const result = notKnown(check) ?? stopped ?? inspected(check.id, of);
    // What builds on a check that is unknown here still needs what that one needs.
    done.set(check.id, stopped?.status === "blocked" ? "blocked" : result.status);
    told(result);
    return result;
  });
}

const notRun = (id: string, status: Status, reason: Said): Result => ({
  id,
  status,
  faults: [],
  remarks: [],
  reason,
});

function notKnown({ id }: Check): Result | null {
  return id in FUNCTIONS ? null : notRun(id, "unknown", { key: "onlyProgram", parts: [] });
}

/** A check whose need did not pass is not carried out; a need that is unknown here binds nothing. */
function blocked({ id, needs }: Check, done: ReadonlyMap<string, Status>): Result | null {
  const of = (...wanted: Status[]): string[] =>
    needs.filter((need) => wanted.includes(done.get(need) ?? "unknown"));
  const missing = of("failed", "blocked");
  if (missing.length > 0) {
    return notRun(id, "blocked", { key: "needsFirst", parts: [missing.join("、")] });
  }
  const empty = of("absent");
  if (empty.length === 0) return null;
  return notRun(id, "absent", { key: "nothingThere", parts: [empty.join("、")] });
}

function inspected(id: string, of: Case): Result {
  const [faults, remarks]: [Said[], Said[]] = [[], []];
  let stopped: NotRun | null = null;
  try {
    for (const { kind, key, parts } of (FUNCTIONS[id] as Inspect)(of)) {
      if (kind === "remark") remarks.push({ key, parts });
      else if (faults.length < MAX_FAULTS) faults.push({ key, parts });
    }
  } catch (thrown) {
    if (thrown instanceof NotRun) stopped = thrown;
    else faults.push(saidOf(thrown));
  }
  if (stopped !== null && faults.length === 0) {
    const { key, parts, status } = stopped;
    return { ...notRun(id, status, { key, parts }), remarks };
  }
  return { id, status: faults.length > 0 ? "failed" : "ok", faults, remarks, reason: null };
}
