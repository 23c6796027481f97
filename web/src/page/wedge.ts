/** A USB reader types what it reads, and Enter. It types into whatever has the focus. */

const PAUSE = 1000; // milliseconds; a reader types much faster, a person types no symbol

/** Hear readers until told to stop; `found` gets a whole line that begins with `prefix`. */
export function hear(prefix: string, found: (text: string) => void): () => void {
  let typed = "";
  let last = 0;
  const key = (event: KeyboardEvent): void => {
    if (typeof event.key !== "string") return; // what filling in a form by itself sends
    const now = Date.now();
    if (now - last > PAUSE) typed = "";
    last = now;
    if (event.key.length === 1) typed += event.key;
    const at = typed.toUpperCase().lastIndexOf(prefix);
    if (event.key !== "Enter" || at < 0) return;
    event.preventDefault();
    found(typed.slice(at));
    typed = "";
  };
  document.addEventListener("keydown", key, true);
  return () => document.removeEventListener("keydown", key, true);
}
