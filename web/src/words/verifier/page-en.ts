/** Everything that the offline verifier's own page says, in English. */

import type { PageWords } from "./page-zh";

export const page: PageWords = {
  tag: "en",
  other: "中文",
  title: "Offline verifier",
  lead: "Verify a vote yourself from its record: log, signatures, sealed ballots, totals and outcome.",
  offline:
    "This page is one file and uses no network; you may unplug it. The file you choose stays on this computer and is sent to nobody.",
  file: "The record (record.zip)",
  fileHow: "Choose a file or drop it here. Do not give it the evidence.",
  chosen: (name) => `Chosen: ${name}`,
  compare: "Compare with signed papers or a checkpoint of your own (optional)",
  compareHow:
    "Copy the fingerprints from the announcement, the count report or a voting card: four groups of four characters. With them E-01, E-02 and E-03 are checked too.",
  definition: "Fingerprint of the definition",
  logKey: "Fingerprint of the log key",
  checkpoint: "A checkpoint file that you kept",
  start: "Verify",
  again: "Another record",
  noFile: "Choose a record first.",
  running: "Verifying…",
  runningAt: (number, title) => `Checking ${number}: ${title}`,
  counting: (done, all) => `${done} of ${all} sealed ballots checked`,
  noWorker:
    "This browser lets no local file run programs in the background, so it cannot verify. Use a recent Chrome, Edge, Firefox or Safari, or piaojue verify on the command line.",
  stopped:
    "The verification stopped: the file could not be read on; it may have been moved or changed. Choose it again; if this happens twice, use piaojue verify on the command line.",

  failedTitle: (count) => (count === 1 ? "1 check failed" : `${count} checks failed`),
  failedHow:
    "Look at the first one by number; the later ones often follow from it. Do not believe the outcome below until this is explained.",
  passedTitle: "Everything that was checked holds",
  passedHow: (ok, unknown) =>
    `${ok} checks passed. ${unknown} more are not or cannot be checked by this page; they are listed below. Use piaojue verify on the command line for all of them.`,
  itself:
    "This shows only that the record is consistent in itself. Somebody could forge a whole consistent record with keys of their own, so compare the fingerprints below with signed papers, character by character.",
  anchored: "Compared with what you gave: see E-01, E-02, E-03.",
  rules:
    "This page does not replay all the rules (F-01): whether order, numbers of people and bundles were lawful only piaojue verify can tell.",
  rehearsal: "Rehearsal · the result has no effect",

  chapters: {
    R: "Record",
    L: "Log",
    F: "Rules",
    D: "Definition",
    K: "Keys",
    B: "Sealed ballots",
    T: "Totals",
    O: "Outcome",
    C: "Signatures",
    P: "Papers",
    E: "What you know from elsewhere",
    S: "Scanned paper",
  },
  checks: "Check by check",
  verdicts: {
    ok: "passed",
    failed: "failed",
    blocked: "not checked",
    absent: "not checked",
    unknown: "not checked",
  },
  more: (count) => `… and ${count} more`,

  outcome: "The outcome in the record",
  outcomeFailed: "The outcome in the record (not to be believed: checks failed)",
  round: (number) => `Round ${number}`,
  stages: {
    drafting: "drafting",
    listed: "list frozen",
    ready: "ballots ready",
    open: "voting",
    closed: "closed",
    counted: "counted",
    certified: "certified",
    announced: "announced",
    void: "void",
  },
  noOutcome: "The record has no outcome yet.",
  line: (needed) => `Passing line: ${needed} approvals`,
  tied: (numbers) => `Tied and not decided yet: project ${numbers}`,
  vacant: (count) => `Vacant seats: ${count}`,
  number: "No.",
  project: "Project",
  approve: "Approve",
  oppose: "Oppose",
  abstain: "Abstain",
  illegible: "Illegible",
  grades: "Grades",
  elected: "Chosen",
  yes: "chosen",

  prints: "Four fingerprints",
  printsHow:
    "Compare them with the signed announcement and count report. A checkpoint later than the signatures differs from the one on paper.",
  printDefinition: "Definition",
  printElectionKey: "Election key",
  printLogKey: "Log key",
  printCheckpoint: "Checkpoint of the log",
  noTablets: "no tablets were used",

  tracker: "Look up your own tablet ballot",
  trackerHow:
    "Type the tracker of your receipt (43 characters, capitals matter) to see whether the ballot is in the record. It does not leave this computer.",
  trackerLabel: "Tracker",
  trackerGo: "Look up",
  trackerForm: "A tracker has 43 characters; type it again from the receipt, capitals as printed.",
  trackerAbsent:
    "This ballot is not in the record. Check what you typed; if the receipt is of this vote, keep it and report to the chief scrutineer and the auditor: a receipt without an entry proves a fault.",
  trackerUnreadable: "The log of this record cannot be read, so nothing can be looked up.",
  trackerFound: (round, place, size) =>
    `This ballot is in the record: round ${round}, entry ${place} of ${size} of the log.`,
  trackerCovered:
    "The root worked out from this entry and the hashes beside it is that of the signed checkpoint.",
  trackerUncovered:
    "The root worked out from this entry is not that of the checkpoint: the log was altered, see L-07.",
  trackerCounted: (passed) =>
    passed
      ? "T-01 passed: the encrypted tally is the product of exactly all sealed ballots, this one among them."
      : "T-01 did not pass or was not carried out: nobody can say that this ballot was counted.",
  trackerProof: "The entry and its proof",
  leafHash: "Hash of the entry",
  path: "Hashes beside it, from the bottom up",
};
