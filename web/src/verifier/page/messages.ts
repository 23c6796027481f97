/** What the page asks of the worker, and what it is told. */

import type { Found } from "../lookup";
import type { Summary } from "../summary";
import type { Result } from "../verify";

export interface Start {
  kind: "verify";
  file: Blob;
  definition: string | null;
  logKey: string | null;
  checkpoint: Blob | null;
}

export interface LookUp {
  kind: "lookUp";
  tracker: string;
}

export type Asked = Start | LookUp;

export type Told =
  | { kind: "result"; result: Result }
  | { kind: "counting"; done: number; all: number }
  | { kind: "end"; summary: Summary | null }
  | { kind: "found"; found: Found | null | "form" | "unreadable" };
