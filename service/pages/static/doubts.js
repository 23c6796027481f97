// Doubtful sheets: 监票人 give their views apart, the chief decides; all of it by keyboard.

import { showHere, showList, startList, toggleList } from "/static/doubts-list.js";
import {
  chooseHere, enlarge, moveTo, showMore, showPicture, showRows, showWritten, step, titles, turnOver,
} from "/static/doubts-sheet.js";
import {
  differs, isOpen, now, placeOf, sheetNow, startingPoint, toldOfCount, toldOfMachine, toldOfNothing, toldOfOthers,
  toldOfState, waitsForMe,
} from "/static/doubts-told.js";

// Everything is asked before a sheet is shown: no key pressed on what is seen comes too early.
async function load() {
  const told = await ask("GET", `${ROUND}/doubts`);
  const acts = await waitingActs({ sheets_adjudicated: (page) => say("已把 {count} 张认定提请签字", { count: page.rulings.length }) });
  now.all = told;
  now.waiting = acts.find((one) => one.act === "sheets_adjudicated") || null;
  if (told.failed) told.sheets = [];
  byId("void").replaceChildren(
    new Option(say("有效"), ""),
    ...told.choices.void.map((one) => new Option(say("无效：{name}", { name: say(one.name) }), one.value))
  );
  now.at = Math.max(0, told.sheets.findIndex(waitsForMe));
  show();
  showSigning();
}

function show() {
  const { sheets } = now.all;
  byId("count").textContent = toldOfCount();
  byId("nothing").textContent = sheets.length ? "" : toldOfNothing();
  byId("none").hidden = sheets.length > 0;
  byId("sheet").hidden = sheets.length === 0;
  showList();
  if (sheets.length) showSheet();
}

const namedReason = (one) =>
  say(one.name) + (one.sides.length ? say("（第 {sides} 面）", { sides: one.sides.join(say("、")) }) : "");

function showSheet() {
  const sheet = sheetNow();
  const from = startingPoint(sheet);
  now.said = from.rows;
  byId("void").value = from.ground;
  now.side = 0;
  now.row = now.last = Math.max(0, sheet.rows.findIndex((one) => one.reading === "doubtful"));
  byId("batch").textContent = say("第 {number} 捆", { number: sheet.batch });
  byId("place").textContent = placeOf(sheet) + (sheet.by_hand ? say("，请取出夹着这个号的纸质票") : "");
  byId("state").textContent = toldOfState(sheet);
  byId("reasons").textContent = say("原因：{reasons}", { reasons: sheet.reasons.map(namedReason).join(say("、")) });
  byId("advice").textContent = adviceOn(sheet);
  byId("clause").textContent = sheet.clause;
  byId("clauses").replaceChildren(
    ...sheet.clauses.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    })
  );
  byId("save").textContent = now.all.me.chief ? say("认定（Enter）") : say("提出意见（Enter）");
  byId("save").disabled = now.all.me.chief && sheet.given < 2;
  byId("withdraw").hidden = !now.all.me.chief || !sheet.draft;
  byId("others").textContent = toldOfOthers(sheet);
  byId("machine").textContent = toldOfMachine(sheet);
  byId("machine").classList.toggle("alarm", differs(sheet));
  showWritten(sheet);
  showPicture(sheet);
  showRows();
  showHere();
  byId("overview").scrollIntoView({ block: "start" });
}

const adviceOn = (sheet) =>
  [
    ...sheet.advice.map((one) => say(one)),
    ...(sheet.blind ? [say("请拿着原票逐项看，每一项都要选。机器怎样判读，看完保存以后才告诉。")] : []),
  ].join(" ");

// Where keys decide on sheets, and press nothing: after a sheet was saved, or a button clicked.
const atSheet = () => byId("sheet").focus({ preventScroll: true });

const save = byId("save");
const keep = doing(save, async () => {
  const sheet = sheetNow();
  const { me, choices } = now.all;
  const left = sheet.rows.find(isOpen);
  if (left) {
    moveTo(sheet.rows.indexOf(left));
    throw new Trouble(say("第 {project} 项还没有选定意见。", { project: left.project }), 400);
  }
  const body = {
    rows: sheet.rows.map((one) => ({ project: one.project, reading: now.said.get(one.project) })),
    void: byId("void").value || null,
  };
  if (me.chief && choices.written) body.written = titles();
  if (me.chief && stands(sheet, body)) throw new Trouble(say("这张票已经这样认定，没有改动，不必再保存。"), 400);
  if (sheet.ruled && !sheet.draft && !confirm(say("这张票的认定已经签字。再改的，须重新认定、重新签字。要改吗？"))) return;
  await ask("POST", `${ROUND}/sheets/${sheet.sheet}/${me.chief ? "ruling" : "views"}`, body);
  const before = now.at;
  await load();
  if (!now.all.sheets.some(waitsForMe)) now.at = Math.min(before, now.all.sheets.length - 1);
  show();
  tellSaved(now.all.sheets.find((one) => one.sheet === sheet.sheet));
  atSheet();
});
save.addEventListener("click", keep);

// Whether the decision on a sheet is this one already: saving it again would only undo signatures.
function stands(sheet, { rows, void: ground, written }) {
  const decided = sheet.draft || sheet.ruled;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  return Boolean(decided) && same([decided.rows, decided.void], [rows, ground]) && same(decided.written, written || []);
}

// A sheet of the sample on which people hold otherwise than the machine is not left without a word.
function tellSaved(sheet) {
  const told = sheet && differs(sheet);
  byId("saved").textContent = told
    ? say("刚才保存的第 {batch} 捆{place}：{machine}", { batch: sheet.batch, place: placeOf(sheet), machine: toldOfMachine(sheet) })
    : "";
}

const withdraw = byId("withdraw");
withdraw.addEventListener(
  "click",
  doing(withdraw, async () => {
    const sheet = sheetNow();
    const question = say("撤回这张票的认定？撤回以后监票人可以改意见，总监票人重新认定。");
    const proposed = now.waiting ? say("已经提请签字的那一页，要撤销以后重新提请。") : "";
    if (!confirm(question + proposed)) return;
    await ask("POST", `${ROUND}/sheets/${sheet.sheet}/ruling/withdraw`);
    await load();
    now.at = Math.max(0, now.all.sheets.findIndex((one) => one.sheet === sheet.sheet));
    show();
    atSheet();
  })
);

function goTo(at) {
  now.at = at;
  tell("");
  byId("saved").textContent = "";
  showSheet();
}

function turn(by) {
  const { length } = now.all.sheets;
  goTo((now.at + by + length) % length);
}

// Whoever comes back to the sheet that is shown finds it as it was left.
startList((at) => at !== now.at && goTo(at));

byId("back").addEventListener("click", () => turn(-1));
byId("skip").addEventListener("click", () => turn(1));
byId("larger").addEventListener("click", enlarge);
byId("over").addEventListener("click", turnOver);
byId("rows").addEventListener("scroll", showMore, { passive: true });
window.addEventListener("resize", showMore);
byId("titles").addEventListener("keydown", (event) => {
  if (event.key === "Escape") atSheet();
});
// Whoever clicks goes on by keyboard on the sheet; who presses a button by key stays on it.
byId("sheet").addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.closest("button, summary")) atSheet();
});

function nextGround(by) {
  const field = byId("void");
  field.selectedIndex = (field.selectedIndex + by + field.length) % field.length;
}

const KEYS = {
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  ArrowLeft: () => turn(-1),
  ArrowRight: () => turn(1),
  Enter: () => keep(),
  l: toggleList,
  z: enlarge,
  f: turnOver,
  w: () => byId("titles").focus(),
  0: () => nextGround(1),
  "-": () => nextGround(-1),
};

document.addEventListener("keydown", (event) => {
  if (!now.all || !now.all.sheets.length || byId("work").hidden) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  // Enter and the space bar press what has the focus, and nothing else.
  if (["Enter", " "].includes(event.key) && event.target.closest("button, a, summary, [role=radio]")) return;
  // A key that is held down decides one sheet, not all that follow.
  if (event.repeat && event.key === "Enter") return event.preventDefault();
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const choice = now.all.choices.rows[Number(key) - 1];
  if (key in KEYS) KEYS[key]();
  else if (choice) chooseHere(choice.value);
  else return;
  event.preventDefault();
});

function showSigning() {
  const { sheets, me } = now.all;
  const { waiting } = now;
  const drafts = sheets.filter((one) => one.draft).length;
  const signed = sheets.filter((one) => one.ruled).length;
  byId("sign").hidden = me.chief ? !drafts && !waiting && !signed : !waiting;
  byId("propose").hidden = Boolean(waiting) || !drafts || !me.chief;
  byId("unsigned").hidden = !drafts;
  byId("signed").hidden = !signed;
  for (const [id, file] of [["unsigned-pdf", "unsigned/pdf"], ["signed-pdf", "signed/pdf"], ["signed-docx", "signed/docx"]])
    byId(id).href = `${ROUND}/adjudication/${file}`;
  signHere(waiting);
  byId("signing").textContent = waiting
    ? say("已提请签字，还差：{missing}。", { missing: missingNames(waiting.missing) })
    : drafts
      ? say("已经认定、还没有签字的有 {drafts} 张。签字须两名监票人和总监票人。", { drafts })
      : say("认定都已签字。");
}

// The program of the keys fills what is marked so, for whoever still has to sign.
function signHere(waiting) {
  const place = byId("mine");
  if (place.dataset.signAct === (waiting && waiting.id)) return;
  const fresh = document.createElement("div");
  fresh.id = "mine";
  fresh.className = "sign-here";
  if (waiting) Object.assign(fresh.dataset, { signAct: waiting.id, election: ELECTION.split("/").pop(), statement: waiting.statement });
  place.replaceWith(fresh);
  document.dispatchEvent(new Event("piaojue:sign"));
}

const propose = byId("propose");
propose.addEventListener(
  "click",
  doing(propose, async () => {
    await ask("POST", `${ROUND}/acts`, { act: "sheets_adjudicated" });
    await load();
  })
);

start(load);
