/** A tablet that dies in a deputy's hands is worse than one that says so before. */

import type { Words } from "../words/zh";
import { alarm } from "./dom";

const LOW = 0.2;

interface Battery {
  level: number;
  charging: boolean;
}

/** A line that fills itself where the browser tells the battery's level and it is low. */
export function warnOfBattery(words: Words): HTMLElement {
  const line = alarm();
  const asked = (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.();
  void asked?.then(({ level, charging }) => {
    if (level < LOW && !charging) line.textContent = words.lowBattery;
  });
  return line;
}
