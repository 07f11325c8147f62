// The conference room: what others do appears by itself, and nothing typed is lost when the connection breaks.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const root = $("#room");
const QUIET = 6000;      // ms until the stream must have said something, else a proxy holds it back
const SILENCE = 50000;   // the server says "here" every 20 seconds
const EVERY = 5000;      // asking at intervals
const RETRY = 3000;      // sending again
const person = document.body.dataset.person || "";
const slot = `draft:room:${root.dataset.item}`;  // "draft:" is what app.js forgets at sign-out

// --- What the connection does, said discreetly -------------------------------------------------
function say(state, text) {
  const link = $("#room-link");
  if (link.textContent === text) return;
  link.dataset.state = state;
  link.textContent = text;
}

let news = 0;
let spoken = 0;
function announceLater(count) {  // polite: at most one sentence in ten seconds
  news += count;
  const wait = Math.max(0, spoken + 10000 - Date.now());
  clearTimeout(announceLater.timer);
  announceLater.timer = setTimeout(() => {
    if (news) $("#live").textContent = news === 1 ? "Ein neuer Beitrag." : `${news} neue Beiträge.`;
    news = 0;
    spoken = Date.now();
  }, wait);
}

function complain(text) {
  const message = document.createElement("p");
  message.className = "hn-message hn-message--error";
  message.setAttribute("role", "alert");
  message.textContent = text;
  $("#messages")?.replaceChildren(message);
}

// --- What arrives ----------------------------------------------------------------------------
let cursor = root.dataset.cursor;
let shift = Date.parse(root.dataset.now) - Date.now();  // everybody's clock is the server's

function place(part) {
  const list = $(`[data-list="${part.at}"]`);
  if (!list) return false;
  const made = document.createElement("template");
  made.innerHTML = part.html.trim();
  const fresh = made.content.firstElementChild;
  const old = document.getElementById(fresh.id);
  if (fresh.dataset.key) $(`[data-unsent="${fresh.dataset.key}"]`)?.remove();
  if (old) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const same = focused && ($$("a, button", fresh).find((e) => e.getAttribute("formaction") === focused.getAttribute("formaction")
      && e.getAttribute("href") === focused.getAttribute("href")) || null);
    old.replaceWith(fresh);
    same?.focus({ preventScroll: true });
    return false;
  }
  const after = [...list.children].find((e) => e.dataset.unsent || e.id > fresh.id);
  list.insertBefore(fresh, after || null);
  return true;
}

function apply(delivery) {
  cursor = delivery.cursor;
  shift = Date.parse(delivery.now) - Date.now();
  let added = 0;
  for (const part of delivery.parts) {
    const mine = outbox.some((entry) => part.html.includes(entry.key));
    if (place(part) && !mine) added += 1;
  }
  for (const key of delivery.gone || []) document.getElementById(`part-${key}`)?.remove();
  if (delivery.all) {
    const all = new Set(delivery.all.map((key) => `part-${key}`));
    for (const part of $$('[id^="part-"]', root)) if (!all.has(part.id)) part.remove();
  }
  for (const [right, held] of Object.entries(delivery.rights)) {
    for (const element of $$(`[data-right="${right}"]`)) element.hidden = !held;
  }
  outbox = outbox.filter((entry) => !$(`[data-key="${entry.key}"]`));
  keep();
  if (added) announceLater(added);
  shared(delivery.step);
  tick();
}

function over(why) {
  stop();
  if (why === "signed_out") {
    say("lost", "Sie sind abgemeldet. Laden Sie die Seite neu und melden Sie sich an.");
    return;
  }
  sessionStorage.removeItem(slot);
  location.reload();  // the page says that the consultation has left the room
}

// --- The stream, and asking at intervals where it does not come through ---------------------
let source = null;
let watch = 0;
let poll = 0;

function stop() {
  source?.close();
  source = null;
  clearTimeout(watch);
  clearTimeout(poll);
}

function heard() {
  clearTimeout(watch);
  watch = setTimeout(connect, SILENCE);
}

function connect() {
  stop();
  source = new EventSource(`${root.dataset.stream}?stand=${cursor}`);
  watch = setTimeout(ask, QUIET);
  source.addEventListener("hello", () => { say("live", "verbunden"); heard(); flush(); });
  source.addEventListener("here", heard);
  source.addEventListener("message", (event) => { heard(); apply(JSON.parse(event.data)); });
  source.addEventListener("ended", (event) => over(event.data));
  source.addEventListener("error", () => {
    if (source?.readyState === EventSource.CLOSED) ask();
    else say("lost", "verbindet neu …");
  });
}

async function ask(times = 0) {
  stop();
  try {
    const answer = await fetch(`${root.dataset.state}?stand=${cursor}`, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401) return over("signed_out");
    if ([403, 404, 410].includes(answer.status)) return over("gone");
    if (answer.status === 200) apply(await answer.json());
    say("asked", "wird alle 5 Sekunden geholt");
    flush();
  } catch {
    say("lost", "verbindet neu …");
  }
  poll = setTimeout(() => (times < 11 ? ask(times + 1) : connect()), EVERY);
}

// --- Contributions: kept until the server has them ------------------------------------------
const saved = JSON.parse(sessionStorage.getItem(slot) || "null");
let outbox = saved?.person === person ? saved.outbox : [];
let sending = false;

function keep() {
  if (outbox.length) sessionStorage.setItem(slot, JSON.stringify({ person, outbox }));
  else sessionStorage.removeItem(slot);
}

function show(entry) {
  if ($(`[data-unsent="${entry.key}"]`) || $(`[data-key="${entry.key}"]`)) return;
  const item = document.createElement("li");
  item.className = "hn-room__entry hn-room__entry--unsent";
  item.dataset.unsent = entry.key;
  const text = document.createElement("p");
  text.textContent = entry.text;
  const note = document.createElement("small");
  note.textContent = entry.trouble || "wird gesendet …";
  item.append(text, note);
  $(`[data-list="${entry.list}"]`)?.append(item);
}

function mark(entry, note) {
  entry.trouble = note;
  const line = $(`[data-unsent="${entry.key}"] small`);
  if (line) line.textContent = note;
}

function token() {
  const cookie = document.cookie.split("; ").find((c) => c.startsWith("hilfenetz_csrf="));
  return cookie ? cookie.slice("hilfenetz_csrf=".length) : $("#room-actions [name=csrfmiddlewaretoken]").value;
}

async function post(address, values) {
  const answer = await fetch(address, {
    method: "POST", body: new URLSearchParams(values), redirect: "manual",
    headers: { "X-Room": "1", "X-CSRFToken": token() },
  });
  if (answer.type === "opaqueredirect") throw new Error("signed out");
  const json = answer.headers.get("content-type")?.includes("json");
  const said = json ? await answer.json() : {};
  if (!answer.ok && !said.error) throw new Error(String(answer.status));
  return said;
}

async function flush() {
  if (sending) return;
  sending = true;
  for (const entry of [...outbox]) {
    try {
      const said = await post(entry.address, { text: entry.text, kind: entry.kind, key: entry.key });
      if (said.error) refuse(entry, said.error);
      else mark(entry, "gesendet");
      outbox = outbox.filter((other) => other !== entry);
    } catch {
      mark(entry, "noch nicht gesendet");
      setTimeout(flush, RETRY);
      break;
    }
  }
  keep();
  sending = false;
}

function refuse(entry, sentence) {  // what was typed goes back into the field
  $(`[data-unsent="${entry.key}"]`)?.remove();
  const field = $(`form[data-list-name="${entry.list}"] [name=text]`);
  if (field && !field.value) field.value = entry.text;
  complain(`${sentence} („${entry.text}“)`);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("contribute" in form.dataset) {
    event.preventDefault();
    const field = form.elements.text;
    const text = field.value.trim();
    if (!text) return;
    const entry = { key: crypto.randomUUID(), text, kind: form.elements.kind.value, address: form.action, list: form.dataset.listName };
    outbox.push(entry);
    keep();
    show(entry);
    field.value = "";
    field.focus();
    flush();
  } else if ("roomSend" in form.dataset) {
    event.preventDefault();
    send(form, event.submitter);
  } else if ((form.getAttribute("method") || "").toLowerCase() === "post") {
    stop();  // the page goes elsewhere
  }
});

async function send(form, button) {
  const values = Object.fromEntries(new FormData(form));
  if (button?.name) values[button.name] = button.value;
  button?.setAttribute("aria-busy", "true");
  try {
    const said = await post(button?.getAttribute("formaction") || form.action, values);
    if (said.error) complain(said.error);
    else $("#messages")?.replaceChildren();
    if (form.dataset.done && !said.error) $("#live").textContent = form.dataset.done;
    if (!said.error && !source) ask();
  } catch {
    complain("Das ist noch nicht angekommen. Versuchen Sie es gleich noch einmal.");
  }
  button?.removeAttribute("aria-busy");
}

// --- Steps: everybody may look at the others, and come back to where the moderator is ------------
let sharedStep = Number(root.dataset.shared);
let looked = Number(root.dataset.step);

function look(step) {
  looked = step;
  root.dataset.step = step;
  $("#room-elsewhere").hidden = step === sharedStep;
  for (const element of $$("[data-shared-step]")) element.textContent = sharedStep;
  for (const element of $$("[data-looked-step]")) element.textContent = step;
  const lead = $("[data-lead]");
  if (lead) lead.value = step;
  for (const link of $$("[data-look]")) link.toggleAttribute("data-looked", Number(link.dataset.look) === step);
}

function shared(step) {
  if (step === sharedStep) { look(looked); return; }
  const following = looked === sharedStep;
  sharedStep = step;
  const typing = document.activeElement?.matches("#room input, #room textarea") && document.activeElement.value;
  look(following && !typing ? step : looked);
  $("#live").textContent = `Die Runde ist bei Schritt ${step}.`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-look], [data-follow]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  look(link.dataset.look ? Number(link.dataset.look) : sharedStep);
});

// --- The clock --------------------------------------------------------------------------------
let warned = "";
function tick() {
  const clock = $("#part-clock");
  if (!clock?.dataset.ends) return;
  const left = Math.round((Date.parse(clock.dataset.ends) - Date.now() - shift) / 1000);
  const minutes = Math.floor(Math.abs(left) / 60);
  const seconds = String(Math.abs(left) % 60).padStart(2, "0");
  const shown = $(".hn-room__time", clock);
  shown.textContent = left >= 0 ? `noch ${minutes}:${seconds}` : `seit ${minutes}:${seconds} vorbei`;
  shown.toggleAttribute("data-late", left < 0);
  const stage = left < 0 ? "Die Zeit ist um." : left <= 300 ? "Noch fünf Minuten." : "";
  if (stage && stage !== warned) $("#live").textContent = stage;
  warned = stage;
}

window.addEventListener("pagehide", stop);
window.addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
window.addEventListener("online", connect);
window.addEventListener("beforeunload", (event) => { if (outbox.length) event.preventDefault(); });
outbox.forEach(show);
look(looked);
tick();
setInterval(tick, 1000);
connect();
