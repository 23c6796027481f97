"use strict";
// The hall's screen: it shows what the service sends, and says so when nothing comes any more.

const SILENCE = 30000;
const AGAIN = 3000;
const TURN = 8000;

const board = document.getElementById("board");
const cut = document.getElementById("cut");
let source = null;
let heard = Date.now();
let page = 0;

function alive() {
  heard = Date.now();
  cut.hidden = true;
}

function connect() {
  if (source) source.close();
  source = new EventSource(board.dataset.events);
  source.addEventListener("board", (event) => {
    alive();
    board.innerHTML = event.data;
    page = 0;
  });
  source.addEventListener("alive", alive);
  source.addEventListener("error", () => {
    cut.hidden = false;
    // After an answer that is no stream the browser gives up; a hall's screen does not.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN);
  });
}

setInterval(() => {
  if (Date.now() - heard > SILENCE) {
    cut.hidden = false;
    heard = Date.now();
    connect();
  }
}, AGAIN);

// More projects than fit are shown page by page.
setInterval(() => {
  const pages = board.querySelectorAll(".page");
  if (pages.length < 2) return;
  page = (page + 1) % pages.length;
  pages.forEach((one, at) => {
    one.hidden = at !== page;
  });
}, TURN);

document.addEventListener("keydown", (event) => {
  if (event.key !== "f" && event.key !== "F") return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});

connect();
