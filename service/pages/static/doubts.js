"use strict";
// Doubtful sheets: two 监票人 give their views apart, the chief decides; all of it by keyboard.

let all = null; // what the interface told
let at = 0; // which sheet is shown
let row = 0; // which row of it has the cursor
let said = new Map(); // project -> opinion, of the sheet shown
let larger = false;
let side = 0; // which of its scanned sides

const sheetNow = () => all.sheets[at];
const nameOf = (project) =>
  project === 0 ? say("候选项目清单（整体）") : all.projects.find((one) => one.number === project).name;
const opinion = (value) => {
  const found = all.choices.rows.find((one) => one.value === value);
  return found ? say(found.name) : /^\d+$/.test(value) ? say("第 {value} 位", { value }) : say("待认定");
};

// Everything is asked before a sheet is shown: no key pressed on what is seen comes too early.
async function load() {
  const told = await ask("GET", `${ROUND}/doubts`);
  const acts = await waitingActs({ sheets_adjudicated: (page) => say("已把 {count} 张认定提请签字", { count: page.rulings.length }) });
  all = told;
  if (all.failed) {
    all.sheets = [];
    byId("none").firstElementChild.textContent =
      say("已宣布扫描仪故障，全部纸质票改由人工计票，读票和认定只留作参考，不必再认定。");
  }
  byId("void").replaceChildren(
    new Option(say("有效"), ""),
    ...all.choices.void.map((one) => new Option(say("无效：{name}", { name: say(one.name) }), one.value))
  );
  at = Math.max(0, all.sheets.findIndex(waitsForMe));
  show();
  showSigning(acts);
}

function waitsForMe(one) {
  if (one.decided) return false;
  return all.me.chief ? one.given >= 2 : one.views.length === 0;
}

function show() {
  const waiting = all.sheets.filter(waitsForMe).length;
  const unready = all.me.chief ? all.sheets.filter((one) => !one.decided && one.given < 2).length : 0;
  byId("count").textContent = all.sheets.length
    ? (all.me.chief
        ? say("疑问票 {count} 张，等您认定的 {waiting} 张", { count: all.sheets.length, waiting })
        : say("疑问票 {count} 张，等您提出意见的 {waiting} 张", { count: all.sheets.length, waiting })) +
      (unready ? say("，另有 {unready} 张监票人还没有看完。", { unready }) : say("。"))
    : "";
  byId("none").hidden = all.sheets.length > 0;
  byId("sheet").hidden = all.sheets.length === 0;
  if (all.sheets.length) showSheet();
}

function showSheet() {
  const sheet = sheetNow();
  said = startingPoint(sheet);
  side = 0;
  row = Math.max(0, sheet.rows.findIndex((one) => one.reading === "doubtful"));
  byId("batch").textContent = say("第 {number} 捆", { number: sheet.batch });
  byId("place").textContent = sheet.by_hand
    ? say("，人工辨认的第 {by_hand} 张，请取出夹着这个号的纸质票", { by_hand: sheet.by_hand })
    : say("，扫描第 {place} 页", { place: sheet.place });
  byId("reasons").textContent = say("原因：{reasons}", { reasons: sheet.reasons.map((one) => say(one.name)).join(say("、")) });
  byId("advice").textContent = sheet.advice.map((one) => say(one)).join(" ");
  byId("clause").textContent = sheet.clause;
  byId("clauses").replaceChildren(
    ...sheet.clauses.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    })
  );
  byId("save").textContent = all.me.chief ? say("认定（Enter）") : say("提出意见（Enter）");
  byId("save").disabled = all.me.chief && sheet.given < 2;
  byId("others").textContent = toldOfOthers(sheet);
  showWritten(sheet);
  showPicture(sheet);
  showRows(sheet);
  centre();
  byId("count").scrollIntoView({ block: "start" });
}

// One's own view, else the signed or drafted decision, else what both 监票人 agree on, else the machine.
function startingPoint(sheet) {
  const from = sheet.draft || sheet.ruled || (all.me.chief ? agreed(sheet) : sheet.views[0]);
  const rows = new Map(sheet.rows.map((one) => [one.project, one.reading]));
  if (from) from.rows.forEach((one) => rows.set(one.project, one.reading));
  const grounds = sheet.reasons.map((one) => one.value);
  const machine = all.choices.void.find((one) => grounds.includes(one.value));
  byId("void").value = from ? from.void || "" : machine ? machine.value : "";
  return rows;
}

function agreed(sheet) {
  const [one, other] = sheet.views;
  return one && other && JSON.stringify([one.rows, one.void]) === JSON.stringify([other.rows, other.void])
    ? one
    : null;
}

function toldOfOthers(sheet) {
  if (!all.me.chief) return "";
  if (sheet.given < 2) return say("已有 {given} 名监票人提出意见，须有 2 名。", { given: sheet.given });
  if (agreed(sheet)) return say("两名监票人意见一致。");
  return sheet.views
    .map((view) => {
      const differing = view.rows.filter((one) =>
        sheet.views.some((other) => other.rows.some((r) => r.project === one.project && r.reading !== one.reading))
      );
      const rows = differing.map((one) => say("{project} 号{reading}", { project: one.project, reading: opinion(one.reading) })).join(say("、"));
      return say("监票人 {number} 号：{rows}", { number: view.scrutineer, rows }) + (view.void ? say("，整张无效") : "");
    })
    .join(say("；"));
}

function showPicture(sheet) {
  const image = byId("page");
  image.hidden = sheet.pages.length === 0;
  byId("larger").hidden = image.hidden;
  byId("over").hidden = sheet.pages.length < 2;
  byId("paper").textContent = image.hidden
    ? say("没有扫描图像，请对照纸质票。")
    : sheet.pages.length > 1
      ? say("第 {side} 面，共扫描到 {pages} 面", { side: sheet.pages[side], pages: sheet.pages.length })
      : "";
  if (!image.hidden) image.src = `${ROUND}/sheets/${sheet.sheet}/pages/${sheet.pages[side]}`;
  byId("sheet").classList.toggle("larger", larger);
}

function turnOver() {
  const sheet = sheetNow();
  if (sheet.pages.length < 2) return;
  side = (side + 1) % sheet.pages.length;
  showPicture(sheet);
}

// Projects written in beside the list: the chief types them, as both 监票人 read them.
function showWritten(sheet) {
  const asked = all.me.chief && all.choices.written;
  const lines = byId("lines");
  const written = sheet.reasons.some((one) => one.value === "writing_outside");
  lines.hidden = !all.choices.lines || !written || sheet.pages.length === 0;
  lines.onerror = () => (lines.hidden = true); // the side with the lines was not scanned
  if (!lines.hidden) lines.src = `${ROUND}/sheets/${sheet.sheet}/written`;
  byId("written").hidden = !asked && lines.hidden;
  byId("sheet").classList.toggle("typing", asked);
  byId("typed").hidden = byId("key-written").hidden = !asked;
  byId("before").hidden = !asked;
  byId("chief-types").hidden = asked;
  if (!asked) return;
  const from = sheet.draft || sheet.ruled;
  const field = byId("titles");
  field.value = from ? from.written.join("\n") : "";
  const before = [...new Set(all.sheets.flatMap((one) => (one.draft || one.ruled || { written: [] }).written))].sort();
  byId("before").replaceChildren(
    ...(before.length ? [say("其他票上录过的（同一项目请用同一名称）：")] : []),
    ...before.map((title) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = title;
      button.addEventListener("click", () => (field.value = [...titles(), title].join("\n")));
      return button;
    })
  );
}

const titles = () => [
  ...new Set(
    byId("titles")
      .value.split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
  ),
];

// How many are chosen, where the rules count them: what makes a sheet void is seen, not computed.
function showChosen() {
  const chosen = [...said.values()].filter((one) => one === "approve").length;
  byId("chosen").textContent = all.choices.seats ? say("现认定赞成 {chosen} 项，应选 {seats} 项", { chosen, seats: all.choices.seats }) : "";
}

function showRows(sheet) {
  showChosen();
  byId("rows").replaceChildren(
    ...sheet.rows.map((one, index) => {
      const item = document.createElement("li");
      const doubtful = one.reading === "doubtful";
      item.className = [doubtful ? "doubtful" : "", index === row ? "here" : ""].join(" ");
      const title = document.createElement("p");
      const value = said.get(one.project);
      const told = value === "doubtful" ? say("请选定意见") : opinion(value);
      title.textContent = `${one.project || ""} ${nameOf(one.project)}　${told}`;
      item.append(title);
      // What the machine read for certain takes one line, until somebody goes there to change it.
      if (!doubtful && index !== row) {
        item.addEventListener("click", () => moveTo(index));
        return item;
      }
      if (one.boxes.length) {
        const cut = document.createElement("img");
        cut.src = `${ROUND}/sheets/${sheet.sheet}/rows/${one.project}`;
        cut.alt = say("第 {project} 项的扫描图像", { project: one.project });
        cut.addEventListener("load", centre);
        item.append(cut);
      }
      item.append(buttons(one.project, index));
      item.addEventListener("click", () => moveTo(index));
      return item;
    })
  );
}

function buttons(project, index) {
  const group = document.createElement("div");
  group.className = "choices";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", nameOf(project));
  all.choices.rows.forEach((choice, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${place + 1} ${say(choice.name)}`;
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(said.get(project) === choice.value));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(index, choice.value);
    });
    group.append(button);
  });
  if (all.choices.ranks) group.append(rankField(project, index));
  return group;
}

function rankField(project, index) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "number";
  field.min = 1;
  field.value = /^\d+$/.test(said.get(project)) ? said.get(project) : "";
  field.addEventListener("change", () => choose(index, field.value || "abstain"));
  label.append(say("写的数字"), " ", field);
  return label;
}

function choose(index, value) {
  said.set(sheetNow().rows[index].project, value);
  row = index;
  showRows(sheetNow());
  centre();
}

function moveTo(index) {
  row = Math.min(Math.max(index, 0), sheetNow().rows.length - 1);
  showRows(sheetNow());
  centre();
}

// Keep the row with the cursor in the middle of the list, whatever else moves.
function centre() {
  const list = byId("rows");
  const here = list.children[row];
  if (here) list.scrollTop = here.offsetTop - list.offsetTop - (list.clientHeight - here.clientHeight) / 2;
}

const save = byId("save");
const keep = doing(save, async () => {
  const sheet = sheetNow();
  const left = sheet.rows.find((one) => said.get(one.project) === "doubtful");
  if (left) {
    moveTo(sheet.rows.indexOf(left));
    throw new Trouble(say("第 {project} 项还没有选定意见。", { project: left.project }), 400);
  }
  const body = {
    rows: sheet.rows.map((one) => ({ project: one.project, reading: said.get(one.project) })),
    void: byId("void").value || null,
  };
  if (all.me.chief && all.choices.written) body.written = titles();
  await ask("POST", `${ROUND}/sheets/${sheet.sheet}/${all.me.chief ? "ruling" : "views"}`, body);
  const before = at;
  await load();
  if (!all.sheets.some(waitsForMe)) at = Math.min(before, all.sheets.length - 1);
  show();
});
save.addEventListener("click", keep);

function turn(step) {
  at = (at + step + all.sheets.length) % all.sheets.length;
  tell("");
  showSheet();
}

byId("back").addEventListener("click", () => turn(-1));
byId("skip").addEventListener("click", () => turn(1));
byId("larger").addEventListener("click", enlarge);
byId("over").addEventListener("click", turnOver);
byId("titles").addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.blur();
});

function enlarge() {
  larger = !larger;
  byId("sheet").classList.toggle("larger", larger);
}

document.addEventListener("keydown", (event) => {
  if (!all || !all.sheets.length || byId("work").hidden) return;
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
  // A key that is held down decides one sheet, not all that follow.
  if (event.repeat && event.key === "Enter") return event.preventDefault();
  const place = Number(event.key) - 1;
  const keys = {
    ArrowUp: () => moveTo(row - 1),
    ArrowDown: () => moveTo(row + 1),
    ArrowLeft: () => turn(-1),
    ArrowRight: () => turn(1),
    Enter: () => keep(),
    z: enlarge,
    Z: enlarge,
    f: turnOver,
    F: turnOver,
    w: () => byId("titles").focus(),
    W: () => byId("titles").focus(),
    0: () => (byId("void").selectedIndex = (byId("void").selectedIndex + 1) % byId("void").length),
  };
  if (event.key in keys) keys[event.key]();
  else if (place >= 0 && place < all.choices.rows.length) {
    choose(row, all.choices.rows[place].value);
    nextDoubtful();
  } else return;
  event.preventDefault();
});

// After a decision the cursor goes to the next row that still waits for one.
function nextDoubtful() {
  const rows = sheetNow().rows;
  const next = rows.findIndex((one, index) => index > row && said.get(one.project) === "doubtful");
  if (next >= 0) moveTo(next);
}

function showSigning(acts) {
  const drafts = all.sheets.filter((one) => one.draft).length;
  const waiting = acts.find((one) => one.act === "sheets_adjudicated");
  const signed = all.sheets.filter((one) => one.ruled).length;
  byId("sign").hidden = all.me.chief ? !drafts && !waiting && !signed : !waiting;
  byId("propose").hidden = Boolean(waiting) || !drafts;
  byId("unsigned").hidden = !drafts;
  byId("signed").hidden = !signed;
  for (const [id, file] of [["unsigned-pdf", "unsigned/pdf"], ["signed-pdf", "signed/pdf"], ["signed-docx", "signed/docx"]])
    byId(id).href = `${ROUND}/adjudication/${file}`;
  signHere(waiting);
  byId("signing").textContent = waiting
    ? say("已提请签字，还差：{missing}。", { missing: waiting.missing.map((one) => ROLE_NAMES[one] || one).join(say("、")) })
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
