// Keyboard, menus, drafts and focus after a swap. Every page works without it.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

function announce(text) {
  const live = $("#live");
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

function complain(text) {
  const message = document.createElement("p");
  message.className = "hn-message hn-message--error";
  message.textContent = text;
  $("#messages")?.replaceChildren(message);
  announce(text);
}

// --- Keyboard -------------------------------------------------------------------------------
let lastKey = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const open = $("details.hn-menu[open]");
    if (open) { open.open = false; $("summary", open).focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/" && $("#search")) {
    event.preventDefault();
    $("#search").focus();
  } else if (event.key === "?" && $("#help")) {
    $("#help").togglePopover();
  } else if (event.key === "n" && $("[data-primary]")) {
    $("[data-primary]").click();
  } else if (lastKey === "g" && event.key === "h") {
    location.assign("/");
  }
  lastKey = event.key;
});

document.addEventListener("click", (event) => {
  for (const menu of $$("details.hn-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// --- Drafts: what was typed stays until it is saved, in this tab only -------------------------
const store = window.sessionStorage;
const person = document.body.dataset.person || "";
const PREFIX = "draft:";
const PENDING = "draft-pending";
const slot = (form) => PREFIX + form.dataset.draft;

function forgetDrafts() {
  for (const key of Object.keys(store)) {
    if (key.startsWith(PREFIX) || key === PENDING) store.removeItem(key);
  }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name
    && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(field.type));
}

function keep(form) {
  const values = fieldsOf(form).map((field) => [
    field.name, field.value, field.type === "checkbox" || field.type === "radio" ? field.checked : null,
    field.multiple ? [...field.selectedOptions].map((option) => option.value) : null,
  ]);
  store.setItem(slot(form), JSON.stringify({ person, values }));
}

function fill(form, values) {
  const fields = fieldsOf(form);
  let changed = false;
  for (const [name, value, checked, chosen] of values) {
    const field = fields.find((one) => one.name === name && (checked === null || one.value === value));
    if (!field) continue;
    if (checked !== null) {
      changed ||= field.checked !== checked;
      field.checked = checked;
    } else if (chosen) {
      for (const option of field.options) option.selected = chosen.includes(option.value);
    } else if (field.value !== value) {
      field.value = value;
      changed = true;
    }
  }
  return changed;
}

function restore(form) {
  const saved = JSON.parse(store.getItem(slot(form)) || "null");
  if (!saved || "bound" in form.dataset) return;
  if (saved.person !== person) { store.removeItem(slot(form)); return; }
  if (!fill(form, saved.values)) return;
  const note = $("[data-draft-note]", form);
  if (!note) return;
  note.hidden = false;
  $("[data-draft-discard]", note).addEventListener("click", () => {
    store.removeItem(slot(form));
    form.reset();
    note.hidden = true;
    announce("Die Eingaben wurden verworfen.");
  });
}

// A submitted draft is done when the answer is a page of the same person, not an error, without that form.
function settleDrafts() {
  const pending = store.getItem(PENDING);
  const failed = $("[data-failed]") || !person;
  if (!pending || failed) return;
  store.removeItem(PENDING);
  if (!$$("form[data-draft]").some((form) => slot(form) === pending)) store.removeItem(pending);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.draft) keep(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.draft) { keep(form); store.setItem(PENDING, slot(form)); }
  if ("forgetDrafts" in form.dataset) forgetDrafts();
});

// A timeline that does not fit shows today first; the names of its rows stay in sight.
function showToday(scroller) {
  const chart = $("svg", scroller);
  const scale = chart.clientWidth / chart.viewBox.baseVal.width;
  scroller.addEventListener("scroll", () => {
    $(".hn-timeline__names", chart).setAttribute("transform", `translate(${scroller.scrollLeft / scale} 0)`);
  });
  scroller.scrollLeft = scroller.dataset.show * scale - scroller.clientWidth * 0.6;
}

function prepare() {
  settleDrafts();
  $$("[data-show]").forEach(showToday);
  $$("form[data-draft]").forEach(restore);
  const tab = $(".hn-tabs [aria-current]");  // on a phone the row of tabs scrolls
  if (tab) tab.closest("ul").scrollLeft = tab.offsetLeft - tab.closest("ul").offsetLeft - 16;
}

// --- htmx: focus, live region, answers that are not a part of this page ----------------------
let focusedId = "";
document.addEventListener("htmx:before:request", () => { focusedId = document.activeElement?.id || ""; });

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  const answer = ctx.response?.raw;
  if (!answer) return;
  const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
  if (ctx.request?.method === "GET" && (elsewhere || answer.status >= 400)) {
    event.preventDefault();
    location.assign(elsewhere ? answer.url : ctx.request.action);
  }
});

// A refused form that does not come back as this part would empty the page: keep what stands there.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const part = ctx.target?.id;
  if (ctx.response.status < 400 || (part && ctx.text.includes(`id="${part}"`))) return;
  event.preventDefault();
  complain("Das hat nicht geklappt. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.");
});

document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (navigator.onLine && ctx?.request?.method === "GET") location.assign(ctx.request.action);
  else complain("Die Seite antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.");
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target;
  const part = (target?.id && document.getElementById(target.id)) || (target?.isConnected ? target : null);
  if (!part) return;
  prepare();
  const again = focusedId && part.contains(document.getElementById(focusedId)) && document.getElementById(focusedId);
  const focus = $("[data-focus]", part) || again || part;
  focus.focus({ preventScroll: focus === again });
  announce(part.dataset.announce);
});

// --- The bell: how many notices are unread, asked at most once a minute, and only where somebody looks ---------
const bell = $(".hn-bell");
const EVERY = 60_000;

function showUnread(unread) {
  const count = $(".hn-bell__count", bell);
  count.textContent = unread > 99 ? "99+" : unread;
  count.hidden = !unread;
  bell.setAttribute("aria-label", unread ? `Benachrichtigungen, ${unread} ungelesen` : "Benachrichtigungen");
}

async function askBell() {
  if (document.hidden) return;
  const slotOfBell = `bell:${person}:${bell.dataset.countUrl}`;
  const known = JSON.parse(store.getItem(slotOfBell) || "null");
  if (known) showUnread(known.unread);
  if (known && Date.now() - known.at < EVERY) return;
  const answer = await fetch(bell.dataset.countUrl, { redirect: "manual" }).catch(() => null);  // offline: next time
  if (!answer?.ok) return;
  const { unread } = await answer.json();
  if (known && unread > known.unread) announce("Neue Benachrichtigung");
  showUnread(unread);
  store.setItem(slotOfBell, JSON.stringify({ unread, at: Date.now() }));
}

if (bell) {
  const here = $("[data-unread]");  // the page with the notices knows it itself
  if (here) {
    const unread = Number(here.dataset.unread);
    store.setItem(`bell:${person}:${bell.dataset.countUrl}`, JSON.stringify({ unread, at: Date.now() }));
  }
  askBell();
  setInterval(askBell, EVERY / 4);
  document.addEventListener("visibilitychange", askBell);
}

prepare();
$("[data-focus]")?.focus();
