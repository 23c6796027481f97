"use strict";
// What the pages of the desk share: asking the interface, telling what went wrong, signing in.

const desk = document.getElementById("desk");
const ROUND = desk.dataset.round;
const ELECTION = desk.dataset.election;
const byId = (id) => document.getElementById(id);

class Trouble extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

function tell(sentence) {
  const box = byId("trouble");
  box.textContent = sentence;
  box.hidden = !sentence;
  if (sentence) box.scrollIntoView({ block: "nearest" });
}

async function ask(method, path, body) {
  const how = { method, headers: {} };
  if (body instanceof FormData) how.body = body;
  else if (body !== undefined) {
    how.headers["content-type"] = "application/json";
    how.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, how);
  } catch {
    throw new Trouble("连不上服务，没有保存。请检查网线或者服务是否还在运行，然后重试。", 0);
  }
  const text = await answer.text();
  const said = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Trouble((said && said.detail) || "服务没有办成，请重试。", answer.status);
  return said;
}

// Run what a person asked for: once at a time, with its trouble told and nothing lost.
function doing(button, work) {
  return async (event) => {
    if (event) event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    tell("");
    try {
      await work(event);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (trouble.status === 401) showLogin();
      tell(trouble.message);
    } finally {
      button.disabled = false;
    }
  };
}

function showLogin() {
  byId("login").hidden = false;
  byId("work").hidden = true;
  byId("leave").hidden = true;
  byId("login").elements.name.focus();
}

let begun = null;

async function enterDesk() {
  let me;
  try {
    me = await ask("GET", "/api/me");
  } catch (trouble) {
    if (trouble.status === 401) return showLogin();
    return tell(trouble.message);
  }
  byId("who").textContent = me.name;
  byId("leave").hidden = false;
  byId("login").hidden = true;
  byId("work").hidden = false;
  try {
    await begun();
  } catch (trouble) {
    tell(trouble.message);
  }
}

const login = byId("login");
login.addEventListener(
  "submit",
  doing(login.querySelector("button"), async () => {
    const given = { name: login.elements.name.value, password: login.elements.password.value };
    await ask("POST", "/api/login", given);
    login.reset();
    await enterDesk();
  })
);
byId("leave").addEventListener(
  "click",
  doing(byId("leave"), async () => {
    await ask("POST", "/api/logout");
    location.reload();
  })
);

// The page's own script says what to do once somebody is signed in.
function start(work) {
  begun = work;
  enterDesk();
}
