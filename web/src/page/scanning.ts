/** The camera and the USB reader of a page that waits for a symbol. */

import type { Words } from "../words/zh";
import { look } from "./camera";
import { button, el, status } from "./dom";
import { hear } from "./wedge";

/** What the panel says. */
type Said = Pick<Words, "camera" | "cameraStop" | "cameraOn" | "cameraNone" | "notACard">;

/** A panel with the camera; the reader is heard as long as the panel is there. */
export class Scanning {
  readonly panel: HTMLElement;
  private readonly said = status();
  private readonly video = el("video", {
    playsinline: true,
    muted: true,
    hidden: true,
    "aria-hidden": "true",
  });
  private readonly press: HTMLButtonElement;
  private readonly deaf: () => void;
  private stopCamera: (() => void) | null = null;

  /** `found` says whether a text is what the page waits for; readers type it after `prefix`. */
  constructor(
    private readonly words: Said,
    prefix: string,
    private readonly found: (text: string) => boolean,
  ) {
    this.press = button(words.camera, "first", () => {
      if (this.video.hidden) void this.open();
      else this.close();
    });
    this.panel = el("div", { class: "camera" }, this.press, this.video, this.said);
    this.deaf = hear(prefix, (text) => void this.given(text));
  }

  stop(): void {
    this.close();
    this.deaf();
  }

  private given(text: string): boolean {
    const good = this.found(text);
    if (!good) this.said.textContent = this.words.notACard;
    return good;
  }

  private async open(): Promise<void> {
    this.press.textContent = this.words.cameraStop;
    this.said.textContent = this.words.cameraOn;
    this.video.hidden = false;
    try {
      this.stopCamera = await look(this.video, (text) => this.given(text));
      if (this.video.hidden) this.close(); // stopped while the camera was still opening
    } catch {
      this.close();
      this.said.textContent = this.words.cameraNone;
    }
  }

  private close(): void {
    this.stopCamera?.();
    this.stopCamera = null;
    this.video.hidden = true;
    this.press.textContent = this.words.camera;
    this.said.textContent = "";
  }
}
