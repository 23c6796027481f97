/** C: who stands behind it, and behind which state of the log. */

import { shaHex, utf8 } from "../crypto/bytes";
import { canonical, type Json } from "../crypto/canonical";
import { signed } from "../crypto/definition";
import type { Case } from "./case";
import { approvalsOf, type Event, type Officer } from "./events";
import { type Findings, fault, NotRun, remark, saidOf } from "./finding";
import { openCheckpoint } from "./note";

export function* approvals(of: Case): Findings {
  let officers: Officer[] = [];
  let [keys, hands, late] = [0, 0, false];
  for (const [at, event] of of.events.entries()) {
    late = late || ["list_frozen", "ceremony_started"].includes(event.event);
    if (event.event === "officers_appointed") {
      officers = event.officers;
      if (late) yield remark("officersLate", at + 1);
    }
    for (const { approval, role, holder, signature } of approvalsOf(event)) {
      const key = officers.find((one) => one.role === role && one.number === holder)?.key ?? null;
      if (approval === "paper") {
        hands++;
        if (key !== null) yield remark("pageForKey", at + 1, event.event, role, holder);
      } else if (key !== null) {
        keys++;
        if (!signed(key, statement(of.created.id, event), signature)) {
          yield fault("signatureWrong", at + 1, role, holder);
        }
      }
    }
  }
  yield remark("signaturesChecked", keys);
  if (hands > 0) yield remark("signedByHand", hands);
}

/** What people sign: the event without its approvals, under the name of the election. */
function statement(election: string, event: Event): string {
  const { approvals: _, approval: __, ...content } = event as unknown as { [field: string]: Json };
  return canonical({ piaojue: "act-1", election, content });
}

export function* certified(of: Case): Findings {
  let found = 0;
  for (const [at, event] of of.events.entries()) {
    if (event.event !== "certified") continue;
    found++;
    yield* oneCertified(of, event, at);
  }
  if (found === 0) throw new NotRun("notCertified");
}

function* oneCertified(of: Case, event: Event, index: number): Findings {
  const { origin, leaves, created } = of;
  let seen: ReturnType<typeof openCheckpoint>;
  try {
    seen = openCheckpoint(utf8(event.checkpoint), origin, created.log_key);
  } catch (thrown) {
    const { key, parts } = saidOf(thrown);
    yield fault("certifiedOn", event.round, key, ...parts);
    return;
  }
  const outcome = of.books.outcomes.find(({ event: one }) => {
    const same = shaHex(canonical(one.outcome as unknown as Json)) === event.outcome;
    return one.round === event.round && same;
  });
  const after = outcome?.index ?? leaves.length;
  if (seen.origin !== origin) yield fault("certifiedElsewhere", event.round);
  else if (!(after < seen.size && seen.size <= index)) {
    yield fault("certifiedWhen", event.round, seen.size);
  } else if (seen.root !== of.root(seen.size)) {
    yield fault("certifiedOther", event.round, seen.size);
  }
}
