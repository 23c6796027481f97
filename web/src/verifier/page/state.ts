/** What the page shows: the file, what is found so far, and in which language. */

import { sentences as en } from "../../words/verifier/en";
import { page as pageEn } from "../../words/verifier/page-en";
import { type PageWords, page as pageZh } from "../../words/verifier/page-zh";
import { sentences as zh } from "../../words/verifier/zh";
import type { Said } from "../finding";
import type { Found } from "../lookup";
import type { Summary } from "../summary";
import type { Check, Result } from "../verify";

export interface State {
  english: boolean;
  file: File | null;
  results: Result[];
  counting: { done: number; all: number } | null;
  summary: Summary | null;
  phase: "asking" | "running" | "done" | "stopped";
  anchored: boolean;
  tracker: string;
  found: Found | null | "form" | "unreadable" | "unasked";
}

export const state: State = {
  english: false,
  file: null,
  results: [],
  counting: null,
  summary: null,
  phase: "asking",
  anchored: false,
  tracker: "",
  found: "unasked",
};

export function words(): PageWords {
  return state.english ? pageEn : pageZh;
}

export function titleOf({ title, english }: Check): string {
  return state.english ? english : title;
}

type Spoken = { [key: string]: (...parts: (string | number)[]) => string };

/** What a check said, in the language of the page. */
export function spoken({ key, parts }: Said): string {
  const say = ((state.english ? en : zh) as unknown as Spoken)[key];
  return say === undefined ? key : say(...parts);
}
