// What is said of a doubtful sheet: opinions, the views of those who looked, how far it is.

/** What the page shows: ``all`` is what the interface told, ``said`` is project -> opinion. */
export const now = { all: null, at: 0, row: 0, last: 0, said: new Map(), larger: false, side: 0, waiting: null };

export const OPEN = "doubtful"; // a row for which no opinion was chosen

export const sheetNow = () => now.all.sheets[now.at];
export const isOpen = (row) => now.said.get(row.project) === OPEN;

export const nameOf = (project) =>
  project === 0 ? say("候选项目清单（整体）") : now.all.projects.find((one) => one.number === project).name;

export function opinion(value) {
  const found = now.all.choices.rows.find((one) => one.value === value);
  return found ? say(found.name) : /^\d+$/.test(value) ? say("第 {value} 位", { value }) : say("待认定");
}

const ground = (value) => {
  const found = now.all.choices.void.find((one) => one.value === value);
  return found ? say(found.name) : value;
};

// Where a sheet lies, also in its file if the number, which runs over all files, does not say it.
export function placeOf({ by_hand, file, place }) {
  if (by_hand) return say("，人工辨认的第 {by_hand} 张", { by_hand });
  return file
    ? say("，扫描第 {place} 页（{file} 第 {page} 页）", { place, file: file.name, page: file.page })
    : say("，扫描第 {place} 页", { place });
}

export function waitsForMe(sheet) {
  if (sheet.decided) return false;
  return now.all.me.chief ? sheet.given >= 2 : sheet.views.length === 0;
}

// A decision that stands, else one's own view, else what all agree on, else the machine's word;
// of the sample nothing that somebody has not said.
export function startingPoint(sheet) {
  const rows = new Map(sheet.rows.map((one) => [one.project, one.reading === null ? OPEN : one.reading]));
  const decided = sheet.draft || sheet.ruled;
  const from = decided || (now.all.me.chief ? agreed(sheet) : sheet.views[0]);
  if (from) from.rows.forEach((one) => rows.set(one.project, one.reading));
  else if (sheet.sampled) sheet.rows.forEach(({ project }) => rows.set(project, sharedBy(sheet.views, project)));
  const grounds = sheet.reasons.map((one) => one.value);
  const machine = now.all.choices.void.find((one) => grounds.includes(one.value));
  return { rows, ground: from ? from.void || "" : machine ? machine.value : "" };
}

function sharedBy(views, project) {
  if (views.length < 2) return OPEN;
  const held = new Set(views.map((view) => heldOf(view, project)));
  return held.size === 1 ? [...held][0] : OPEN;
}

const heldOf = (view, project) => (view.rows.find((one) => one.project === project) || { reading: OPEN }).reading;

// The view that all who gave one share, if there are enough of them.
export function agreed(sheet) {
  const held = new Set(sheet.views.map((view) => JSON.stringify([view.rows, view.void])));
  return sheet.views.length >= 2 && held.size === 1 ? sheet.views[0] : null;
}

// To a 监票人 only that a view that is changed is kept: the others' views are the chief's to see.
export function toldOfOthers(sheet) {
  if (!now.all.me.chief) return sheet.views.length && !sheet.decided ? say("改动意见的，原来的意见仍记入认定记录。") : "";
  if (sheet.given < 2) return say("已有 {given} 名监票人提出意见，须有 2 名。", { given: sheet.given });
  const changes = sheet.views.map((view) => toldOfChanges(sheet, view)).filter(Boolean);
  const views = toldOfViews(sheet) + (changes.length && !agreed(sheet) ? say("。") : "");
  return [views, ...changes].join(" ");
}

function toldOfViews(sheet) {
  if (agreed(sheet)) return say("{given} 名监票人意见一致。", { given: sheet.given });
  const differing = sheet.rows.filter(({ project }) => new Set(sheet.views.map((view) => heldOf(view, project))).size > 1);
  const grounds = new Set(sheet.views.map((view) => view.void));
  return sheet.views
    .map((view) => {
      const parts = differing.map(({ project }) => say("第 {project} 项{reading}", { project, reading: opinion(heldOf(view, project)) }));
      if (grounds.size > 1) parts.push(view.void ? say("整张无效（{name}）", { name: ground(view.void) }) : say("整张有效"));
      return say("监票人 {number} 号：{rows}", { number: view.scrutineer, rows: parts.join(say("、")) });
    })
    .join(say("；"));
}

// What one 监票人 held before, where it is not what the same person holds now.
function toldOfChanges(sheet, view) {
  const all = [...view.before, view];
  const differing = sheet.rows.filter(({ project }) => new Set(all.map((one) => heldOf(one, project))).size > 1);
  const grounds = new Set(all.map((one) => one.void));
  const [first, ...later] = all.map((one) => {
    const parts = differing.map(({ project }) => say("第 {project} 项{reading}", { project, reading: opinion(heldOf(one, project)) }));
    if (grounds.size > 1) parts.push(one.void ? say("整张无效（{name}）", { name: ground(one.void) }) : say("整张有效"));
    return parts.join(say("、"));
  });
  const changes = later.map((to, at) => (at ? say("，又改为{to}", { to }) : say("，后改为{to}", { to }))).join("");
  return changes && say("监票人 {number} 号原认为{first}{changes}。", { number: view.scrutineer, first, changes });
}

// Of a sheet of the sample: whether people held otherwise than the machine, once they have looked.
export function toldOfMachine(sheet) {
  if (!sheet.against) return "";
  const parts = sheet.against.rows.map((project) => {
    const { reading } = sheet.rows.find((one) => one.project === project);
    return say("第 {project} 项机器判读为{reading}", { project, reading: opinion(reading) });
  });
  if (sheet.against.whole) parts.push(say("整张票机器判读为有效"));
  if (!parts.length) return say("与机器判读一致。");
  const told = say("与机器判读不同：{parts}。", { parts: parts.join(say("、")) });
  return told + (now.all.me.chief ? say("请拿原票核对。") : say("请拿原票核对，并报告总监票人。"));
}

export const differs = (sheet) => Boolean(sheet.against) && (sheet.against.rows.length > 0 || sheet.against.whole);

export function toldOfState(sheet) {
  if (sheet.draft) return say("已认定，还没有签字");
  if (sheet.ruled) return say("已签字");
  if (now.all.me.chief) return say("未认定");
  return sheet.views.length ? say("已提意见") : say("未提意见");
}

// Why there is nothing to look at, and what may still come.
export function toldOfNothing() {
  const { failed, missing, to_draw } = now.all;
  if (failed) return say("已宣布扫描仪故障，全部纸质票改由人工计票，读票和认定只留作参考，不必再认定。");
  if (missing === null) return say("票箱还没有清点，请先由监票人清点票箱并登记。");
  if (missing > 0) {
    return say("现在没有需要认定的票。还有 {missing} 张没有入账，入账以后疑问票会出现在这里；这一页不自动刷新，请按 F5。", { missing });
  }
  return to_draw
    ? say("各捆都已入账，没有疑问票。还要抽样复核 {to_draw} 张：抽签登记以后，抽中的票会出现在这里，请按 F5。", { to_draw })
    : say("各捆都已入账，没有需要认定的票。");
}

export function toldOfCount() {
  const { sheets, me } = now.all;
  if (!sheets.length) return "";
  const waiting = sheets.filter(waitsForMe).length;
  const unready = me.chief ? sheets.filter((one) => !one.decided && one.given < 2).length : 0;
  const sampled = sheets.filter((one) => one.sampled).length;
  const count = sheets.length;
  return (
    (me.chief
      ? say("疑问票 {count} 张，等您认定的 {waiting} 张", { count, waiting })
      : say("疑问票 {count} 张，等您提出意见的 {waiting} 张", { count, waiting })) +
    (sampled ? say("；{count} 张中抽样复核的 {sampled} 张", { count, sampled }) : "") +
    (unready ? say("，另有 {unready} 张监票人还没有看完。", { unready }) : say("。"))
  );
}
