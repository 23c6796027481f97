/** R: the file itself, before a word of the log is believed; and P: the papers in it. */

import { roundUuid } from "../crypto/election";
import type { Case } from "./case";
import { objectsOf } from "./events";
import { type Findings, fault, NotRun, remark } from "./finding";
import { hasArchive } from "./fold";
import { BUNDLE, inOrder, LOG_LIMIT, MANIFEST, sizeLimit } from "./layout";

/** The names in `some` that are not in `others`, sorted. */
export function lacking(some: Iterable<string>, others: Iterable<string>): string[] {
  const there = new Set(others);
  return Array.from(some)
    .filter((name) => !there.has(name))
    .sort();
}

export function* container(of: Case): Findings {
  yield remark("filesFound", of.container.members.length);
}

export function* names(of: Case): Findings {
  const { members } = of.container;
  for (const { name, size } of members) {
    const limit = sizeLimit(name);
    if (limit === null) yield fault("nameUnknown", name);
    else if (size > limit) yield fault("fileTooLarge", name, size, limit);
  }
  const entries = members
    .filter(({ name }) => name.startsWith(BUNDLE))
    .reduce((sum, { size }) => sum + size, 0);
  if (entries > LOG_LIMIT) yield fault("logTooLarge", entries, LOG_LIMIT);
  const listed = members.map(({ name }) => name);
  const once = new Set<string>();
  const twice = new Set(listed.filter((name) => once.size === once.add(name).size));
  for (const name of twice) yield fault("fileTwice", name);
  if (twice.size === 0 && !inOrder(listed)) yield fault("filesOutOfOrder");
}

export function* manifest(of: Case): Findings {
  yield remark("logHas", of.manifest.size);
}

export function* listed(of: Case): Findings {
  const there = Array.from(of.members.keys()).filter((name) => name !== MANIFEST);
  const named = Object.keys(of.manifest.files);
  for (const name of lacking(named, there)) yield fault("listedAbsent", name);
  for (const name of lacking(there, named)) yield fault("notListed", name);
}

export function* contents(of: Case): Findings {
  const wanted = new Map(Object.entries(of.manifest.files));
  for (const [name, member] of of.members) {
    const { digest, crc } = of.hashed(name);
    const listed = wanted.get(name);
    if (listed !== undefined && digest !== listed) yield fault("digestWrong", name);
    if (crc !== member.crc) yield fault("checksumWrong", name);
  }
}

const under = (of: Case, folder: string): string[] =>
  Array.from(of.members.keys()).filter((name) => name.startsWith(folder));

export function* objects(of: Case): Findings {
  for (const name of under(of, "objects/")) {
    if (name !== `objects/${of.hashed(name).digest}`) yield fault("objectMisnamed", name);
  }
}

const named = (of: Case): string[] =>
  Array.from(new Set(of.events.flatMap(objectsOf)), (digest) => `objects/${digest}`);

export function* namedByLog(of: Case): Findings {
  for (const name of lacking(named(of), under(of, "objects/"))) yield fault("objectAbsent", name);
}

export function* onlyNamed(of: Case): Findings {
  for (const name of lacking(under(of, "objects/"), named(of))) yield fault("objectUnnamed", name);
}

export function* sameElection(of: Case): Findings {
  const { manifest, created } = of;
  if (manifest.election !== created.id) {
    yield fault("otherElection", manifest.election, created.id);
  }
}

export function* archives(of: Case): Findings {
  const wanted = of.books.rounds
    .filter(hasArchive)
    .map(({ number }) => `sealed/${roundUuid(of.created.id, number)}.bel`);
  const there = under(of, "sealed/");
  for (const name of lacking(wanted, there)) yield fault("archiveAbsent", name);
  for (const name of lacking(there, wanted)) yield fault("archiveUnknown", name);
  if (wanted.length + there.length === 0) throw new NotRun("noTablets");
}

export function* papers(of: Case): Findings {
  const wanted = new Map<string, string>();
  for (const event of of.events.filter((one) => one.event === "paper_issued")) {
    wanted.set(`papers/${event.round}-${event.kind}.docx`, event.docx);
    wanted.set(`papers/${event.round}-${event.kind}.pdf`, event.pdf);
  }
  const there = under(of, "papers/");
  if (wanted.size + there.length === 0) throw new NotRun("noPapers");
  for (const name of lacking(there, wanted.keys())) yield fault("paperUnknown", name);
  for (const [name, digest] of wanted) {
    if (!of.members.has(name)) yield fault("paperAbsent", name);
    else if (of.hashed(name).digest !== digest) yield fault("paperOther", name);
  }
}
