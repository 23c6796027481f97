/** What the worker does for a key holder; nothing leaves before it is known to be saved. */

import encodeQR from "qr";
import { SealedFault } from "../../crypto/group";
import { groupNamed } from "../../crypto/groups";
import {
  alone,
  type Circle,
  certificate,
  checkCircle,
  commitment,
  contribution,
  received,
  verification,
} from "../ceremony";
import { type ClosedRound, closedRound, decryptOwn, minimumOf } from "../closed";
import type { Partial } from "../decryption";
import { paperGroups, paperText, readPaper } from "../paper";
import { checkReloaded, makeTest, proveReloaded, type TestValue } from "../reloading";
import { statement } from "../statement";
import { newSecret, privateShare, type Secret, suiteOf } from "../trustee";
import { checkTrustees, type Trustees } from "../trustees";
import { fetchedLog, fetchedObject } from "./fetching";
import type { Ceremony, Contribution, Found, PaperKey, Step } from "./messages";
import { given, OutOfTurn, Ring, random } from "./ring";

const seedOf = ({ seed }: Secret): string => seed;
const shareOf = ({ share }: Secret): string => share;
const openingsOf = ({ openings }: Secret): string => JSON.stringify(openings);

export class KeyDesk {
  readonly ring = new Ring();
  private view: ClosedRound | null = null;
  private partial: Partial | null = null;

  async seed(
    index: number,
    now: Ceremony,
    again: boolean,
  ): Promise<{ file: string; made: boolean }> {
    const before = await this.ring.secret();
    if (before !== null && before.share !== "" && !again) throw new OutOfTurn("worker.has_share");
    const { group, trustees: size, threshold } = now;
    const how = { group, index, size, threshold };
    if (before !== null && before.share === "" && fits(before, how)) {
      return { file: this.ring.file, made: false };
    }
    return { ...(await this.ring.keep(newSecret(how, random))), made: true };
  }

  code(now: Ceremony): string {
    return circleOf(now).spoken;
  }

  /** Make one message. Throws OutOfTurn `worker.unsaved`, SealedFault. */
  async contribute(step: Step, now: Ceremony, code: string): Promise<Contribution> {
    const secret = await this.ring.kept(seedOf);
    const payload = await this.payload(step, now, code, secret);
    const content = { event: "key_contribution", index: secret.index, step, payload, code };
    const signature = this.ring.sign(statement(this.ring.election, content));
    return { step, payload, code, signature };
  }

  private async payload(step: Step, now: Ceremony, code: string, secret: Secret): Promise<string> {
    if (step === "certificate") return certificate(secret, random);
    if (step === "single") {
      const [whole, document] = alone(secret, random);
      await this.ring.keep(whole);
      return document;
    }
    const circle = circleOf(now);
    if (step === "commitment") {
      if (circle.spoken !== code) throw new SealedFault("keys.code");
      return commitment(secret, circle, random);
    }
    if (step === "contribution") {
      return contribution(secret, circle, messagesOf(now, "commitment"), random);
    }
    await this.whole(now);
    return verification(secret, privateShare(await this.ring.mine()), random);
  }

  /** Make the share and keep it in the file, which is then to be saved. */
  async whole(now: Ceremony): Promise<{ file: string }> {
    const secret = await this.ring.mine();
    if (secret.share !== "") return { file: this.ring.file };
    if (now.trustees === 1) return this.ring.keep(alone(secret, random)[0]);
    const sent = [messagesOf(now, "commitment"), messagesOf(now, "contribution")] as const;
    return this.ring.keep(await received(secret, circleOf(now), ...sent));
  }

  keyCode(now: Ceremony): string {
    return documentOf(now).spoken;
  }

  /** Decrypt a test value by the share of the saved file. Throws SealedFault `sealed.reloading`. */
  async test(now: Ceremony): Promise<Record<string, never>> {
    const secret = await this.ring.kept(shareOf);
    const document = documentOf(now);
    checkReloaded(secret, secret.index, document.keys, testFor(document, secret));
    return {};
  }

  async prove(
    now: Ceremony,
    code: string,
  ): Promise<{ code: string; proof: string; signature: string }> {
    const secret = await this.ring.kept(shareOf);
    const document = documentOf(now);
    if (document.spoken !== code) throw new SealedFault("keys.code");
    const value = testFor(document, secret);
    const proof = proveReloaded(secret, document, secret.index, value, random);
    const content = { event: "keys_proven", index: secret.index, code, proof };
    return { code, proof, signature: this.ring.sign(statement(this.ring.election, content)) };
  }

  /** Fetch the closed log, check it and multiply all its ballots. */
  async count(round: number, opening: boolean, progress: (done: number) => void): Promise<Found> {
    const { election, logKey } = this.ring;
    const shown = await fetchedLog(election, round);
    const view = await closedRound(
      shown,
      { election, round, logKey, opening },
      (name) => fetchedObject(election, name),
      (done, all) => progress(done / all),
    );
    this.view = opening ? view : null;
    this.partial = null;
    const { tally, prints, definition } = view;
    const minimum = minimumOf(definition);
    return { ballots: tally.count, minimum, digest: tally.digest, prints };
  }

  /** Decrypt what `count` found and remember it; the file is to be saved before anything leaves. */
  async decrypt(): Promise<{ file: string }> {
    const secret = await this.ring.kept(shareOf);
    const [remembered, partial] = decryptOwn(given(this.view), secret, secret.index, random);
    this.partial = partial;
    return this.ring.keep(remembered);
  }

  /** Hand the decryption out, once the file that remembers it was read back. */
  async sendable(): Promise<Partial> {
    await this.ring.kept(openingsOf);
    return given(this.partial);
  }

  /** The seed under the passphrase of the file, which is asked for anew: it is kept nowhere. */
  async paper(passphrase: string): Promise<PaperKey> {
    await this.ring.check(passphrase);
    const { seed, index } = await this.ring.kept(seedOf);
    const place = { election: this.ring.election, index };
    const groups = await paperGroups(seed, place, passphrase, random);
    const squares = encodeQR(paperText(groups), "raw", { ecc: "medium", border: 2 });
    return { squares, groups };
  }

  /** Take the seed from paper. The number of a misread group, 0 for a wrong passphrase or place. */
  async restore(
    code: string,
    index: number,
    now: Ceremony,
    passphrase: string,
  ): Promise<number | null> {
    const place = { election: this.ring.election, index };
    const seed = await readPaper(code, place, passphrase);
    if (seed === null) return 0;
    if (typeof seed === "number") return seed;
    const { group, trustees: size, threshold } = now;
    await this.ring.keep({ seed, group, index, size, threshold, share: "", openings: [] });
    if (now.document !== null) await this.whole(now);
    return null;
  }
}

/** A test value encrypted to what this holder published; only the right share opens it. */
function testFor(document: Trustees, secret: Secret): TestValue {
  const key = document.keys[secret.index - 1];
  if (key === undefined) throw new SealedFault("sealed.not_a_member");
  return makeTest(suiteOf(secret), key, random);
}

function fits(
  secret: Secret,
  how: { group: string; index: number; size: number; threshold: number },
): boolean {
  const { group, index, size, threshold } = secret;
  return JSON.stringify({ group, index, size, threshold }) === JSON.stringify(how);
}

function circleOf(now: Ceremony): Circle {
  return checkCircle(now.group, now.threshold, messagesOf(now, "certificate"));
}

function documentOf(now: Ceremony): Trustees {
  return checkTrustees(given(now.document), groupNamed(now.group));
}

/** The messages of a step in the order of the holders. */
function messagesOf(now: Ceremony, step: Step): string[] {
  const messages = now.messages[step] ?? {};
  const holders = Object.keys(messages).sort((one, other) => Number(one) - Number(other));
  return holders.map((holder) => messages[holder] as string);
}
