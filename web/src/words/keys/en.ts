/** The same in English. */

import { acts, faults, fields, meaning, roles, STOP, statuses, values } from "./terms-en";
import type { KeyWords } from "./zh";

export const en: KeyWords = {
  tag: "en",
  other: "中文",
  rehearsal: "Rehearsal · without effect",
  acts,
  meaning,
  fields,
  statuses,
  values,
  roles,
  faults,
  suspicious: `A check failed. ${STOP}`,
  holder: (number) => `Scrutineer ${number}`,
  seat: (role, number) =>
    role === "scrutineer" || role === "teller"
      ? `${roles[role] ?? role} ${number}`
      : (roles[role] ?? role),
  round: (number) => `Round ${number}`,
  stage: (name) => `Stage: ${name}`,
  opening: "Opening…",
  again: "Try again",
  back: "Back",
  leave: "Sign out",
  insecure:
    "This address is not encrypted (https); no key may be used here. Start the service with piaojue serve --tls.",
  sorry: "This cannot go on now",

  loginTitle: "Scrutineer's key: sign in",
  name: "Name",
  password: "Password",
  login: "Sign in",
  newPasswordTitle: "Choose a password of your own first",
  newPassword: "New password (12 characters at least)",
  newPasswordAgain: "New password again",
  change: "Change",

  passphrase: "Passphrase of the key",
  passphraseAgain: "Passphrase again",
  passphraseHow:
    "The passphrase is used on this computer only and never sent; nobody can find it again for you. 8 characters at least, and not your password.",
  newKeyTitle: "Choose the passphrase of your key",
  newKeyHow:
    "You have no signing key. It is made on this computer now; it signs, and guards the election key.",
  makeKey: "Make the signing key",
  working: "Computing; please wait…",
  unlockTitle: "Open your key",
  unlockHow: "Choose the key file that you saved (.key) and type its passphrase.",
  pickFile: "Choose the key file…",
  noFile: "none chosen",
  showSecret: "Show",
  hideSecret: "Hide",
  unlock: "Open",
  noFileTitle: "No key file",
  noFileHow:
    "For the first time, or on another computer: the passphrase alone lets you sign. Whoever has made a share of the election key needs the file, or the paper.",
  unlockWithout: "By the passphrase alone",
  paperTitle: "The key file is lost: use the paper",
  paperHow:
    "Hold the square code of the paper to the camera, or type its groups; then type the passphrase of that time.",
  paperCode: "The groups on the paper",
  paperGo: "Restore from paper",
  paperWrong: (group) => `Group ${group} is wrong; compare it with the paper.`,
  camera: "Scan with the camera",
  cameraStop: "Stop the camera",
  cameraOn: "The camera is on. Hold the square code in the middle of the picture.",
  cameraNone: "The camera cannot be used. Type the groups instead.",
  notACard: "That is no key on paper, or it was not read whole. Scan again.",

  mine: "Your votes",
  none: "You have no part in a vote yet. Tell the secretariat your name, and come back once appointed.",

  home: "Keys and signatures",
  you: (seats) => `You are: ${seats}.`,
  noSeat:
    "Your signing key is not on this vote's list. Ask the secretariat, and reload once appointed.",
  nothing: "There is nothing for you to do now. This page changes by itself when there is.",
  keyPart: "The election key",
  table: "How far everybody is",
  steps: {
    certificate: "Certificate",
    commitment: "Code, commitment",
    contribution: "Shares",
    verification: "Verification",
    proven: "Proven",
  },
  done: "✓ done",
  pending: "waiting",
  notStarted:
    "The key generation has not begun; secretariat or chief begin it. This page changes by itself.",
  notHolder: (count) => `Scrutineers 1 to ${count} hold the key; you hold none.`,
  waitFor: (step, who) =>
    `Waiting for scrutineer ${who}: ${step}. It goes on by itself; do not close this page.`,
  waitKey: "Waiting for the service to put the election key together.",
  keyDone: "Your share of the election key is made: saved, and proven.",
  lostShare:
    "The opened key has no share of this election key. Reload and choose the file that you saved, or use the paper. With neither, the others can still open the sum if they are enough.",

  startTitle: "Make your share of the election key",
  start: "Begin: make the election key",
  startHow: (count) =>
    `${count} scrutineers, each at the own computer, in one room. The share is made here, saved in an encrypted file and read back; only then it goes on.`,
  startAgain: "Begin again and give the old share up",
  startAgainHow:
    "You have a share, and the service asks for another. Press below only if the secretariat said aloud that all begin again; your share is void then.",

  saveTitle: (step) => `Save the key file: ${step}`,
  saveSeed: "(1) as just made",
  saveWhole: "(2) complete",
  saveOpened: "(3) which remembers the opening",
  saveNow: "Save the key file",
  saveFirst: "1. Save",
  saveFirstHow:
    "Save the file to your own USB stick or folder. It is encrypted and does not open without the passphrase; keep it all the same, and give it to nobody.",
  saveSecond: "2. Read it back",
  saveSecondHow:
    "Choose the file just saved and type the passphrase again. Only so it is known that the file is there and the passphrase right.",
  saveCheck: "Check the saved file",
  saveOld: "Then keep this newest file only, and delete the earlier ones.",
  fileSaid: (name) => `Name: ${name}`,

  codeTitle: (what) => `Read aloud: ${what}`,
  codeCertificates: "certificates",
  codeKey: "election key",
  codeOwn: "The code that your computer computed",
  codeHow:
    "Everybody reads the eight digits of the own screen aloud, in turn. All screens must show the same. Type what you hear from another.",
  codeHeard: "The eight digits that you heard",
  codeSame: "The same; confirm",
  codeWrong: (own, heard) =>
    `Not the same: your computer has ${own}, you typed ${heard}. If you mistyped, reload this page; if something else was really read aloud: ${STOP}`,

  print: "Print the key on paper",
  printTitle: "Election key on paper",
  printHow:
    "If the key file is lost or damaged, this paper and the passphrase restore it. Without the passphrase it opens for nobody. Do not write the passphrase on it; put it into an envelope and keep it.",
  printLimit:
    "This paper does not remember what you opened: after an opening, use the file if you have it.",
  printNow: "Print",
  printGroups: "Groups (if the code cannot be scanned)",

  before: "Before the vote opens: zero ballots, and the key once more",
  beforeTitle: "Before the vote opens",
  zeroTitle: "Zero ballots",
  zeroHow: "Compare each figure with what is in the hall.",
  zero: {
    printed: "Cards printed",
    issued: "Handed out",
    left_over: "Left over, cancelled",
    cast: "In the tablets' urn",
    sheets: "In the ballot box",
  },
  zeroShown: "open it and show it to everybody",
  zeroCast: "0 (the round is not open; no ballot is taken)",
  cards: (count) => String(count),
  zeroDone: "Checked: all zero",
  zeroConfirmed: "You have checked: the urns are empty.",
  zeroFirst:
    "You have not confirmed yet that the counters are zero. Do that before you sign the opening.",
  tryKey: "Try your key once more",
  tryKeyHow:
    "Choose your key file, type the passphrase, and decrypt a test value. A lost file or passphrase can still be mended now.",
  tryKeyGo: "Try",
  tryKeyGood: "The key works: the file was read, the test value decrypted.",

  signPart: "For you to sign",
  look: "Read and sign",
  propose: (act) => `Propose: ${act}`,
  signTitle: (act) => `Sign: ${act}`,
  signAs: (seat) => `You sign as: ${seat}`,
  signRead: "I have checked every item",
  signRefuse: "If in doubt, do not sign, and tell the chief scrutineer.",
  sign: "Sign",
  signed: "Signed. All signatures are there; it is in force.",
  signedRest: (count) => `Signed. ${count} more must sign.`,
  digestOf: "Digest of the text (SHA-256)",
  result: "Result",
  chosen: "Chosen",
  tied: "Tied",
  seatsLeft: "Places left",
  vacant: "Vacant",
  project: "Project",
  marks: { approve: "For", oppose: "Against", abstain: "Abstain", illegible: "Illegible" },
  prints: "Four fingerprints (read them aloud, write them on the signed page)",
  printNames: {
    definition: "Definition",
    electionKey: "Election key",
    logKey: "Log key",
    checkpoint: "Checkpoint",
  },
  noPrint: "(none)",
  rulings: (count) => `By signing you agree with the decisions on these ${count} sheets.`,
  rulingsValid: (count) => `Valid: ${count}`,
  rulingsVoid: (ground, count) => `Void (${ground}): ${count}`,
  rulingsForeign: (count) => `Not printed for this vote: ${count}`,
  rulingsChanged: (count) =>
    `The decisions on ${count} of them were changed since, or are booked already. Take this proposal back and propose anew.`,
  rulingsEach: "Before signing, see what was decided of each sheet: ",
  rulingsRecord: "record of decisions to be signed (PDF)",

  openPart: "Opening the tablet sum",
  openGo: "Fetch all ballots, check and add them here",
  openWait: (missing) => `Not yet: ${missing}`,
  openWaitFor: {
    paper: "the paper count is not frozen",
    chief: "the chief scrutineer has not authorised it",
  },
  counting: "Checking every ballot…",
  countingHow:
    "This computer fetches all ballots of the closed log, checks each one and multiplies them itself. Do not close this page.",
  counted: "What this computer found",
  countedBallots: (count) =>
    `The log is the one of its checkpoint; ${count} tablet ballots were checked, one for each card.`,
  countedDigest: "Digest of the sum",
  countedHow:
    "Read the number and the first four groups aloud. Decrypt only if all screens show the same.",
  decrypt: "The same; decrypt this sum",
  accepted: "The service checked your proof and accepted it.",
  acceptedHow: "Your key decrypts no other sum of this round.",
  partials: (have, need) => `${have} of ${need} needed are there.`,
  enough: "They are enough to count; the others are welcome all the same, and confirm each other.",
  absent: "If somebody is absent, or a computer or key is lost, the others can open it.",
  openedTitle: "Decryption sent",
  opened: "Your decryption was sent.",

  elementSign: "Sign with my key",
  elementKeys: "The page of keys",
};
