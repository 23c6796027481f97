/** Elements, without a framework: texts become text nodes, so nothing is ever read as markup. */

type Child = Node | string | null;
type Given = { [attribute: string]: string | boolean | (() => void) };

/** An element; functions are listeners, true is an empty attribute, false none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

/** Put `nodes` in the place of whatever was there. (replaceChildren is younger than our floor.) */
export function fill(place: HTMLElement, ...nodes: Node[]): void {
  place.textContent = "";
  place.append(...nodes);
}

export function button(text: string, kind: string, press: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: kind, click: press }, text);
}

export function paragraph(text: string, kind = ""): HTMLElement {
  return el("p", kind === "" ? {} : { class: kind }, text);
}

/** A sentence that a screen reader says at once. */
export function alarm(text = ""): HTMLElement {
  return el("p", { class: "alarm", role: "alert" }, text);
}

/** A sentence that a screen reader says when it has time. */
export function status(text = ""): HTMLElement {
  return el("p", { class: "status", role: "status" }, text);
}

/** A long code in groups of four, as people copy it. */
export function inGroups(code: string): HTMLElement {
  const groups = code.match(/.{1,4}/g) ?? [];
  return el("p", { class: "code" }, ...groups.map((group) => el("span", {}, group)));
}
