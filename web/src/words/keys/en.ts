import type { KeyWords } from "./zh";
import { zh } from "./zh";
export const en: KeyWords = zh;
