/** Acts that wait for this person: what they say, in words, and the signature. */

import { alarm, button, el, paragraph } from "../../page/dom";
import { show } from "../../page/screen";
import { checkedStatement, inWords } from "../../sign/statement";
import { type App, KeyFault, type Seat } from "./app";
import { before } from "./before";
import type { Act } from "./client";
import { form } from "./forms";
import { home } from "./home";
import { backHome } from "./making";

/** At which stage an act may be proposed here, and by whom; others are proposed at the desk. */
const PROPOSED: { [act: string]: { stage: string; roles: string[] } } = {
  opened: { stage: "ready", roles: ["chief_scrutineer", "presider"] },
  closed: { stage: "open", roles: ["chief_scrutineer", "presider"] },
  paper_frozen: { stage: "closed", roles: ["scrutineer", "chief_scrutineer"] },
  opening_authorised: { stage: "closed", roles: ["chief_scrutineer"] },
  certified: { stage: "counted", roles: ["scrutineer", "chief_scrutineer"] },
  announced: { stage: "certified", roles: ["presider"] },
};

export function openSeats(app: App, act: Act): Seat[] {
  const done = (seat: Seat): boolean =>
    act.signed.some(({ role, holder }) => role === seat.role && holder === seat.number);
  return app.seats.filter((seat) => act.missing.includes(seat.role) && !done(seat));
}

/** Whatever this person may sign or propose now. */
export function signingPart(app: App): HTMLElement | null {
  const { words } = app;
  const acts = app.situation?.acts ?? [];
  const waiting = acts.filter((act) => openSeats(app, act).length > 0);
  const items = waiting.map((act) =>
    el(
      "li",
      {},
      el("strong", {}, `${words.acts[act.act] ?? act.act}（${words.round(act.round)}）`),
      " ",
      button(words.look, "first", () => void signing(app, act)),
    ),
  );
  const proposals = proposable(app, acts).map((act) =>
    el(
      "li",
      {},
      button(words.propose(words.acts[act] ?? act), "quiet", () => void proposed(app, act)),
    ),
  );
  if (items.length + proposals.length === 0) return null;
  const list = el("ul", { class: "tasks" }, ...items, ...proposals);
  return el("section", {}, el("h2", {}, words.signPart), list);
}

function proposable(app: App, acts: readonly Act[]): string[] {
  const { round } = app;
  const there = (act: string): boolean =>
    acts.some((one) => one.act === act && one.round === round.round);
  const done: { [act: string]: boolean } = {
    paper_frozen: round.paper_frozen,
    opening_authorised:
      round.opening_authorised || round.tablet.issued === 0 || !round.paper_frozen,
  };
  return Object.entries(PROPOSED)
    .filter(([act, { stage }]) => stage === round.stage && !there(act) && done[act] !== true)
    .filter(([, { roles }]) => app.seats.some(({ role }) => roles.includes(role)))
    .map(([act]) => act);
}

async function proposed(app: App, name: string): Promise<void> {
  try {
    await signing(app, await app.client.propose(app.round.round, name));
  } catch (trouble) {
    refused(app, trouble);
  }
}

function refused(app: App, trouble: unknown): void {
  const said = el("p", { class: "alarm", role: "alert" }, app.sentence(trouble));
  show({ title: app.words.sorry, content: [said, backHome(app)] });
}

/** Show what is signed; the signature is made only over bytes that say the same. */
async function signing(app: App, act: Act): Promise<void> {
  const { words } = app;
  try {
    const statement = checkedStatement(app.client.election, act);
    const said = await inWords(words, app.client, app.state, act);
    const seats = openSeats(app, act);
    const box = el("input", { type: "checkbox", id: "read" });
    const label = el("label", { for: "read" }, words.signRead);
    const named = seats.map(({ role, number }) => words.seat(role, number)).join("、");
    show({
      title: words.signTitle(words.acts[act.act] ?? act.act),
      content: [
        paragraph(`${app.state.title}　${words.round(act.round)}`, "session"),
        ...said,
        ...zeroFirst(app, act),
        paragraph(words.signRefuse),
        paragraph(words.signAs(named), "strong"),
        form(app, [el("p", { class: "check" }, box, label)], words.sign, async () => {
          if (!box.checked) throw new KeyFault("form.read");
          await signed(app, act, statement, seats);
        }),
        backHome(app),
      ],
    });
  } catch (trouble) {
    refused(app, trouble);
  }
}

/** Before 开始投票 is signed, whoever has not looked at the counters yet is led there. */
function zeroFirst(app: App, act: Act): HTMLElement[] {
  const { words, round, zero } = app;
  if (act.act !== "opened" || round.tablet.issued === 0 || zero.has(round.round)) return [];
  const press = button(words.before, "quiet", () => before(app));
  return [alarm(words.zeroFirst), el("p", { class: "buttons" }, press)];
}

async function signed(
  app: App,
  act: Act,
  statement: string,
  seats: readonly Seat[],
): Promise<void> {
  const { words } = app;
  const signature = await app.keeper.ask("sign", { statement });
  let after = act;
  for (const { role, number } of seats) {
    after = await app.client.approve(act, role, number, signature);
  }
  const rest = after.missing.length;
  const said = rest === 0 ? words.signed : words.signedRest(rest);
  show({
    title: words.acts[act.act] ?? act.act,
    content: [
      paragraph(said, "good"),
      el(
        "p",
        { class: "buttons" },
        button(words.back, "first", () => void home(app)),
      ),
    ],
  });
}
