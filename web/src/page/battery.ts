/** A tablet that dies in a deputy's hands is worse than one that says so before. */

import type { Words } from "../words/zh";
import { alarm } from "./dom";

const LOW = 0.2;
const SIGNS = ["levelchange", "chargingchange"];

interface Battery extends EventTarget {
  level: number;
  charging: boolean;
}

/**
 * A line that fills itself where the browser tells the battery's level and it is low, and empties
 * itself when power is there again, until `stop`: a tablet may wait an hour for the next deputy.
 */
export function warnOfBattery(words: Words): { line: HTMLElement; stop: () => void } {
  const line = alarm();
  let battery: Battery | null = null;
  let stopped = false;
  const look = (): void => {
    const low = battery !== null && battery.level < LOW && !battery.charging;
    line.textContent = low ? words.lowBattery : "";
  };
  const watch = (told: Battery): void => {
    if (stopped) return;
    battery = told;
    for (const sign of SIGNS) told.addEventListener(sign, look);
    look();
  };
  const asked = (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.();
  asked?.then(watch, () => undefined);
  const stop = (): void => {
    stopped = true;
    for (const sign of SIGNS) battery?.removeEventListener(sign, look);
  };
  return { line, stop };
}
