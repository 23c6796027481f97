"use strict";
// The 主持词: one block at a time, by keys, buttons or a clicker; figures come in by themselves.

const place = document.getElementById("place");
const blocks = document.getElementById("blocks");
const trouble = document.getElementById("trouble");
const mishap = document.getElementById("mishap");
const before = document.getElementById("before");
const after = document.getElementById("after");
const AGAIN = 3000;
const SIZES = [28, 34, 40, 48, 56, 66];
let size = 2;
let now = "";

const every = () => Array.from(blocks.querySelectorAll(".block"));

function tell(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}

function show(id) {
  const all = every();
  let at = all.findIndex((one) => one.id === id);
  if (at < 0) at = 0;
  now = all[at].id;
  all.forEach((one, index) => one.classList.toggle("now", index === at));
  place.textContent = `${at + 1} / ${all.length}`;
  before.disabled = at === 0;
  after.disabled = at === all.length - 1;
  more();
}

function go(by) {
  const all = every();
  const at = all.findIndex((one) => one.id === now) + by;
  inTrouble(false);
  if (at >= 0 && at < all.length) {
    show(all[at].id);
    window.scrollTo(0, 0);
  }
}

// A clicker has two keys: forward first shows the rest of a long block, then the next one.
function forward() {
  const left = document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
  if (left > 8) window.scrollBy(0, window.innerHeight * 0.7);
  else go(1);
}

function more() {
  const left = document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
  document.getElementById("more").hidden = left <= 8;
}

function inTrouble(yes) {
  document.body.classList.toggle("in-trouble", yes);
  mishap.setAttribute("aria-pressed", yes ? "true" : "false");
  if (yes) window.scrollTo(0, 0);
  more();
}

function resize(by) {
  size = Math.min(SIZES.length - 1, Math.max(0, size + by));
  document.documentElement.style.setProperty("--size", `${SIZES[size]}px`);
  more();
}

// New figures, in the place of the old ones; what is being read stays where it is.
async function refresh() {
  try {
    const answer = await fetch(blocks.dataset.blocks, { headers: { "hx-request": "true" } });
    if (answer.status === 401) return tell(blocks.dataset.again);
    if (!answer.ok) return tell(blocks.dataset.cut);
    const open = Array.from(blocks.querySelectorAll("details"), (one) => one.open);
    blocks.innerHTML = await answer.text();
    blocks.querySelectorAll("details").forEach((one, at) => {
      one.open = Boolean(open[at]);
    });
    show(now);
    tell("");
  } catch {
    tell(blocks.dataset.cut);
  }
}

let source = null;
function connect() {
  source = new EventSource(blocks.dataset.events);
  source.addEventListener("board", refresh);
  source.addEventListener("error", () => {
    tell(blocks.dataset.cut);
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN);
  });
}

// Leave the page where it is when the hall's screen is told to go on.
blocks.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = event.submitter;
  const body = new URLSearchParams([[chosen.name, chosen.value]]);
  chosen.disabled = true;
  try {
    const answer = await fetch(event.target.action, { method: "POST", body });
    if (!answer.ok) tell(blocks.dataset.cut);
    else await refresh();
  } catch {
    tell(blocks.dataset.cut);
  } finally {
    chosen.disabled = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const onButton = event.target instanceof HTMLElement && event.target.closest("button, a, summary");
  const step = { ArrowRight: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    go(step);
  } else if (event.key === "PageDown" || (event.key === " " && !onButton)) {
    event.preventDefault();
    forward();
  } else if (event.key === "Home") show(every()[0].id);
  else if (event.key === "End") show(every()[every().length - 1].id);
  else if (event.key === "m" || event.key === "M") inTrouble(!document.body.classList.contains("in-trouble"));
  else if (event.key === "Escape") inTrouble(false);
  else if (event.key === "+" || event.key === "=") resize(1);
  else if (event.key === "-") resize(-1);
  else if (event.key === "r" || event.key === "R") {
    const next = blocks.querySelector('.now [data-key="r"]');
    if (next) next.click();
  }
});
before.addEventListener("click", () => go(-1));
after.addEventListener("click", () => go(1));
mishap.addEventListener("click", () => inTrouble(!document.body.classList.contains("in-trouble")));
for (const [id, by] of [["smaller", -1], ["larger", 1]]) {
  const button = document.getElementById(id);
  button.hidden = false;
  button.addEventListener("click", () => resize(by));
}

window.addEventListener("scroll", more);
window.addEventListener("resize", more);

document.body.classList.add("one");
document.getElementById("bar").hidden = false;
show(blocks.querySelector(".script").dataset.start);
connect();
