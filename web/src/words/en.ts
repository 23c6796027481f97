/** The same in English. */

import type { Words } from "./zh";

const marks = { approve: "For", oppose: "Against", abstain: "Abstain" };

const refusals: { [code: string]: string } = {
  "card.unknown":
    "This is not a card of this round. Check that it is of this session, or ask a scrutineer for another.",
  "card.void": "This card is void and cannot vote. Ask a scrutineer for another.",
  "card.spent":
    "This card has voted already; a card votes once. If you have not voted, keep the card and tell a scrutineer at once.",
  "ballot.burnt":
    "This ballot was opened for a check and cannot be cast. Your card is still good; fill in again.",
  "ballot.not_counted":
    "Voting is closed. Your ballot was not received and is not counted. Tell a scrutineer.",
  "stage.wrong": "No ballots are taken now. Follow the presider.",
  "round.unknown": "There is no such round. Ask the staff to check this tablet's address.",
  "election.unknown": "There is no such vote. Ask the staff to check this tablet's address.",
  "keys.not_ready": "This round has no tablet voting. Use paper, or ask the staff.",
  "act.not_yet": "The list of this round is not fixed yet. Please wait.",
};

export const en: Words = {
  tag: "en",
  other: "中文",
  rehearsal: "Rehearsal · ballots have no effect",
  opening: "Opening the vote…",
  tryAgain: "Try again",
  startAgain: "Start again",
  elsewhere: "Another vote",

  refusals,
  refused: (sentence) => `The service refused: ${sentence} Tell the staff.`,
  offline:
    "The service does not answer. Wait a little and try again; if it stays so, raise your hand so that the staff can look at the network.",
  untrusted:
    "What the service says of this vote failed its checks; this tablet must not be used. Tell the chief scrutineer at once and use another tablet or paper.",
  broken:
    "The program of this page failed. Press “Start again”; if it happens again, use another tablet. Your card has not been used.",
  insecure:
    "This address is not encrypted (https), so nobody can vote here. The staff must start the service with piaojue serve --tls and open an address that begins with https.",
  lowBattery:
    "This tablet's battery is below 20 % and not charging. Use another, or ask for power.",

  startTitle: "Scan your voting card",
  cleared:
    "Nobody touched this tablet for a while, or it slept, so it was cleared. If you have not voted yet, scan your card again and start over.",
  startHow:
    "Hold the square code of the card to the reader or the camera. If it does not scan, type the four groups printed on the card.",
  camera: "Scan with the camera",
  cameraStop: "Stop the camera",
  cameraOn: "The camera is on. Hold the square code in the middle of the picture.",
  cameraNone:
    "The camera of this tablet cannot be used (there is none, or it is not allowed). Type the four groups instead.",
  notACard:
    "That is no voting card, or it was not read whole. Scan again, or type the four groups.",
  typed: "Type the code of the card",
  group: (number) => `Group ${number}`,
  groupRight: (number) => `Group ${number} is right`,
  groupWrong: (number) => `Group ${number} is wrong; compare it with the card.`,
  groupShort: (number) => `Group ${number} must have 5 characters.`,
  go: "Vote",
  checking: "Asking about this card…",
  notOpen: "Voting has not begun. This page will change by itself when it does.",
  closedNow: "Voting in this round is closed.",
  prints: "Compare fingerprints",
  printsHow:
    "These must be the same as on your card. If they are not, do not vote, and tell a scrutineer at once.",
  printDefinition: "Definition",
  printKey: "Election key",
  printLog: "Log key",

  chooseTitle: (session) => `Ballot: ${session}`,
  chosen: (count, most) => `For: ${count} of at most ${most}`,
  chosenExactly: (count, exactly) => `For: ${count} of exactly ${exactly}`,
  rated: (count, all) => `Rated: ${count} of ${all}`,
  wholeSaid: (mark) => `The whole list: ${mark}`,
  wholeAsk: "All projects above, as a whole",
  full: (most) =>
    `At most ${most} projects, and you are for ${most} already: this one was not marked. To choose it, change another one first.`,
  short: (exactly, count) =>
    `Exactly ${exactly} projects; you are for ${count}. Choose the rest first.`,
  investment: "Investment",
  wan: (text) => `${text} × 10,000 yuan`,
  department: "Responsible",
  place: "Place",
  content: "What it is",
  readAll: "Read all",
  marks,
  notChosen: "Not chosen",
  nothingMarked: "Nothing marked (counts as abstention)",
  review: "Review my choices",

  reviewTitle: "Review your choices",
  reviewCount: (mark, count) => `${mark}: ${count}`,
  allBlank: "You have marked nothing; everything counts as abstention.",
  none: "none",
  sealing: "Sealing the ballot…",
  sealed: "The ballot is sealed",
  sealCode: "Seal code",
  sealCodeHow:
    "It stands for this sealed ballot and tells nothing of your choices. Note the first four groups if you want to check.",
  cast: "Cast the ballot",
  back: "Back to change",
  challenge: "Check it (open, do not cast)",
  challengeHow:
    "If you doubt that the tablet sealed your choices, check: the ballot is opened for a second device and is void; your card can still vote.",

  casting: "Casting; please stay…",
  castingLong: "When everybody votes at once, this may take some tens of seconds.",
  lostTitle: "The network is down; your ballot is safe",
  lost: (times) =>
    `The sealed ballot is still in this tablet. Tried ${times} times, going on. Do not close this page.`,
  lostHelp:
    "If it takes long, raise your hand. On another tablet scan your card first: “voted” means that it arrived and you are done; otherwise vote again there.",
  again: "Try now",

  doneTitle: "You have voted",
  done: "Your ballot is in the urn.",
  receiptRight: "The receipt was checked: the service's signature is right.",
  receiptWrong:
    "The service took your ballot, but the receipt failed its check. Stay, tell the chief scrutineer at once, and note the tracker.",
  tracker: "Tracker",
  trackerHow:
    "Copy it if you like. After the close it shows that the ballot is there, and not what it says.",
  dropCard: "Drop your card into the card box.",
  finish: "Finish",
  lingers: "This page clears itself after a minute.",
  linger: "Still copying: one more minute",

  spentTitle: "This card: voted",
  spent:
    "This card has voted and its ballot is in the urn. If you have not voted, keep the card and tell a scrutineer at once.",
  voidTitle: "This card: void",
  sorryTitle: "No voting now",

  challengeTitle: "Check: this ballot is void and will not count",
  challengeSteps:
    "Open the address below on another device and scan the code, or type it. Choices and seal code there must be exactly yours. If not, tell the chief scrutineer at once and stop using this tablet.",
  challengeCode: "Code for typing",
  challengeBack: "Done; fill in again",
  burning: "Asking the service to void this ballot…",

  idleTitle: "Are you still there?",
  idle: (seconds) =>
    `Nothing happens. In ${seconds} seconds this page is cleared; a ballot not yet cast is not kept.`,
  stay: "I am here, go on",
  help: "Ask for help",
  helpTitle: "Staff, please come",
  helpHow:
    "Your choices are covered. Raise your hand. Press “Go on” yourself once the staff have left; you will be where you were.",
  resume: "Go on",

  assistedTitle: "Let somebody fill in for you",
  assistedHow:
    "If you cannot fill in the ballot yourself, for a disability or the like, somebody whom you trust may do it. They fill in what you say and read it to you; both of you confirm before it is cast. Nothing records who was helped, or which ballot it was.",
  assistedOn: "Somebody fills in for me",
  assistedOffHow: "Somebody is filling in for you. You may go on yourself; what is marked stays.",
  assistedOff: "I fill in myself",
  assistedNow: "Filled in by a second person: mark only what the deputy says.",
  assistedOnward: "Both people confirm",
  assistedConfirm: "Both people, please confirm",
  assistedRead:
    "Whoever filled in reads the choices below to the deputy, one by one. Then each of you confirms.",
  assistedDeputy: "The deputy: what was read to me is my choice.",
  assistedSecond:
    "The second person: I filled in what the deputy said, changed nothing, and tell nobody.",
  deputyMissing:
    "Not cast yet: the deputy confirms first. If what was read is not right, press “Back to change”.",
  secondMissing: "Not cast yet: the second person must confirm too.",
  assistedTell: "Please tell a scrutineer: one assisted ballot. Do not say whose.",

  checkTitle: "Check a sealed ballot",
  checkHow:
    "This is the second device: scan the code on the voting tablet, or type the code shown there.",
  checkTyped: "Type the code",
  checkGo: "Check",
  checking2: "Computing…",
  checkWrong: (group) => `Group ${group} of the code is wrong; compare it.`,
  checkNone: "That is no code for a check. Scan again, or compare what you typed.",
  checkFound: "What the sealed ballot really says",
  checkCode: "The seal code must be that of the voting tablet",
  checkBurnt: "The service confirms: this ballot is void and will not count.",
  checkCast: "The service says that this ballot was cast. Tell the chief scrutineer at once.",
  checkCompare:
    "If seal code and every choice agree with the voting tablet, the check is passed. If anything differs, tell the chief scrutineer at once and stop using that tablet.",
  checkAgain: "Check another",
};
