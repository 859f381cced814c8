"use strict";
// What people do at the page: say, press, react. Words wait in the browser until the server has them. Loaded before
// chat.js, which begins; both share their names.

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- what people do ----

function submitted(pane, event) {
  const form = event.target;
  if (form.matches(".composer")) {
    event.preventDefault();
    say(pane, form);
  } else if (form.matches(".buttons")) {
    event.preventDefault();
    press(pane, form, event.submitter);
  } else if (form.matches(".under")) {
    event.preventDefault();
    form.querySelector("details").open = false;
    act(pane, "react", { chat: form.chat.value, message: form.message.value, gesture: event.submitter.value });
  }
}

function typed(pane, event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.key === "Escape") {
    answer(pane, null);
    closeMenus(null);
  }
}

function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 3}px`;
}

function answer(pane, message) {
  const form = pane.element.querySelector(".composer");
  if (!form) return;
  const line = form.querySelector(".replying");
  form.reply_to.value = message ? message.dataset.id : "";
  line.hidden = !message;
  if (!message) return;
  message.querySelector("details").open = false;
  line.querySelector("span").textContent = line.dataset.words.replace("%", message.dataset.name);
  form.text.focus();
}

async function press(pane, form, button) {
  button.setAttribute("aria-busy", "true");
  setTimeout(() => button.removeAttribute("aria-busy"), 5000);
  await act(pane, "press", { chat: form.chat.value, message: form.message.value, data: button.value, page: pageId });
}

// A press or a reaction is tried for a few seconds; later it would surprise.
async function act(pane, what, fields) {
  const deed = { ...fields, as: pane.account, key: key() };
  for (const wait of [500, 1500, 3000, 0]) {
    const answered = await post(what, deed);
    if (answered.ok) return;
    if (!answered.again || !wait) { toast(pane, answered.line || words.offline, "trouble"); return; }
    await new Promise((done) => setTimeout(done, wait));
  }
}

// ---- words wait in the browser until the server has them ----

function unsent() {
  try { return JSON.parse(localStorage.getItem("huying.unsent") || "[]"); } catch { return []; }
}

function keep(entry) {
  const others = unsent().filter((each) => each.key !== entry.key);
  store([...others, entry]);
}

function forget(entry) { store(unsent().filter((each) => each.key !== entry.key)); }

function store(entries) {
  try { localStorage.setItem("huying.unsent", JSON.stringify(entries)); } catch { /* private mode: kept by this page alone */ }
}

function say(pane, form) {
  const text = form.text.value.trim();
  if (!text) return;
  const entry = { account: pane.account, chat: form.chat.value, text, reply_to: form.reply_to.value, key: key() };
  form.text.value = "";
  fit(form.text);
  answer(pane, null);
  keep(entry);
  send(entry);
  toNewest(pane);
}

function resume() {
  const mine = new Set(panes.map((pane) => pane.account));
  store(unsent().filter((entry) => isFree || mine.has(entry.account)));
  unsent().filter((entry) => mine.has(entry.account)).forEach((entry) => (entry.failed ? draw(entry, entry.failed) : send(entry)));
}

async function send(entry) {
  draw(entry, words.sending);
  for (let wait = 1000; ; wait = Math.min(wait * 2, 10000)) {
    const { account, chat, text, reply_to, key: once } = entry;
    const answered = await post("say", { as: account, chat, text, reply_to, key: once });
    if (answered.ok) {
      forget(entry);
      sent(entry);
      return;
    }
    if (!answered.again) {
      const line = words.failed.replace("%", answered.line || "");
      keep({ ...entry, failed: line });
      draw(entry, line, true);
      return;
    }
    draw(entry, answered.line || words.waiting);
    await new Promise((done) => setTimeout(done, wait));
  }
}

async function post(what, deed) {
  try {
    const response = await fetch(`/chat/${what}?lang=${language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Huying": "1" },
      body: JSON.stringify(deed),
    });
    if (response.ok) return { ok: true };
    const again = response.status >= 500 || response.status === 429;
    const { line } = await response.json().catch(() => ({ line: "" }));
    return { ok: false, again, line };
  } catch {
    return { ok: false, again: true, line: "" };
  }
}

function logOf(entry) {
  const pane = panes.find((each) => each.account === entry.account && each.chat === entry.chat);
  return pane?.element.querySelector(".log");
}

// The words of somebody who waits: shown at once, greyed until the server has them.
function draw(entry, line = words.sending, failed = Boolean(entry.failed)) {
  const log = logOf(entry);
  if (!log || log.querySelector(`.msg[data-key="${entry.key}"]:not(.pending)`)) return;
  let item = log.querySelector(`.msg[data-key="${entry.key}"]`);
  if (!item) {
    item = document.createElement("li");
    item.className = "msg mine pending";
    item.dataset.key = entry.key;
    const box = item.appendChild(document.createElement("div"));
    box.className = "body";
    const bubble = box.appendChild(document.createElement("div"));
    bubble.className = "bubble";
    const said = bubble.appendChild(document.createElement("p"));
    said.className = "words";
    said.textContent = entry.text;
    box.appendChild(document.createElement("div")).className = "under";
    log.append(item);
  }
  item.classList.toggle("failed", failed);
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = line;
  if (failed) {
    const again = state.appendChild(document.createElement("button"));
    again.type = "button";
    again.dataset.again = "";
    again.textContent = words.again;
  }
  item.querySelector(".under").replaceChildren(state);
}

function sent(entry) {
  const item = logOf(entry)?.querySelector(`.msg.pending[data-key="${entry.key}"]`);
  item?.querySelector(".under").replaceChildren();
}
