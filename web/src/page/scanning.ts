/** The camera and the USB reader of a page that waits for a symbol. */

import type { Words } from "../words/zh";
import { look } from "./camera";
import { button, el, status } from "./dom";
import { hear } from "./wedge";

export interface Scanning {
  panel: HTMLElement;
  stop: () => void;
}

type Said = Pick<Words, "camera" | "cameraStop" | "cameraOn" | "cameraNone" | "notACard">;

/** A panel with the camera; `found` says whether a text is what the page waits for. */
export function scanning(words: Said, prefix: string, found: (text: string) => boolean): Scanning {
  const said = status();
  const video = el("video", {
    playsinline: true,
    muted: true,
    hidden: true,
    "aria-hidden": "true",
  });
  const given = (text: string): boolean => {
    const good = found(text);
    if (!good) said.textContent = words.notACard;
    return good;
  };
  let stopCamera: (() => void) | null = null;
  const close = (): void => {
    stopCamera?.();
    stopCamera = null;
    video.hidden = true;
    press.textContent = words.camera;
    said.textContent = "";
  };
  const open = async (): Promise<void> => {
    press.textContent = words.cameraStop;
    said.textContent = words.cameraOn;
    video.hidden = false;
    try {
      stopCamera = await look(video, given);
      if (video.hidden) close(); // stopped while the camera was still opening
    } catch {
      close();
      said.textContent = words.cameraNone;
    }
  };
  const press = button(words.camera, "first", () => {
    if (video.hidden) void open();
    else close();
  });
  const deaf = hear(prefix, given);
  const stop = (): void => {
    close();
    deaf();
  };
  return { panel: el("div", { class: "camera" }, press, video, said), stop };
}
