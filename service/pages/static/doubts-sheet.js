// A doubtful sheet on the screen: its picture, its rows, what is chosen of them.

import { isOpen, nameOf, now, OPEN, opinion, sheetNow } from "/static/doubts-told.js";

const places = new Map(); // sheet -> where its rows stand on its sides

export function showPicture(sheet) {
  const image = byId("page");
  const two = sheet.pages.length > 1;
  image.hidden = byId("spot").hidden = sheet.pages.length === 0;
  byId("larger").hidden = image.hidden;
  byId("over").hidden = byId("key-over").hidden = !two;
  byId("paper").textContent = image.hidden
    ? say("没有扫描图像，请对照纸质票。")
    : two
      ? say("第 {side} 面，共扫描到 {pages} 面", { side: sheet.pages[now.side], pages: sheet.pages.length })
      : "";
  const source = `${ROUND}/sheets/${sheet.sheet}/pages/${sheet.pages[now.side]}`;
  if (!image.hidden && image.getAttribute("src") !== source) image.src = source;
  byId("sheet").classList.toggle("larger", now.larger);
}

export function turnOver() {
  const sheet = sheetNow();
  if (sheet.pages.length < 2) return;
  now.side = (now.side + 1) % sheet.pages.length;
  showPicture(sheet);
  showSpot(false);
}

export function enlarge() {
  now.larger = !now.larger;
  byId("sheet").classList.toggle("larger", now.larger);
}

// Frame the row with the cursor on the picture; ``turn`` to the side on which it stands.
async function showSpot(turn) {
  const sheet = sheetNow();
  const spot = byId("spot");
  spot.hidden = true;
  if (!sheet.pages.length) return;
  if (!places.has(sheet.sheet)) places.set(sheet.sheet, ask("GET", `${ROUND}/sheets/${sheet.sheet}/places`));
  let found = [];
  try {
    found = await places.get(sheet.sheet);
  } catch (trouble) {
    // Without a frame the picture is as good as before.
    if (!(trouble instanceof Trouble)) throw trouble;
    places.delete(sheet.sheet);
  }
  const here = sheetNow() === sheet && sheet.rows[now.row];
  const place = here && found.find((one) => one.project === here.project);
  if (!place) return;
  const side = sheet.pages.indexOf(place.page);
  if (turn && side >= 0 && side !== now.side) {
    now.side = side;
    showPicture(sheet);
  }
  spot.hidden = sheet.pages[now.side] !== place.page;
  spot.style.top = `${place.top / 10}%`;
  spot.style.height = `${(place.bottom - place.top) / 10}%`;
}

// Projects written in beside the list: the chief types them, as all 监票人 read them.
export function showWritten(sheet) {
  const { choices, me, sheets } = now.all;
  const asked = me.chief && choices.written;
  const lines = byId("lines");
  const written = sheet.reasons.some((one) => one.value === "writing_outside");
  lines.hidden = !choices.lines || !written || sheet.pages.length === 0;
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
  const before = [...new Set(sheets.flatMap((one) => (one.draft || one.ruled || { written: [] }).written))].sort();
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

export const titles = () => [
  ...new Set(
    byId("titles")
      .value.split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
  ),
];

// How many are chosen, where the rules count them: what makes a sheet void is seen, not computed.
function showChosen() {
  const { seats } = now.all.choices;
  const chosen = [...now.said.values()].filter((one) => one === "approve").length;
  byId("chosen").textContent = seats ? say("现认定赞成 {chosen} 项，应选 {seats} 项", { chosen, seats }) : "";
}

export function showRows() {
  const sheet = sheetNow();
  showChosen();
  byId("rows").replaceChildren(...sheet.rows.map((one, index) => rowOf(sheet, one, index)));
  centre();
  showSpot(true);
}

function rowOf(sheet, one, index) {
  const item = document.createElement("li");
  const doubtful = one.reading === "doubtful";
  item.classList.toggle("doubtful", doubtful || isOpen(one));
  item.classList.toggle("here", index === now.row);
  item.addEventListener("click", () => moveTo(index));
  const title = document.createElement("p");
  const told = isOpen(one) ? say("请选定意见") : opinion(now.said.get(one.project));
  title.textContent = `${one.project || ""} ${nameOf(one.project)}　${told}`;
  item.append(title);
  // What is not in doubt takes one line, until somebody goes there to choose.
  if (!doubtful && index !== now.row) return item;
  if (one.boxes.length) {
    const cut = document.createElement("img");
    cut.src = `${ROUND}/sheets/${sheet.sheet}/rows/${one.project}`;
    cut.alt = say("第 {project} 项的扫描图像", { project: one.project });
    cut.addEventListener("load", centre);
    item.append(cut);
  }
  item.append(buttons(one.project, index));
  return item;
}

function buttons(project, index) {
  const group = document.createElement("div");
  group.className = "choices";
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", nameOf(project));
  now.all.choices.rows.forEach((choice, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${place + 1} ${say(choice.name)}`;
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(now.said.get(project) === choice.value));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      choose(index, choice.value);
    });
    group.append(button);
  });
  if (now.all.choices.ranks) group.append(rankField(project, index));
  return group;
}

function rankField(project, index) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "number";
  field.min = 1;
  field.value = /^\d+$/.test(now.said.get(project)) ? now.said.get(project) : "";
  field.addEventListener("change", () => choose(index, field.value || "abstain"));
  label.append(say("写的数字"), " ", field);
  return label;
}

function choose(index, value) {
  now.said.set(sheetNow().rows[index].project, value);
  now.row = now.last = index;
  showRows();
}

// After a key the cursor goes to the next row that waits for one, and after the last of them behind
// all rows: a digit too many changes nothing.
export function chooseHere(value) {
  const { rows } = sheetNow();
  const here = rows[now.row];
  if (!here) return;
  const waited = isOpen(here);
  now.said.set(here.project, value);
  now.last = now.row;
  const later = rows.findIndex((one, index) => index > now.row && isOpen(one));
  const next = later >= 0 ? later : rows.findIndex(isOpen);
  if (next >= 0) now.row = next;
  else if (waited) now.row = rows.length;
  showRows();
}

export function moveTo(index) {
  now.row = Math.min(Math.max(index, 0), sheetNow().rows.length - 1);
  showRows();
}

// From behind all rows one comes back to the row that was chosen last.
export const step = (by) => moveTo(now.row < sheetNow().rows.length ? now.row + by : now.last);

// Keep the row with the cursor in the middle of the list, whatever else moves.
export function centre() {
  const list = byId("rows");
  const here = list.children[now.row];
  if (here) list.scrollTop = here.offsetTop - list.offsetTop - (list.clientHeight - here.clientHeight) / 2;
  showMore();
}

// Say how many rows are out of sight, and when all are chosen.
export function showMore() {
  const list = byId("rows");
  const top = list.offsetTop + list.scrollTop - 4;
  const end = top + list.clientHeight + 8;
  const items = [...list.children];
  const above = items.filter((one) => one.offsetTop < top).length;
  const below = items.filter((one) => one.offsetTop + one.clientHeight > end).length;
  byId("more").textContent = [
    above ? say("↑ 上面还有 {above} 项", { above }) : "",
    below ? say("↓ 下面还有 {below} 项", { below }) : "",
    now.row >= items.length ? say("各项都已选定。要改的，按 ↑ 回去。") : "",
  ]
    .filter(Boolean)
    .join("　");
}
