/** One screen at a time: what was there before is gone, and its heading takes the focus. */

import { el, fill } from "./dom";

export interface Screen {
  title: string;
  content: (Node | null)[];
  /** A bar that stays in sight: above, or below what it decides upon. */
  bar?: Node;
  last?: Node;
  /** Called when the screen leaves. */
  leave?: () => void;
}

const place = document.getElementById("screen") as HTMLElement;
let leave: () => void = () => undefined;

export function show(screen: Screen): void {
  leave();
  leave = screen.leave ?? (() => undefined);
  const heading = el("h1", { tabindex: "-1" }, screen.title);
  const all = [heading, screen.bar, ...screen.content, screen.last];
  fill(place, ...all.filter((node): node is Node => node instanceof Node));
  document.title = screen.title;
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}
