"use strict";
// The board's script: keeps an open page up to date, and turns the screen in the hall. HTML comes finished and safe from
// the server. Without it the pages read all the same.

const events = document.body.dataset.events;
const seconds = Number(document.body.dataset.seconds);

if (events) listen();
if (seconds) window.setInterval(turn, seconds * 1000);
document.body.addEventListener("change", chosen);

// ---- up to date ----

function listen() {
  let waiting = 0;
  const source = new EventSource(events);
  source.addEventListener("change", () => {
    // Many pages hear of one change; they do not all ask in the same moment.
    if (!waiting) waiting = window.setTimeout(() => { waiting = 0; renew(location.href); }, 300 + Math.random() * 1200);
  });
}

async function renew(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    return answer.ok;
  } catch {
    return false;
  }
}

function put(page) {
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const here = document.querySelector(`[data-live="${fresh.dataset.live}"]`);
    if (!here || here.innerHTML === fresh.innerHTML) continue;
    const focused = here.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    here.replaceWith(fresh);
    if (focused) fresh.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

// ---- the screen in the hall ----

async function turn() {
  const next = document.querySelector("[data-next][data-live]")?.dataset.next;
  if (next && (await renew(next))) history.replaceState(null, "", next);
}

// ---- choosing ----

function chosen(event) {
  if (event.target.matches(".find select")) event.target.form.requestSubmit();
}
