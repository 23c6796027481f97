"use strict";
// Counting bundles in, scanning them, entering them. Figures of sheets only.

const STATES = { open: "正在扫描", entered: "已入账" };
let open = null;

async function refresh() {
  const shown = await ask("GET", `${ROUND}/bundles`);
  open = shown.bundles.find((one) => one.state === "open") || null;
  const list = byId("list");
  if (shown.bundles.length) {
    list.replaceChildren(
      ...shown.bundles.map((one) => {
        const row = document.createElement("tr");
        for (const text of [`第 ${one.number} 捆`, `${one.declared} 张`, one.pages, STATES[one.state]]) {
          const cell = document.createElement("td");
          cell.textContent = text;
          row.append(cell);
        }
        return row;
      })
    );
  }
  byId("missing").textContent =
    shown.box === null
      ? "票箱还没有清点，请先由监票人清点票箱并登记。"
      : `票箱清点 ${shown.box} 张，还有 ${shown.missing} 张没有入账。`;
  byId("begin").hidden = open !== null || shown.missing === 0;
  byId("take").hidden = byId("enter").hidden = open === null;
  if (open !== null) {
    document.querySelectorAll("[data-bundle]").forEach((one) => (one.textContent = open.number));
    await showProgress();
  }
}

async function showProgress() {
  const found = await ask("GET", `${ROUND}/bundles/${open.number}`);
  const left = found.declared - found.sheets;
  const gap = left > 0 ? `还差 ${left} 张` : left < 0 ? `多出 ${-left} 张` : "张数相符";
  byId("progress").textContent =
    `人工清点 ${found.declared} 张，已读出 ${found.sheets} 张，${gap}；其中疑问票 ${found.doubtful} 张。`;
  byId("pages").replaceChildren(
    ...[found.unread, found.foreign, found.copied, found.behind, found.repeated].flat().map((one) => {
      const item = document.createElement("li");
      item.textContent = `扫描第 ${one.place} 页：${one.reason}`;
      return item;
    })
  );
}

const begin = byId("begin");
begin.addEventListener(
  "submit",
  doing(begin.querySelector("button"), async () => {
    await ask("POST", `${ROUND}/bundles`, { declared: Number(begin.elements.declared.value) });
    begin.reset();
    await refresh();
  })
);

const take = byId("take");
take.addEventListener(
  "submit",
  doing(take.querySelector("button"), async () => {
    const files = [...take.elements.file.files];
    const told = [];
    // Others see how far it is: the pages are kept as they are read.
    const watch = setInterval(() => showProgress().catch(() => {}), 2000);
    try {
      for (const [at, file] of files.entries()) {
        byId("progress").textContent = `正在读第 ${at + 1} 个文件，共 ${files.length} 个：${file.name}……`;
        const form = new FormData();
        form.append("file", file);
        try {
          await ask("POST", `${ROUND}/bundles/${open.number}/files`, form);
        } catch (trouble) {
          if (trouble.status === 401 || trouble.status === 0) throw trouble;
          told.push(trouble.message);
        }
      }
    } finally {
      clearInterval(watch);
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
  })
);
byId("discard").addEventListener(
  "click",
  doing(byId("discard"), async () => {
    if (!confirm(`放弃第 ${open.number} 捆已经扫描的内容，重新清点和扫描？`)) return;
    await ask("POST", `${ROUND}/bundles/${open.number}/discard`);
    await refresh();
  })
);

start(refresh);
