/** What the checks read of events. That each event has its own fields, L-03 has checked before. */

import type { Json } from "../crypto/canonical";

export interface Approval {
  approval: "key" | "paper";
  role: string;
  holder: number;
  signature: string;
  page: string;
}

export interface Officer {
  role: string;
  number: number;
  key: string | null;
}

export interface ItemTotals {
  number: number;
  approve: number;
  oppose: number;
  abstain: number;
  illegible: number;
  points?: number;
  grades?: number[];
  dont_know?: number;
}

export interface Written {
  title: string;
  approve: number;
}

export interface ChannelTally {
  channel: string;
  returned: number;
  valid: number;
  invalid: number;
  foreign: number;
  items: ItemTotals[];
  written?: Written[];
}

export interface Rules {
  ballot_mode: string;
  choices: string[];
  grades: string[];
  quorum_rule: string;
  threshold: Json;
  threshold_base: string;
  runoff_threshold: Json;
  shortfall_threshold: string;
  rank_by: string;
  tie_rule: string;
  no_input_means: string;
  write_in: string;
  ballot_order: string;
  category_quota: Json;
  budget_cap: { hard: boolean } | null;
  scrutineers: { keys: number; threshold: number };
}

export interface Losing {
  number: number;
  reason: string;
}

export interface Outcome {
  status: string;
  threshold?: number | null;
  base?: number | null;
  elected: number[];
  tied: number[];
  seats_left: number;
  vacant: number;
  not_elected: Losing[];
  counts: ItemTotals[];
  ballots: Json;
  channels: Json;
}

export interface Event {
  event: string;
  round: number;
  at: string;
  id: string;
  title: string;
  session: string;
  body: string;
  rules: Rules;
  group: string;
  rehearsal: boolean;
  log_key: string;
  templates: string[];
  officers: Officer[];
  definition: string;
  candidates: number[];
  seats: number;
  approvals: Approval[];
  approval: Approval;
  kind: string;
  threshold: Json;
  hands: boolean;
  trustees: number | string;
  index: number;
  step: string;
  payload: string;
  code: string;
  proof: string;
  public_key: string;
  count: number;
  layout: string | null;
  credentials: string[] | string[][];
  roster_total: number;
  present: number;
  channel: "paper" | "tablet";
  left_over: number;
  archived: number;
  from_channel: "paper" | "tablet";
  to_channel: "paper" | "tablet";
  ballot: string;
  proofs: string | null;
  credential: string;
  teller: number;
  tally: string | ChannelTally | { channels: ChannelTally[] };
  owner: number;
  factors: string;
  strong: string;
  outcome: string | Outcome;
  checkpoint: string;
  chosen: number[];
  docx: string;
  pdf: string;
  groups: { outcome: string }[];
  combined: string;
  items: { crops: string[] }[];
  sheets: { pages: string[] }[];
}

/** The events that one officer alone answers for. */
const ALONE = ["hand_count_entered", "key_contribution", "keys_proven"];

export function approvalsOf(event: Event): Approval[] {
  return [...(event.approvals ?? []), ...(ALONE.includes(event.event) ? [event.approval] : [])];
}

/** The public objects that an event names; Python's audit.record.objects. */
export function objectsOf(event: Event): string[] {
  switch (event.event) {
    case "election_created":
      return event.templates ?? [];
    case "list_frozen":
      return [event.definition];
    case "sheets_printed":
      return named(event.layout);
    case "election_key":
      return [event.trustees as string];
    case "cards_printed":
      return event.credentials as string[];
    case "ballot_cast":
      return named(event.proofs);
    case "encrypted_tally":
      return [event.tally as string];
    case "partial_decryption":
      return [event.factors, event.strong];
    case "evaluation_combined":
      return [...event.groups.map(({ outcome }) => outcome), event.combined];
    case "paper_published":
      return [
        ...event.items.flatMap(({ crops }) => crops),
        ...event.sheets.flatMap(({ pages }) => pages),
      ];
    default:
      return [];
  }
}

function named(object: string | null | undefined): string[] {
  return object === null || object === undefined ? [] : [object];
}
