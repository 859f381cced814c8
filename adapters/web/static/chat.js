"use strict";
// The page's script: shows what happens. What people do stands in sending.js. HTML comes finished and safe from the
// server; neither file ever makes HTML of anybody's words. Without them the page reads and sends all the same.

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
