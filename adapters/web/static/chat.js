"use strict";
// The page's script: sends what is said and pressed, and shows what happens. HTML comes finished and safe from the
// server; this file never makes HTML of anybody's words. Without it the page reads and sends all the same.

const body = document.body;
const words = JSON.parse(body.dataset.words);
const language = body.dataset.language;
const isFree = body.dataset.free === "yes";
const pageId = key();
const panes = [...document.querySelectorAll(".pane")].map(makePane);

body.classList.add("live");
panes.forEach(wire);
resume();
listen();

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- panes and rooms ----

function makePane(element) {
  return {
    element,
    number: Number(element.dataset.pane),
    account: element.dataset.account,
    chat: element.dataset.chat,
    // While a room is fetched, its changes wait here.
    held: null,
  };
}

function wire(pane) {
  const { element } = pane;
  element.addEventListener("click", (event) => clicked(pane, event));
  element.addEventListener("submit", (event) => submitted(pane, event));
  element.addEventListener("keydown", (event) => typed(pane, event));
  element.addEventListener("input", (event) => event.target.matches("textarea") && fit(event.target));
  const tab = document.querySelector(`[data-tab="${pane.number}"]`);
  if (!tab) return;
  new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    document.querySelectorAll("[data-tab]").forEach((other) => other.removeAttribute("aria-current"));
    tab.setAttribute("aria-current", "true");
    tab.querySelector(".dot").hidden = true;
  }, { root: document.querySelector(".panes"), threshold: 0.6 }).observe(element);
}

function clicked(pane, event) {
  const to = (selector) => event.target.closest(selector);
  closeMenus(to("details"));
  const room = to("[data-room]");
  if (room && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    show(pane, room.dataset.room, room.href);
  } else if (to("[data-to-list]")) {
    event.preventDefault();
    pane.element.dataset.view = "list";
    pane.element.querySelector(".rooms a[aria-current], .rooms a")?.focus();
  } else if (to("[data-reply]")) {
    answer(pane, to(".msg"));
  } else if (to("[data-no-reply]")) {
    answer(pane, null);
  } else if (to(".newest")) {
    toNewest(pane);
  } else if (to(".toast")) {
    to(".toast").remove();
  } else if (to("[data-again]")) {
    const entry = unsent().find((each) => each.key === to(".msg").dataset.key);
    if (entry) send({ ...entry, failed: false });
  }
}

function closeMenus(except) {
  document.querySelectorAll("details[open]").forEach((open) => { if (open !== except) open.open = false; });
}

async function show(pane, chat, address) {
  pane.chat = chat;
  pane.held = [];
  pane.element.dataset.chat = chat;
  pane.element.dataset.view = "room";
  for (const link of pane.element.querySelectorAll("[data-room]")) {
    if (link.dataset.room === chat) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  badge(pane, chat, 0);
  const where = new URLSearchParams({ as: pane.account, chat, lang: language });
  try {
    const response = await fetch(`/chat/room?${where}`, { headers: { "X-Huying": "1" } });
    if (!response.ok) throw new Error((await response.json()).line);
    const html = await response.text();
    if (pane.chat !== chat) return;
    const room = pane.element.querySelector(".room");
    room.innerHTML = html;
    unsent().filter((entry) => entry.account === pane.account && entry.chat === chat).forEach((entry) => draw(entry));
    room.querySelector("textarea")?.focus({ preventScroll: true });
  } catch {
    location.assign(address);
    return;
  } finally {
    const held = pane.held || [];
    pane.held = null;
    held.forEach((change) => changed(pane, change));
  }
  history.replaceState(null, "", pageAddress());
}

function pageAddress() {
  const shown = isFree ? panes.map((pane) => ["p", `${pane.account}~${pane.chat}`]) : [["room", panes[0].chat]];
  return `/chat?${new URLSearchParams([...shown, ["lang", language]])}`;
}

// ---- what happens: the stream ----

function listen() {
  const where = new URLSearchParams([["page", pageId], ["after", body.dataset.after], ["lang", language]]);
  if (isFree) new Set(panes.map((pane) => pane.account)).forEach((account) => where.append("as", account));
  const stream = new EventSource(`/chat/events?${where}`);
  stream.addEventListener("change", (event) => {
    body.dataset.after = event.lastEventId;
    const change = JSON.parse(event.data);
    panes.filter((pane) => change.panes[pane.account]).forEach((pane) => changed(pane, change));
  });
  stream.addEventListener("toast", (event) => {
    const { account, text } = JSON.parse(event.data);
    panes.filter((pane) => pane.account === account).forEach((pane) => {
      pane.element.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
      if (text) toast(pane, text);
    });
  });
  let away = null;
  stream.addEventListener("open", () => { clearTimeout(away); away = null; document.querySelectorAll(".toast.away").forEach((line) => line.remove()); });
  stream.addEventListener("error", () => {
    away ??= setTimeout(() => panes.forEach((pane) => toast(pane, words.offline, "away")), 4000);
    // A stream that was refused (the service started anew) is not tried again by the browser.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
}

function changed(pane, change) {
  const seen = change.panes[pane.account];
  if (!seen.removed) preview(pane, change.chat, seen);
  if (pane.held && pane.chat === change.chat) { pane.held.push(change); return; }
  const log = pane.chat === change.chat && pane.element.querySelector(".log");
  if (log) put(pane, log, change.id, seen);
  else if (seen.rings) badge(pane, change.chat, 1);
  if (seen.rings) ring(pane);
}

function put(pane, log, id, seen) {
  const old = log.querySelector(`.msg[data-id="${id}"]`);
  if (seen.removed) { old?.remove(); return; }
  const holder = document.createElement("template");
  holder.innerHTML = seen.html.trim();
  const fresh = holder.content.firstElementChild;
  const pending = fresh.dataset.key && log.querySelector(`.msg.pending[data-key="${fresh.dataset.key}"]`);
  const scroll = log.closest(".scroll");
  const isAtEnd = scroll.scrollTop > -80;
  if (old) {
    const hadFocus = old.contains(document.activeElement);
    if (old.querySelector(".words:last-of-type")?.textContent !== fresh.querySelector(".words:last-of-type")?.textContent) fresh.classList.add("fresh");
    old.replaceWith(fresh);
    if (hadFocus) fresh.querySelector("button, summary")?.focus({ preventScroll: true });
  } else if (pending) pending.replaceWith(fresh);
  else if (isBefore(log, id)) return;
  else log.append(fresh);
  if (isAtEnd) toNewest(pane);
  else if (!old && seen.rings) pane.element.querySelector(".newest").hidden = false;
}

// A change of a message so old that the page does not show it.
function isBefore(log, id) {
  const first = log.querySelector(".msg[data-id]");
  return Boolean(first) && id < Number(first.dataset.id);
}

function toNewest(pane) {
  const scroll = pane.element.querySelector(".scroll");
  if (scroll) scroll.scrollTop = 0;
  const newest = pane.element.querySelector(".newest");
  if (newest) newest.hidden = true;
}

function preview(pane, chat, seen) {
  const entry = pane.element.querySelector(`[data-room="${CSS.escape(chat)}"]`);
  if (!entry) return;
  entry.querySelector(".preview").textContent = seen.preview;
  entry.querySelector(".when").textContent = seen.moment;
}

function badge(pane, chat, more) {
  const mark = pane.element.querySelector(`[data-room="${CSS.escape(chat)}"] .unread`);
  if (!mark) return;
  const count = more ? Number(mark.textContent || 0) + more : 0;
  mark.textContent = count || "";
  mark.hidden = !count;
  const total = [...pane.element.querySelectorAll(".unread")].reduce((sum, each) => sum + Number(each.textContent || 0), 0);
  const elsewhere = pane.element.querySelector(".elsewhere");
  if (elsewhere) { elsewhere.textContent = total || ""; elsewhere.hidden = !total; }
}

let unseen = 0;
const title = document.title;
document.addEventListener("visibilitychange", () => { if (!document.hidden) { unseen = 0; document.title = title; } });

function ring(pane) {
  const tab = document.querySelector(`[data-tab="${pane.number}"]`);
  if (tab && !tab.hasAttribute("aria-current")) tab.querySelector(".dot").hidden = false;
  if (document.hidden) { unseen += 1; document.title = `(${unseen}) ${title}`; }
}

function toast(pane, text, kind = "") {
  const line = document.createElement("button");
  line.type = "button";
  line.className = `toast ${kind}`;
  line.textContent = text;
  pane.element.querySelector(".toasts").append(line);
  if (kind !== "away") setTimeout(() => line.remove(), 7000);
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
