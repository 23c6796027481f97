/**
 * A closed round as a key holder's device reads it off the log, believing the service nothing;
 * service/client/closed.py and ballot/sealed/scrutineer.py.
 */

import { type Entropy, shaHex } from "../crypto/bytes";
import { type Definition, readDefinition, short } from "../crypto/definition";
import { type Election, electionText, readElection } from "../crypto/election";
import { SealedFault } from "../crypto/group";
import { groupNamed } from "../crypto/groups";
import { checkedBallot } from "./ballot";
import { type Cast, type Chapter, Chronicle } from "./chronicle";
import { checkPartial, type Partial, partialDecryption } from "./decryption";
import { checkLeaves, NotOurLog, openCheckpoint } from "./log";
import { Product, type Tally } from "./tally";
import { privateShare, remember, type Secret } from "./trustee";
import { checkTrustees, type Trustees } from "./trustees";

/** The answer of the closed log's route. */
export interface ClosedLog {
  checkpoint: string;
  leaves: string[];
}

/** digest -> the object of that name, as the service gives it. */
export type Fetch = (name: string) => Promise<string>;

/** Told how many ballots are checked, of how many. */
export type Counting = (done: number, all: number) => void;

/** What the log says of a round after its close; `tally` is this device's own product. */
export interface ClosedRound {
  definition: Definition;
  election: Election;
  trustees: Trustees;
  tally: Tally;
  chapter: Chapter;
  logKey: string;
  prints: { definition: string; electionKey: string; logKey: string; checkpoint: string };
}

/** Read, check and multiply round `round`. `opening` asks for one that may be opened now. */
export async function closedRound(
  shown: ClosedLog,
  where: { election: string; round: number; logKey: string; opening: boolean },
  fetch: Fetch,
  counting: Counting,
): Promise<ClosedRound> {
  const { election: id, round, logKey } = where;
  const checkpoint = openCheckpoint(shown.checkpoint, id, logKey);
  checkLeaves(shown.leaves, checkpoint);
  const chronicle = Chronicle.of(id, shown.leaves);
  if (chronicle.logKey !== logKey) throw new NotOurLog("log.key");
  const chapter = chronicle.chapter(round);
  if (where.opening) checkOpen(chapter);
  const objects = checkedObjects(fetch);
  const { definition, election } = await electionOf(chronicle, chapter, round, objects);
  const document = await objects(given(chronicle.document));
  const trustees = checkTrustees(document, groupNamed(chronicle.group));
  if (election.group.text(trustees.publicKey) !== chronicle.publicKey)
    throw new NotOurLog("log.key");
  const listed = new Set(JSON.parse(await objects(given(chronicle.lists[round - 1]))) as string[]);
  for (const dead of chronicle.deadIn(round)) listed.delete(dead);
  const tally = await ownTally(election, chapter.casts, listed, objects, counting);
  if (chapter.tally !== null && chapter.tally !== tally.digest) throw new NotOurLog("log.tally");
  const prints = {
    definition: short(definition.raw),
    electionKey: short(election.keyText),
    logKey: short(logKey),
    checkpoint: short(checkpoint.text),
  };
  return { definition: definition.read, election, trustees, tally, chapter, logKey, prints };
}

function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new NotOurLog("log.incomplete");
  return value;
}

function checkOpen(chapter: Chapter): void {
  if (chapter.void) throw new NotOurLog("log.void");
  if (!chapter.closed || chapter.counted) throw new NotOurLog("log.stage");
  if (!chapter.authorised) throw new NotOurLog("log.unauthorised");
}

/** Objects are believed only if their digest is the name by which the log calls them. */
function checkedObjects(fetch: Fetch): Fetch {
  return async (name) => {
    const data = await fetch(name);
    if (shaHex(data) !== name) throw new NotOurLog("log.object");
    return data;
  };
}

async function electionOf(
  chronicle: Chronicle,
  chapter: Chapter,
  round: number,
  objects: Fetch,
): Promise<{ definition: { raw: string; read: Definition }; election: Election }> {
  const raw = await objects(given(chapter.definition));
  const read = readDefinition(raw, chronicle.election, round);
  const text = electionText(read, given(chronicle.publicKey));
  return { definition: { raw, read }, election: readElection(read, text) };
}

/** The product of `casts` after verifying every one of them. Throws SealedFault. */
export async function ownTally(
  election: Election,
  casts: readonly Cast[],
  listed: ReadonlySet<string>,
  objects: Fetch,
  counting: Counting,
): Promise<Tally> {
  const product = new Product(election);
  const seen = new Set<string>();
  for (const [at, cast] of casts.entries()) {
    const beside = cast.proofs === null ? "" : await objects(cast.proofs);
    const ballot = checkedBallot(election, await objects(cast.ballot), beside);
    if (!listed.has(ballot.credential)) throw new SealedFault("sealed.unknown_credential");
    if (seen.has(ballot.credential)) throw new SealedFault("sealed.second_ballot");
    seen.add(ballot.credential);
    product.add(ballot);
    counting(at + 1, casts.length);
  }
  return product.tally;
}

/** The fewest ballots that may be opened alone: the definition's words, which two people signed. */
export function minimumOf(definition: Definition): number {
  return definition.rehearsal ? 0 : definition.rules.min_channel;
}

/**
 * Decrypt the round's own product and remember it; the returned secret must be saved before the
 * decryption leaves. Throws SealedFault `sealed.too_few_ballots`, `sealed.second_tally`.
 */
export function decryptOwn(
  view: ClosedRound,
  secret: Secret,
  owner: number,
  entropy: Entropy,
): [Secret, Partial] {
  const { election, tally, trustees } = view;
  if (tally.count < minimumOf(view.definition)) throw new SealedFault("sealed.too_few_ballots");
  const remembered = remember(secret, election.fingerprint, tally.digest);
  const share = privateShare(secret);
  const key = trustees.keys[owner - 1];
  if (
    key === undefined ||
    election.group.text(key) !== election.group.text(election.group.generate(share))
  ) {
    throw new SealedFault("sealed.not_a_member");
  }
  const partial = partialDecryption(election, tally, share, owner, entropy);
  checkPartial(election, tally, key, owner, partial);
  return [remembered, partial];
}
