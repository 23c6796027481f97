/** The names of acts, fields and roles, and a sentence for every fault, in English. */

export const acts: { [event: string]: string } = {
  list_frozen: "Fix the list",
  definition_withdrawn: "Withdraw the list",
  opened: "Open the vote",
  closed: "Close the vote",
  paper_frozen: "Freeze the paper count",
  opening_authorised: "Authorise opening the tablet sum",
  round_voided: "Declare the round void",
  fallback_declared: "Book a failed device",
  presidium_decided: "Book a decision of the presidium",
  lot_drawn: "Book a drawn lot",
  batch_withdrawn: "Withdraw a bundle",
  sample_drawn: "Draw the sample",
  sheets_adjudicated: "Rule on doubtful sheets",
  certified: "Certify the result",
  announced: "Announce the result",
  hand_count_entered: "Enter a hand count",
};

export const meaning: { [event: string]: string } = {
  list_frozen: "Once signed, projects and rules change no more; ballots are printed from them.",
  opened: "Once all have signed, ballots are taken; the election key can be replaced no more.",
  closed: "Once all have signed, no ballot is taken any more; voting is never resumed.",
  paper_frozen: "Once all have signed, the count of the paper changes no more.",
  opening_authorised: "Once signed, the key holders may open this round's tablet sum.",
  round_voided: "Once all have signed, the round does not count; its tablet sum is never opened.",
  certified: "Your signature says that you checked this result and answer for it.",
};

export const fields: { [field: string]: string } = {
  at: "Proposed at",
  definition: "Digest of list and rules (SHA-256)",
  candidates: "Numbers of the projects",
  seats: "To be chosen",
  reason: "Reason",
  ground: "Ground",
  clause: "Clause",
  device: "Device",
  readings: "Sheets read so far",
  matter: "Matter",
  projects: "Numbers of the projects",
  text: "Text",
  seed: "Seed",
  chosen: "Numbers of the chosen",
  batch: "Bundle",
  count: "Count",
  outcome: "Digest of the result (SHA-256)",
  checkpoint: "Checkpoint of the log",
  level: "Published",
  order_seed: "Seed of the order",
  entry: "Entry",
  teller: "Teller",
};

export const statuses: { [status: string]: string } = {
  final: "Decided",
  tie_at_cutoff: "A tie at the last place",
  shortfall: "Fewer than were to be chosen",
  no_quorum: "No quorum",
  issue_exceeds_present: "More issued than present; take the surplus back first",
  void_returned_gt_issued: "Void: more returned than issued; vote again",
  integrity_error_sum_gt_valid_x_k: "Wrong: more approvals than valid ballots times places",
  integrity_error: "The figures do not reconcile; nothing may be announced",
  undecided_second_tie: "A tie again",
};

export const roles: { [role: string]: string } = {
  clerk: "Clerk",
  presider: "Presider",
  chief_scrutineer: "Chief scrutineer",
  scrutineer: "Scrutineer",
  teller: "Teller",
};

export const STOP = "Stop, do not try again, and tell the chief scrutineer at once.";

export const faults: { [code: string]: string } = {
  "key.passphrase": "The passphrase is wrong, or the file is damaged. Type it again.",
  "key.mismatch": `Private and public key in the file do not belong together. ${STOP}`,
  "safe.form": "That is no scrutineer's key file, or it is damaged. Choose your own .key file.",
  "safe.box": `The key file is damaged, or somebody exchanged parts of it. ${STOP}`,
  "safe.other":
    "That is not the file just saved: the newest is not in it. Choose the right one, or save again.",
  "safe.log_key": `The log key that the service gives is not the one your file remembers. ${STOP}`,
  "worker.unsaved": "The key file is not known to be saved. Save it and read it back first.",
  "worker.has_share":
    "You have a share of this key, and the service asks for another. Give yours up only if the secretariat said aloud that all begin again.",
  "worker.lost": "The program of this page failed. Reload, and go on with the key file.",
  "worker.out_of_turn": "Out of order. Reload, and go on with the key file.",
  "keys.code": `The codes differ. ${STOP}`,
  "sealed.bad_share":
    "One scrutineer's share is not what was committed to. Tell the chief; all begin again.",
  "sealed.share": "One share does not open. Tell the chief; all begin again.",
  "sealed.rushing": `Somebody published out of order, or not what was committed to. ${STOP}`,
  "sealed.copied": `Two scrutineers sent the same; somebody copies. ${STOP}`,
  "sealed.not_a_member":
    "Your key is not in this key generation. Is it the right file? If it is, tell the chief.",
  "sealed.reloading": "The saved file does not decrypt the test value. Tell the chief.",
  "sealed.second_tally": `Your key has opened another sum of this round; the difference of two would show single ballots. ${STOP}`,
  "sealed.too_few_ballots":
    "Too few tablet ballots: their sum alone would show single choices. Tell the chief.",
  "sealed.unknown_credential": `A ballot's card is not in this round's list, or is void. ${STOP}`,
  "sealed.second_ballot": `One card has two ballots. ${STOP}`,
  "log.checkpoint": `The signature of the log's checkpoint is wrong. ${STOP}`,
  "log.root": `The log is not the one of its checkpoint: somebody changed it. ${STOP}`,
  "log.key": `A key in the log is not the one remembered. ${STOP}`,
  "log.tally": `The sum in the log is not the one computed here from all ballots. ${STOP}`,
  "log.second_tally": `The log names two sums for this round. ${STOP}`,
  "log.object": `What the service gives is not what the log names. ${STOP}`,
  "log.cast": `A ballot was booked before the close, twice, or after the opening. ${STOP}`,
  "log.signature": `A signature in the log is missing or wrong. ${STOP}`,
  "log.void": "This round is void; its tablet sum is never opened.",
  "log.unauthorised": "The chief scrutineer has not authorised the opening yet. Please wait.",
  "log.early": `The opening was authorised before the close or the paper count. ${STOP}`,
  "log.stage": "This round cannot be opened now.",
  "log.incomplete": "The log has no list, key or cards of this round: nothing to open.",
  "act.not_yet": "Not yet; please wait.",
  "form.differ": "The two are not the same; type them again.",
  "form.short": "A passphrase has 8 characters at least.",
  "form.file": "Choose the file first.",
  "form.other": "This file is another person's, or another key. Choose your own.",
  "form.code": "Type the eight digits.",
  "form.read": "Check first, then tick “I have checked every item”.",
  "key.none": "You have no signing key yet. Open the page of keys first.",
  "key.no_share": "This file has no share of this vote's key. Choose another.",
  "paper.no": "The passphrase is wrong, or this is not your paper for this vote.",
  "service.unreachable": "The service does not answer. Check the network and press again.",
  "statement.other": `What is to be signed is not what is shown. Do not sign. ${STOP}`,
  "outcome.other": `The result to be signed is not the one shown. Do not sign. ${STOP}`,
};

/** Words that an act's fields may hold. */
export const values: { [word: string]: string } = {
  returned_gt_issued: "More ballots came back than were issued",
  urn_lost: "Ballot box data damaged",
  keys_lost: "Too few key holders",
  below_min_channel: "Too few tablet ballots",
  devices_failed: "Failure of a device",
  scanner: "Scanner",
  tablets: "Tablets",
  network: "Network",
  tie: "Tie",
  second_tie: "Second tie",
  shortfall: "Vacant seats",
  revote: "Vote anew",
  names: "Names of the chosen",
  names_approve: "Names and approvals of the chosen",
  full: "All totals of all projects",
};
