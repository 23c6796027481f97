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

// A sentence in the reader's language, its blanks filled.
const WORDS = JSON.parse(desk.dataset.words);
function say(chinese, values = {}) {
  return (WORDS[chinese] || chinese).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// What the interface says is Chinese: an English page says so and marks it.
function tell(sentence) {
  const box = byId("trouble");
  box.textContent = sentence;
  // A name in an English sentence does not make it a Chinese one.
  if (document.documentElement.lang === "en" && /[。？！]$/.test(sentence)) {
    const marked = document.createElement("span");
    marked.lang = "zh-Hans";
    marked.textContent = sentence;
    box.replaceChildren(say("（下文是中文）"), " ", marked);
  }
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
    throw new Trouble(say("连不上服务，没有保存。请检查网线或者服务是否还在运行，然后重试。"), 0);
  }
  const text = await answer.text();
  const said = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Trouble((said && said.title) || say("服务没有办成，请重试。"), answer.status);
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
let person = null; // whoever is signed in
let filled = false; // whether the page stands, with what this person has done on it

// Whether the person holds a role in this session.
const holds = (...roles) =>
  person.roles.some((one) => roles.includes(one.role) && (!one.election || ELECTION.endsWith(`/${one.election}`)));
const ROLE_NAMES = { scrutineer: say("监票人"), chief_scrutineer: say("总监票人"), presider: say("执行主席"), clerk: say("秘书处工作人员") };

// Who is missing under an act: every role once, and how many of it.
const missingNames = (missing) =>
  [...new Set(missing)]
    .map((role) => {
      const name = ROLE_NAMES[role] || role;
      const count = missing.filter((one) => one === role).length;
      return count > 1 ? say("{name}{count}名", { name, count }) : name;
    })
    .join(say("、"));

// Acts of one kind that wait for signatures, told with who is missing; they can be taken back.
async function waitingActs(kinds) {
  const acts = (await ask("GET", `${ELECTION}/acts`)).filter((one) => one.act in kinds);
  const box = byId("acts");
  box.replaceChildren(
    ...acts.map((one) => {
      const line = document.createElement("p");
      const missing = missingNames(one.missing);
      line.textContent = say("{content}，等待签字，还差：{missing}。", { content: kinds[one.act](one.content), missing });
      const back = document.createElement("button");
      back.type = "button";
      back.className = "quiet";
      back.textContent = say("撤销提请");
      back.addEventListener(
        "click",
        doing(back, async () => {
          if (!confirm(say("撤销这项提请？已经签的字一并作废。"))) return;
          await ask("POST", `${ELECTION}/acts/${one.id}/withdraw`);
          await begun();
        })
      );
      line.append(" ", back);
      return line;
    })
  );
  const command = document.createElement("p");
  command.className = "key";
  command.textContent = acts.length ? say("各人签字：piaojue scrutineer certify … --sign {act}，或者在纸上签。", { act: acts[0].act }) : "";
  box.append(command);
  box.hidden = acts.length === 0;
  return acts;
}

async function enterDesk() {
  let me;
  try {
    me = await ask("GET", "/api/me");
  } catch (trouble) {
    if (trouble.status === 401) return showLogin();
    return tell(trouble.message);
  }
  const stands = filled && person.id === me.id;
  person = me;
  byId("who").textContent = me.name;
  byId("leave").hidden = false;
  byId("login").hidden = true;
  byId("work").hidden = false;
  // Whoever was signed out and signs in again finds the page as it was left.
  if (stands) return tell(say("已重新登录。本页填写的内容没有丢，请再提交一次。"));
  try {
    await begun();
    filled = true;
  } catch (trouble) {
    // Nothing of a page that could not be filled is shown half.
    byId("work").hidden = true;
    tell(trouble.status === 403 ? say("您的账号（{name}）没有这项职务，不能打开这一页。", { name: me.name }) : trouble.message);
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
