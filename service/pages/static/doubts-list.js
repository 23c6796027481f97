// All doubtful sheets at a glance: what is left for whoever looks stands first, and one can go there.

import { agreed, differs, now, placeOf, sheetNow, toldOfState, waitsForMe } from "/static/doubts-told.js";

const SHORT = { copied: say("编码重复"), frames_unseen: say("票面损坏") }; // of names that are too long for a line
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const lines = new Map(); // sheet -> its line: made once, then told anew what has changed
const list = byId("list");
const opener = byId("open-list");
const groups = [0, 1, 2, 3, 4].map(groupAt);
let here = null; // the line of the sheet that is shown
let tabbed = null; // the one line that the tab key finds, as the arrows go through the others
let before = null; // what had the focus before the list was opened

function groupAt(at) {
  const group = { box: document.createElement("div"), name: document.createElement("p"), lines: document.createElement("ul") };
  group.name.id = `list-${at}`;
  group.lines.setAttribute("aria-labelledby", group.name.id);
  group.box.append(group.name, group.lines);
  list.append(group.box);
  return group;
}

// What is left for whoever looks comes first: for the chief what the views leave open before the rest.
function groupOf(sheet) {
  if (waitsForMe(sheet)) return now.all.me.chief && agreed(sheet) ? 1 : 0;
  return sheet.draft ? 3 : sheet.ruled ? 4 : 2;
}

const namesOfGroups = ({ chief }) => [
  chief ? say("等您认定，意见不同") : say("等您提出意见"),
  say("等您认定，意见一致"),
  chief ? say("等监票人提出意见") : say("您已提出意见，等待认定"),
  say("已认定，还没有签字"),
  say("已签字"),
];

function reasonOf({ reasons }) {
  const reason = SHORT[reasons[0].value] || say(reasons[0].name);
  return reasons.length > 1 ? say("{reason}等 {count} 种原因", { reason, count: reasons.length }) : reason;
}

// Of the views of others a 监票人 is told how many are missing, once the own one is given.
function viewsOf(sheet) {
  const left = 2 - sheet.given;
  if (now.all.me.chief) {
    if (left > 0) return say("还差 {left} 名监票人", { left });
    return agreed(sheet) ? say("意见一致") : say("意见不同");
  }
  return sheet.views.length && left > 0 ? say("已提意见，还差 {left} 名监票人", { left }) : toldOfState(sheet);
}

function stateOf(sheet) {
  const told = sheet.decided ? toldOfState(sheet) : viewsOf(sheet);
  return differs(sheet) ? told + say("；") + say("与机器判读不同") : told;
}

function lineOf(sheet) {
  if (!lines.has(sheet.sheet)) lines.set(sheet.sheet, emptyLine(sheet.sheet));
  const line = lines.get(sheet.sheet);
  const told = [say("第 {number} 捆", { number: sheet.batch }) + placeOf(sheet), reasonOf(sheet), stateOf(sheet)];
  [...line.children].forEach((part, at) => {
    if (part.textContent !== told[at]) part.textContent = told[at];
  });
  const divided = now.all.me.chief && waitsForMe(sheet) && !agreed(sheet);
  line.classList.toggle("differs", divided || (differs(sheet) && !sheet.decided));
  return line.parentElement;
}

function emptyLine(sheet) {
  const line = document.createElement("button");
  line.type = "button";
  line.dataset.sheet = sheet;
  line.tabIndex = -1;
  for (let part = 0; part < 3; part++) line.append(document.createElement("span"), " ");
  document.createElement("li").append(line);
  return line;
}

/** Tell every sheet as it stands now; lines that stand where they belong are left there. */
export function showList() {
  opener.hidden = now.all.sheets.length === 0;
  if (opener.hidden) list.hidden = true;
  opener.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) return;
  const names = namesOfGroups(now.all.me);
  groups.forEach((group, at) => {
    const wanted = now.all.sheets.filter((one) => groupOf(one) === at).map(lineOf);
    group.box.hidden = wanted.length === 0;
    group.name.textContent = say("{name}（{count} 张）", { name: names[at], count: wanted.length });
    const there = group.lines.children;
    const same = wanted.length === there.length && wanted.every((one, place) => one === there[place]);
    if (!same) group.lines.replaceChildren(...wanted);
  });
  const told = groups.filter(({ box }) => !box.hidden).map(({ name }) => name.textContent);
  byId("list-told").textContent = told.length > 1 ? told.join(say("；")) : "";
  showHere();
}

/** Mark the sheet that is shown, and keep its line in sight. */
export function showHere() {
  if (list.hidden) return;
  if (here) here.removeAttribute("aria-current");
  here = lines.get(sheetNow().sheet);
  here.setAttribute("aria-current", "true");
  if (!list.contains(document.activeElement)) tabTo(here);
  const top = here.offsetTop;
  if (top < list.scrollTop || top + here.offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = top - (list.clientHeight - here.offsetHeight) / 2;
}

function tabTo(line) {
  if (tabbed) tabbed.tabIndex = -1;
  tabbed = line;
  tabbed.tabIndex = 0;
}

/** Open the list with the focus on the sheet that is shown, or close it. */
export function toggleList() {
  if (!list.hidden) return closeList();
  before = document.activeElement;
  list.hidden = false;
  showList();
  here.focus();
}

function closeList() {
  const left = list.contains(document.activeElement);
  list.hidden = true;
  showList();
  if (!left) return;
  const back = before && before !== document.body && before.isConnected ? before : byId("sheet");
  back.focus({ preventScroll: true });
}

function step(by) {
  const all = [...list.querySelectorAll("button")];
  const to = Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1);
  tabTo(all[to]);
  all[to].focus();
}

/** Let ``goTo`` show the sheet whose line is pressed; from there one goes on by keyboard on it. */
export function startList(goTo) {
  opener.addEventListener("click", (event) => {
    toggleList();
    if (event.detail > 0) {
      before = byId("sheet");
      if (list.hidden) before.focus({ preventScroll: true });
    }
  });
  list.addEventListener("click", (event) => {
    const line = event.target.closest("button");
    if (!line) return;
    before = byId("sheet");
    closeList();
    goTo(now.all.sheets.findIndex((one) => one.sheet === line.dataset.sheet));
  });
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // Here keys choose a sheet: none of them decides on the one behind the list.
    event.stopPropagation();
    if (event.key in STEPS) step(STEPS[event.key]);
    else if (["Escape", "l", "L"].includes(event.key)) closeList();
    else return;
    event.preventDefault();
  });
}
