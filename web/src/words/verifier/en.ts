/** Every sentence of the offline verifier about what it found, in English. */

import type { Sentences } from "./zh";

type Part = string | number;

const ROLES: { [role: string]: string } = {
  clerk: "clerk",
  presider: "presider",
  chief_scrutineer: "chief scrutineer",
  scrutineer: "scrutineer",
  teller: "teller",
};

const role = (name: Part): string => ROLES[name] ?? `${name}`;
const act = (place: Part, event: Part): string => `Entry ${place} (${event})`;
const ballot = (round: Part, digest: Part): string => `sealed ballot ${digest}… of round ${round}`;

/** Where an identity fails: a channel, a channel and a project, or all channels. */
function where(place: Part): string {
  const [channel = "", number] = `${place}`.split(" ");
  const named = channel === "" ? "all channels" : channel;
  return number === undefined ? named : `${named}, project ${number}`;
}

/** A sentence within a sentence: what was wrong with the part that is named before it. */
function inner(key: Part, parts: Part[]): string {
  return (sentences[key as keyof Sentences] as (...parts: Part[]) => string)(...parts);
}

export const sentences = {
  broken: () =>
    "The record is not of the written form; this check could not be carried to its end.",
  notText: () => "This is not UTF-8 text.",
  notJson: () => "This is not JSON.",
  notCanonical: () => "This is not canonical JSON.",
  formWrong: (place: Part) => `The form is wrong (${place === "" ? "as a whole" : place}).`,
  eventUnknown: () => "This entry is no known event.",
  sealed: (code: Part) => `A sealed ballot or key does not hold (${code}).`,

  containerSize: () => "Not a record: the file is too short or above 4 GB.",
  containerEnd: () =>
    "The directory at the end of the file is missing or does not fit: the file may be cut, extended or spliced.",
  containerLimit: () => "The directory of the zip file is too large.",
  containerDirectory: () => "The directory of the zip file is incomplete.",
  containerName: () => "A file name in the zip file is not of the written form.",
  containerCompressed: (name: Part) =>
    `“${name}” is compressed or encrypted; files in a record are stored as they are.`,
  containerLink: (name: Part) => `“${name}” is a link or folder, not a regular file.`,
  containerEntry: (name: Part) => `The directory entry of “${name}” is not written as laid down.`,
  containerHeader: (name: Part) => `The header of “${name}” is not that of the directory.`,
  containerGap: () =>
    "There is something between the files or behind the directory; get the file again.",
  filesFound: (count: Part) => `${count} files.`,
  fileAbsent: (name: Part) => `The record has no “${name}”.`,
  nameUnknown: (name: Part) => `“${name}” is no file name of a record.`,
  fileTooLarge: (name: Part, size: Part, limit: Part) =>
    `“${name}” has ${size} bytes, above the limit of ${limit}.`,
  logTooLarge: (size: Part, limit: Part) =>
    `The log has ${size} bytes, above the limit of ${limit}.`,
  fileTwice: (name: Part) => `“${name}” occurs more than once.`,
  filesOutOfOrder: () =>
    "The files are not in the order of their names, or the manifest is not last.",
  logHas: (size: Part) => `The log has ${size} entries.`,
  listedAbsent: (name: Part) => `The manifest lists “${name}”, which the record lacks.`,
  notListed: (name: Part) => `The record has “${name}”, which the manifest does not list.`,
  digestWrong: (name: Part) => `The content of “${name}” has not the digest of the manifest.`,
  checksumWrong: (name: Part) => `The content of “${name}” has not the checksum of the zip file.`,
  objectMisnamed: (name: Part) => `The name of “${name}” is not the digest of its content.`,
  objectAbsent: (name: Part) => `The log names “${name}”, which the record lacks.`,
  objectUnnamed: (name: Part) => `“${name}” is not named in the log.`,
  objectOther: (name: Part) => `The content of object ${name}… is not what its name says.`,
  otherElection: (one: Part, other: Part) =>
    `The manifest is of election ${one}, the log of ${other}.`,
  archiveAbsent: (name: Part) => `The archive of sealed ballots “${name}” is missing.`,
  archiveUnknown: (name: Part) => `The archive of sealed ballots “${name}” belongs to no round.`,
  paperAbsent: (name: Part) => `The issued paper “${name}” is missing.`,
  paperUnknown: (name: Part) => `“${name}” is not booked as an issued paper.`,
  paperOther: (name: Part) => `“${name}” has not the digest that was booked when it was issued.`,

  logTooLong: (size: Part) => `The manifest claims ${size} entries, more than the files can hold.`,
  tileAbsent: (name: Part) => `The log file “${name}” is missing.`,
  tileTooMany: (name: Part, size: Part) =>
    `The log file “${name}” is too many: a log of ${size} entries has none such.`,
  tileDiffers: (name: Part) => `The hashes in “${name}” are not those of the entries.`,
  bundleTorn: (name: Part) =>
    `“${name}” does not hold the entries it should; it was cut or extended.`,
  entriesRead: (count: Part) => `${count} entries read.`,
  entryWrong: (place: Part, key: Part, ...parts: Part[]) => `Entry ${place}: ${inner(key, parts)}`,
  logFirst: () => "The log does not begin with the creation of an election of a usable id.",
  createdAgain: (place: Part) => `Entry ${place} creates an election once more.`,
  noteForm: () => "The signed note is not written as laid down; it may be cut or altered.",
  noteUnsigned: (name: Part) => `“${name}” did not sign.`,
  noteBadSignature: (name: Part) =>
    `The signature of “${name}” does not fit: the file was altered or the signature forged.`,
  checkpointForm: () =>
    "A checkpoint has the log's name, the number of entries and the root, a line each.",
  checkpointAt: (size: Part) => `The checkpoint is of ${size} entries.`,
  checkpointOther: (one: Part, other: Part) => `The checkpoint is of “${one}”, not of “${other}”.`,
  witnesses: (names: Part) => `There are witness signatures too (not checked): ${names}.`,
  sizeDiffers: (one: Part, other: Part) =>
    `The checkpoint is of ${one} entries, the log has ${other}.`,
  rootDiffers: () => "The root of the entries is not that of the checkpoint: the log was altered.",
  timeWrong: (place: Part, minute: Part) => `Entry ${place}: “${minute}” is no time.`,

  signatureUsed: (place: Part, event: Part) =>
    `${act(place, event)} uses a signature that was used before.`,
  officerUnknown: (place: Part, event: Part) =>
    `${act(place, event)} is signed by somebody who was not appointed, has no key enrolled, or had not to sign.`,
  samePerson: (place: Part, event: Part) =>
    `${act(place, event)} needs different people; two signatures are of one.`,
  keyNeeded: (place: Part, event: Part) =>
    `${act(place, event)} needs an enrolled key; a signed page will not do.`,
  signatureMissing: (place: Part, event: Part, who: Part, count: Part, have: Part) =>
    `${act(place, event)} needs ${count} of: ${role(who)}; there are ${have}.`,
  urnOrder: (place: Part) =>
    `The ballot of entry ${place} was not booked at the close, or not in ascending order.`,
  cardTwice: (place: Part) => `The card of entry ${place} has voted in this round before.`,
  cardDead: (place: Part) => `The card of entry ${place} is void.`,
  cardDiesTwice: (place: Part) =>
    `Among the cards made void by entry ${place} is one that was void before.`,

  noList: () => "no list is frozen yet",
  numberTwice: () => "A project's number occurs twice.",
  definitionWrong: (round: Part, key: Part, ...parts: Part[]) =>
    `The definition of round ${round}: ${inner(key, parts)}`,
  definitionDiffers: (round: Part, field: Part) =>
    `“${field}” in the definition of round ${round} is not what the log says.`,
  projectChanged: (round: Part, number: Part) =>
    `Project ${number} of round ${round} is not the one of the round before.`,
  orderWrong: (by: Part) =>
    `The list is not in the order of the rules (${by}), or not numbered from 1.`,
  orderUnchecked: (by: Part) => `The order of the projects (${by}) was not checked by this page.`,
  summaryTooMany: (name: Part) => `“${name}” is too many for the stage of the log.`,
  summaryAbsent: (name: Part) => `“${name}” is missing for the stage of the log.`,
  summaryOther: (name: Part) => `“${name}” is not what the log says of the last decided round.`,

  noKey: () => "no election key was made",
  ballotsWithoutKey: () => "There are tablet ballots, but no election key was made.",
  keyShape: (people: Part, threshold: Part) =>
    `The trustees' document is not one of ${threshold} of ${people} holders, as the log has it.`,
  messageAbsent: (holder: Part) =>
    `The log lacks a message that holder ${holder} should have sent.`,
  holderFault: (holder: Part, code: Part) => `What holder ${holder} sent does not hold (${code}).`,
  documentOther: () => "The trustees' document is not made of the holders' messages in the log.",
  keyOther: () =>
    "The election key in the log does not follow from the document: somebody has another key.",
  certificateCode: (holder: Part) =>
    `The code of the certificates that holder ${holder} confirmed is another.`,
  keyCode: (holder: Part) => `The code of the key that holder ${holder} confirmed is another.`,

  noTablets: () => "no tablet ballots",
  noCards: () => "no voting cards were printed",
  ballotsWithoutCards: () => "There are tablet ballots, but no voting cards were printed.",
  listForm: (round: Part) =>
    `The list of credentials of round ${round} is not sorted and written as laid down, or has one twice.`,
  listLength: (round: Part, count: Part, printed: Part) =>
    `The list of credentials of round ${round} has ${count}; ${printed} cards were printed.`,
  listStrange: (round: Part, count: Part) =>
    `${count} in the list of credentials of round ${round} are no keys of the group.`,
  deadUnknown: (round: Part, count: Part) =>
    `${count} of the void credentials of round ${round} are not in its list.`,
  archiveForm: (what: Part) =>
    `The archive of sealed ballots is not of the written form (${what}).`,
  archiveWrong: (round: Part, key: Part, ...parts: Part[]) =>
    `Round ${round}: ${inner(key, parts)}`,
  archiveTime: (round: Part) =>
    `The archive of round ${round} does not bear the time of the close.`,
  archiveElection: (round: Part) =>
    `The sealed election of round ${round} does not follow from definition and key.`,
  archiveTrustees: (round: Part) =>
    `The trustees' document in the archive of round ${round} is not that of the log.`,
  archiveList: (round: Part) =>
    `The list of credentials in the archive of round ${round} is not that of the cards.`,
  archiveBallots: (round: Part, lost: Part, more: Part) =>
    `The archive of round ${round} is not the log's: ${lost} missing, ${more} too many, or another order.`,
  cardUnknown: (round: Part, digest: Part) =>
    `The credential of ${ballot(round, digest)} is not in the list.`,
  cardOther: (round: Part, digest: Part) =>
    `The log books ${ballot(round, digest)} on another credential than the one that signed it.`,
  ballotWrong: (round: Part, digest: Part, code: Part) =>
    `Form, proofs or signature of ${ballot(round, digest)} do not hold (${code}).`,
  ballotExclusive: (round: Part, digest: Part, code: Part) =>
    `The exclusivity proofs of ${ballot(round, digest)} do not hold (${code}).`,
  ballotsChecked: (count: Part) => `${count} sealed ballots checked.`,

  notOpened: () => "no sum of tablet ballots was opened",
  productOther: (round: Part) =>
    `The encrypted tally of round ${round} is not the product of its ballots: some left out, counted twice, or altered.`,
  archiveTally: (round: Part) =>
    `Tally, number or weight in the archive of round ${round} are not those of the log.`,
  archivePartials: (round: Part) =>
    `The decryptions in the archive of round ${round} are not those of the log.`,
  decryptionWrong: (round: Part, holder: Part, code: Part) =>
    `The decryption of holder ${holder} in round ${round} does not hold (${code}).`,
  openingWrong: (round: Part, code: Part) =>
    `The sum of round ${round} cannot be opened (${code}).`,
  resultOther: (round: Part, sums: Part) =>
    `The result in the archive of round ${round} is not what the decryptions give: ${sums}.`,
  tabletsOther: (round: Part) =>
    `The tablets' totals of round ${round} in the log are not what was opened.`,
  noTotals: () => "no totals yet",
  paperOtherTotals: (round: Part) =>
    `The totals of round ${round} are not those that two tellers agreed on or that the sheets gave.`,
  tabletsUnopened: (round: Part) => `Round ${round} has tablet totals, but no sum was opened.`,

  noOutcome: () => "no outcome yet",
  modeUnknown: (what: Part) =>
    `this page does not know how to count under these rules (${what}); use piaojue verify`,
  identityFails: (round: Part, place: Part, name: Part, left: Part, right: Part) =>
    `Round ${round}, ${where(place)}: ${name} fails, ${left} and ${right}.`,
  outcomeBlocked: (round: Part) => `Round ${round}: the books differ, so there can be no outcome.`,
  noQuorum: (needed: Part, present: Part) => `${needed} must be present, ${present} were.`,
  unequalProjects: () => "The channels do not list the same projects, each once.",
  outcomeDiffers: (round: Part, field: Part) =>
    `Round ${round}: the outcome in the log is not the one worked out anew (${field}).`,
  outcomeIs: (round: Part, status: Part) => `The outcome of round ${round} is ${status}.`,
  sentencesUnchecked: () =>
    "Every figure was worked out anew; the sentences that name the clauses were not checked.",

  signaturesChecked: (count: Part) => `${count} signatures by key checked.`,
  signedByHand: (count: Part) =>
    `${count} more were signed on paper, which no program can check; look at the originals.`,
  officersLate: (place: Part) =>
    `Entry ${place} changed the officers after the list was frozen or the key was begun; was it passed by the session?`,
  pageForKey: (place: Part, event: Part, who: Part, holder: Part) =>
    `${act(place, event)}: ${role(who)} ${holder} has a key enrolled, but a signed page stands in its place; ask that person.`,
  signatureWrong: (place: Part, who: Part, holder: Part) =>
    `In entry ${place} the signature of ${role(who)} ${holder} does not fit what it stands under.`,
  notCertified: () => "nobody has certified yet",
  certifiedOn: (round: Part, key: Part, ...parts: Part[]) =>
    `The checkpoint certified in round ${round}: ${inner(key, parts)}`,
  certifiedElsewhere: (round: Part) =>
    `The checkpoint certified in round ${round} is of another log.`,
  certifiedWhen: (round: Part, size: Part) =>
    `The checkpoint certified in round ${round} has ${size} entries: without the outcome, or later than the signatures.`,
  certifiedOther: (round: Part, size: Part) =>
    `The checkpoint certified in round ${round} is not of the first ${size} entries: the signers saw another log.`,
  noPapers: () => "no papers were issued yet",

  nothingToCompare: () => "nothing was given to compare with",
  digitsForm: () =>
    "What to compare with has 64 or 16 hexadecimal digits; type it again from the signed paper.",
  definitionUnexpected: () =>
    "The definition is not the one given: this is not the record of what you signed.",
  logKeyUnexpected: () => "The log key is not the one given: this log is not of that server.",
  logShortened: (seen: Part, here: Part) =>
    `The given checkpoint has ${seen} entries, this log only ${here}: something was cut off.`,
  logRewritten: (seen: Part) =>
    `The first ${seen} entries are not those of the given checkpoint: the log was rewritten.`,

  onlyProgram: () => "not checked by this page; use piaojue verify",
  needsFirst: (numbers: Part) => `${numbers} must pass first`,
  nothingThere: (numbers: Part) => `nothing to look at (see ${numbers})`,
} satisfies Sentences;
