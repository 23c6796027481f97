"use strict";
// Counting bundles in, scanning them, entering them. Figures of sheets only.

const STATES = { open: say("正在扫描"), stopped: say("已停止扫描"), entered: say("已入账"), withdrawn: say("已撤回") };
const LOOK_EVERY = 3000; // milliseconds: others, and a copier's folder, scan into the same bundle
const ACTS = {
  batch_withdrawn: (said) => say("已提请撤回第 {batch} 捆（{reason}）", { batch: said.batch, reason: said.reason }),
  fallback_declared: () => say("已提请宣布扫描仪故障，改为人工计票"),
};
let open = null;
let shown = null;
let seen = ""; // what was last seen of all that others may change, as text

async function refresh() {
  shown = await ask("GET", `${ROUND}/bundles`);
  open = shown.bundles.find((one) => one.state === "open") || null;
  const found = await progressOf(open);
  seen = JSON.stringify([shown, found]);
  const acts = await waitingActs(ACTS);
  showList(acts.some((one) => one.act === "batch_withdrawn"));
  byId("missing").textContent = toldOfBox();
  byId("next").replaceChildren(...toldOfNext());
  byId("begin").hidden = open !== null || shown.closed !== "" || shown.box === null || shown.missing <= 0;
  byId("take").hidden = byId("enter").hidden = open === null;
  byId("jam-unique").hidden = shown.alike;
  byId("jam-alike").hidden = !shown.alike;
  byId("folder").hidden = !shown.folder;
  byId("waiting").hidden = !shown.waiting || open !== null;
  byId("waiting").textContent = say("扫描文件夹里有 {waiting} 个文件在等。登记一捆以后自动读入，不必重新扫描。", { waiting: shown.waiting });
  byId("nobody").hidden = holds("scrutineer", "chief_scrutineer");
  enter.querySelector("button[type=submit]").hidden = !byId("nobody").hidden;
  byId("failure").hidden = shown.closed !== "" || shown.box === null || !holds("chief_scrutineer");
  if (open !== null) {
    document.querySelectorAll("[data-bundle]").forEach((one) => (one.textContent = say("第 {number} 捆", { number: open.number })));
    showProgress(found);
  }
  byId("fail").hidden = acts.some((one) => one.act === "fallback_declared");
}

function toldOfBox() {
  if (shown.failed) return say("已宣布扫描仪故障：全部纸质票从第一张起人工清点，由两名计票人各自登记。");
  if (shown.box === null) return say("票箱还没有清点，请先由监票人清点票箱并登记。");
  if (shown.closed && !shown.frozen) return say("本轮的纸质票不再读票。");
  if (shown.frozen) return say("纸质票已经封定，不再读票。");
  if (shown.missing < 0)
    return say("票箱清点 {box} 张，各捆入账的比票箱多 {over} 张。请重新清点票箱；各捆数错的，撤回那一捆，重新清点、重扫。", { box: shown.box, over: -shown.missing });
  return shown.missing
    ? say("票箱清点 {box} 张，还有 {missing} 张没有入账。", { box: shown.box, missing: shown.missing })
    : say("票箱清点 {box} 张，全部入账。", { box: shown.box });
}

// What comes after the last bundle.
function toldOfNext() {
  if (shown.closed || shown.missing !== 0) return [];
  if (!shown.doubtful) return [say("没有疑问票。抽样复核以后，由总监票人合计。")];
  const link = document.createElement("a");
  link.href = document.querySelector("nav a[href$=doubts]").href;
  link.textContent = say("疑问票认定");
  return [say("疑问票 {doubtful} 张，请两名监票人、总监票人到", { doubtful: shown.doubtful }), link, say("认定。")];
}

// One bundle is withdrawn after the other: no second one while one waits for signatures.
function showList(withdrawing) {
  const rows = [...shown.bundles, ...shown.gone].map((one) => {
    const row = document.createElement("tr");
    const texts = [
      say("第 {number} 捆", { number: one.number }),
      say("{declared} 张", { declared: one.declared }),
      one.pages === null ? "" : say("{pages} 页", { pages: one.pages }),
      one.state === "discarded" ? say("已放弃（第 {which} 次）", { which: one.which }) : STATES[one.state],
    ];
    row.append(...texts.map(cellOf));
    if ((one.files || []).length > 1) row.children[2].append(filesOf(one.files));
    const last = cellOf("");
    if (one.reason) last.append(reasonOf(one.reason));
    if (one.state === "entered" && !shown.closed && !withdrawing && holds("scrutineer", "chief_scrutineer")) last.append(withdrawal(one.number));
    row.append(last);
    return row;
  });
  if (!rows.length) {
    const none = cellOf(shown.box === null ? say("还没有读票。") : say("还没有读票。请先数清第一捆。"));
    none.colSpan = 5;
    const row = document.createElement("tr");
    row.append(none);
    rows.push(row);
  }
  byId("list").replaceChildren(...rows);
}

// Pages are numbered over all files of a bundle: where the paper of one lies, its file tells.
function filesOf(files) {
  const list = document.createElement("ul");
  list.className = "reasons";
  const runs = files.map(({ first, last, file, page }) =>
    first === last
      ? say("扫描第 {first} 页：{file} 第 {page} 页", { first, file, page })
      : say("扫描第 {first} 至 {last} 页：{file} 第 {page} 至 {end} 页", { first, last, file, page, end: page + last - first })
  );
  list.append(...runs.map(lineOf));
  return list;
}

// People write reasons in Chinese, also on an English page.
function reasonOf(reason) {
  const text = document.createElement("span");
  text.lang = "zh-Hans";
  text.textContent = reason;
  return text;
}

function cellOf(text) {
  const cell = document.createElement("td");
  cell.textContent = text;
  return cell;
}

function withdrawal(number) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = say("撤回第 {number} 捆", { number });
  button.addEventListener(
    "click",
    doing(button, async () => {
      const reason = prompt(
        say("撤回第 {number} 捆，整捆重新清点、重新扫描；已经认定的疑问票也要重新认定。", { number }) +
          say("撤回由监票人、总监票人签名，理由记入日志。请写明理由：")
      );
      if (!reason || !reason.trim()) return;
      await ask("POST", `${ROUND}/acts`, { act: "batch_withdrawn", batch: number, reason: reason.trim() });
      await refresh();
    })
  );
  return button;
}

const progressOf = (bundle) => (bundle === null ? null : ask("GET", `${ROUND}/bundles/${bundle.number}`));

function showProgress(found) {
  const left = found.declared - found.sheets;
  const gap = left > 0 ? say("还差 {left} 张", { left }) : left < 0 ? say("多出 {left} 张", { left: -left }) : say("张数相符");
  byId("progress").textContent =
    say("人工清点 {declared} 张，已读出 {sheets} 张，{gap}；其中疑问票 {doubtful} 张。", { declared: found.declared, sheets: found.sheets, gap, doubtful: found.doubtful }) +
    (found.strange ? say("由编码认出不是本轮的票 {strange} 张。", { strange: found.strange }) : "");
  byId("bar").max = found.declared;
  byId("bar").value = Math.min(found.sheets, found.declared);
  byId("refused").replaceChildren(...shown.refused.map(lineOf));
  byId("pages").replaceChildren(
    ...[found.elsewhere, found.unread, found.foreign, found.copied, found.behind, found.repeated]
      .flat()
      .map((one) => lineOf(say("扫描第 {place} 页：{reason}", { place: one.place, reason: one.reason })))
  );
}

function lineOf(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

// Others begin, scan and enter bundles too: the page follows by itself, and what was refused before
// something changed is told no longer. What somebody has typed stays.
async function look() {
  const before = seen;
  const state = await ask("GET", `${ROUND}/bundles`);
  const found = await progressOf(state.bundles.find((one) => one.state === "open") || null);
  if (seen !== before || JSON.stringify([state, found]) === seen) return;
  tell("");
  await refresh();
}

async function follow() {
  if (shown !== null && !byId("work").hidden && !document.hidden) await look().catch(() => {});
  setTimeout(follow, LOOK_EVERY);
}

const begin = byId("begin");
begin.addEventListener(
  "submit",
  doing(begin.querySelector("button"), async () => {
    await ask("POST", `${ROUND}/bundles`, { declared: Number(begin.elements.declared.value) });
    begin.reset();
    await refresh();
    take.elements.file.focus();
  })
);

// Pages that are there already, as the same pictures, are not added again.
function toldOfFile(name, answer) {
  const batches = answer.elsewhere.join(say("、"));
  if (!answer.new && batches) return say("{name}：各页以前都读过（第 {batches} 捆），没有增加。", { name, batches });
  if (!answer.new) return say("{name}：各页以前都读过，没有增加。", { name });
  return batches ? say("{name}：有几页以前在第 {batches} 捆读过，没有增加。", { name, batches }) : "";
}

const take = byId("take");
take.addEventListener(
  "submit",
  doing(take.querySelector("button"), async () => {
    const files = [...take.elements.file.files];
    const { number } = open; // somebody else may enter it meanwhile
    const told = [];
    const reading = byId("reading");
    reading.hidden = false;
    try {
      for (const [at, file] of files.entries()) {
        reading.textContent = say("正在读第 {at} 个文件，共 {files} 个：{name}……请不要关闭这一页。", { at: at + 1, files: files.length, name: file.name });
        const form = new FormData();
        form.append("file", file);
        try {
          const answer = await ask("POST", `${ROUND}/bundles/${number}/files`, form);
          told.push(toldOfFile(file.name, answer));
        } catch (trouble) {
          if (trouble.status === 401 || trouble.status === 0) throw trouble;
          told.push(trouble.message);
        }
      }
    } finally {
      reading.hidden = true;
    }
    take.reset();
    await refresh();
    tell(told.join(""));
  })
);

const enter = byId("enter");
enter.addEventListener(
  "submit",
  doing(enter.querySelector("button"), async () => {
    const said = {
      foreign: Number(enter.elements.foreign.value),
      by_hand: Number(enter.elements.by_hand.value),
    };
    await ask("POST", `${ROUND}/bundles/${open.number}/enter`, said);
    enter.reset();
    await refresh();
    if (open === null && !begin.hidden) begin.elements.declared.focus();
  })
);
byId("discard").addEventListener(
  "click",
  doing(byId("discard"), async () => {
    const { number } = open;
    const reason = prompt(say("放弃第 {number} 捆已经扫描的内容，重新清点和扫描？请写明理由：", { number }));
    if (!reason || !reason.trim()) return;
    await ask("POST", `${ROUND}/bundles/${number}/discard`, { reason: reason.trim() });
    await refresh();
  })
);
byId("fail").addEventListener(
  "click",
  doing(byId("fail"), async () => {
    const read = shown.bundles.filter((one) => one.state === "entered").reduce((sum, one) => sum + one.declared, 0);
    if (!confirm(say("提请宣布扫描仪故障？已经入账的 {read} 张只留作参考，全部的票从第一张起人工清点。", { read }))) return;
    // It goes into the log, whose words are those of the rules.
    const clause = `${shown.clause}：计票设备发生故障，改用人工计票。`;
    await ask("POST", `${ROUND}/acts`, { act: "fallback_declared", device: "scanner", readings: read, clause });
    await refresh();
  })
);

start(refresh);
follow();
