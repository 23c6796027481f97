/** What a page of rulings on doubtful sheets says: how many sheets, and how they were decided. */

import type { Act, Client } from "../keys/page/client";
import { el, paragraph } from "../page/dom";
import type { KeyWords } from "../words/keys/zh";

const FOREIGN = "not_genuine";

/** The decisions that `act` names by digests, in words, and the record of them sheet by sheet. */
export async function adjudicated(words: KeyWords, client: Client, act: Act): Promise<HTMLElement> {
  const named = act.content["rulings"] as { sheet: string; ruling: string }[];
  const kept = await client.rulings(act.round);
  const found = kept.filter(({ sheet, ruling }) =>
    named.some((one) => one.sheet === sheet && one.ruling === ruling),
  );
  const record = el("a", { href: client.recordOfRulings(act.round) }, words.rulingsRecord);
  return el(
    "div",
    {},
    paragraph(words.rulings(named.length), "strong"),
    found.length === named.length
      ? el("ul", {}, ...told(words, found).map((line) => el("li", {}, line)))
      : paragraph(words.rulingsChanged(named.length - found.length), "alarm"),
    el("p", {}, words.rulingsEach, record),
  );
}

function told(words: KeyWords, found: readonly { void: string | null }[]): string[] {
  const grounds = new Map<string, number>();
  for (const { void: ground } of found) {
    if (ground !== null) grounds.set(ground, (grounds.get(ground) ?? 0) + 1);
  }
  const foreign = grounds.get(FOREIGN) ?? 0;
  grounds.delete(FOREIGN);
  const spoilt = [...grounds].map(([ground, count]) =>
    words.rulingsVoid(words.values[ground] ?? ground, count),
  );
  const invalid = [...grounds.values()].reduce((sum, count) => sum + count, 0);
  return [
    words.rulingsValid(found.length - invalid - foreign),
    ...spoilt,
    ...(foreign > 0 ? [words.rulingsForeign(foreign)] : []),
  ];
}
