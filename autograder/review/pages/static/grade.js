// The grading page: keys, evidence, and saves in the background that survive a closed page. htmx fetches and swaps.
"use strict";

const root = document.getElementById("grading");
const place = document.getElementById("place");
const stateLine = document.getElementById("save-state");
const notice = document.getElementById("notice");
const help = document.getElementById("help");
const question = root.dataset.question;
const shortcuts = root.dataset.shortcuts === "on";
const PREFIX = `review:${root.dataset.grader}:`;
const SAVE_DELAY = 250;
const RETRY_DELAYS = [500, 1000, 2000, 5000, 10000];

// What is shown ---------------------------------------------------------------------------------

let panel, form, answer, allocation, current, sentences, cursor, undoStack, last;
const path = []; // answers that were confirmed or skipped here, for undo
let confirmed = Number(root.dataset.confirmed);
const total = Number(root.dataset.total);

function show(stored) {
  panel = document.getElementById("panel");
  form = document.getElementById("decisions");
  answer = document.getElementById("answer");
  allocation = panel.dataset.allocation;
  const saved = stored || JSON.parse(panel.dataset.saved);
  if (!queue.has(allocation)) queue.set(allocation, { version: saved.version, waiting: null, sending: false, failures: 0 });
  undoStack = [];
  cursor = -1;
  sentences = null;
  const waiting = queue.get(allocation).waiting;
  apply(waiting ? waiting.content : saved);
  last = content("open");
  choose(fieldsets()[0]);
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => { if (event.target.matches("textarea")) changed(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("focusin", (event) => choose(event.target.closest("fieldset")));
  form.addEventListener("click", clicked);
  for (const select of form.querySelectorAll("select.reuse")) select.addEventListener("change", reuse);
  history.replaceState(null, "", `/grade/${question}/${allocation}`);
  document.getElementById("progress").textContent = `${confirmed} of ${total} confirmed`;
  highlight();
  showSum();
}

const fieldsets = () => [...form.querySelectorAll("fieldset.criterion")];
const radios = (fieldset) => [...fieldset.querySelectorAll("input[type=radio]")];

function choose(fieldset) {
  if (!fieldset || !fieldset.matches(".criterion")) return;
  current = fieldset;
  for (const each of fieldsets()) each.classList.toggle("chosen", each === fieldset);
}

function content(state) {
  const found = { verdicts: {}, comments: {}, evidence: [], comment: "", state };
  for (const each of fieldsets()) {
    const name = each.dataset.criterion;
    const checked = radios(each).find((radio) => radio.checked);
    if (checked) found.verdicts[name] = checked.value;
    const comment = each.querySelector("textarea").value.trim();
    if (comment) found.comments[name] = comment;
    for (const quote of each.querySelectorAll(".quotes q")) found.evidence.push({ criterion: name, quote: quote.textContent });
  }
  found.comment = form.elements.comment.value.trim();
  return found;
}

function apply(saved) {
  for (const each of fieldsets()) {
    const name = each.dataset.criterion;
    for (const radio of radios(each)) radio.checked = radio.value === saved.verdicts[name];
    each.querySelector("textarea").value = saved.comments[name] || "";
    if (saved.comments[name]) each.querySelector("details.comment").open = true;
    const list = each.querySelector(".quotes");
    list.replaceChildren();
    for (const quote of saved.evidence) if (quote.criterion === name) addQuote(each, quote.quote);
  }
  form.elements.comment.value = saved.comment;
}

function addQuote(fieldset, text) {
  const item = document.createElement("li");
  const quote = document.createElement("q");
  const remove = document.createElement("button");
  quote.textContent = text;
  remove.type = "button";
  remove.textContent = "Remove";
  remove.dataset.do = "remove";
  item.append(quote, " ", remove);
  fieldset.querySelector(".quotes").append(item);
}

function showSum() {
  const open = fieldsets().filter((each) => !radios(each).some((radio) => radio.checked)).length;
  document.getElementById("sum").textContent = open ? `${open} undecided` : "All decided";
}

// Saving ----------------------------------------------------------------------------------------

// Allocation → its version as known here, what waits to be sent, and whether a request is on its way.
const queue = new Map();
let timer = 0;

function changed() {
  undoStack.push(last);
  last = content("open");
  showSum();
  enqueue(allocation, last);
}

function enqueue(key, what, delay = SAVE_DELAY) {
  const entry = queue.get(key);
  entry.waiting = { content: what, save_id: crypto.randomUUID(), version: null };
  keep(key, entry);
  showState();
  clearTimeout(timer);
  timer = setTimeout(flush, delay);
}

function keep(key, entry) {
  // A closed page loses nothing: what is not stored on the server yet is stored here.
  try {
    if (entry.waiting) localStorage.setItem(PREFIX + key, JSON.stringify({ ...entry.waiting, base: entry.version }));
    else localStorage.removeItem(PREFIX + key);
  } catch { /* no storage: the page warns before it is closed */ }
}

function flush() {
  for (const [key, entry] of queue) if (entry.waiting && !entry.sending && !entry.stuck) send(key, entry);
}

async function send(key, entry) {
  const sent = entry.waiting;
  entry.sending = true;
  sent.version = sent.version ?? entry.version;
  keep(key, entry);
  let again = false;
  try {
    const reply = await fetch(`/api/markings/${key}`, {
      method: "PUT", headers: headers(),
      body: JSON.stringify({ content: sent.content, save_id: sent.save_id, version: sent.version }),
    });
    const found = await reply.json();
    if (reply.ok) {
      entry.version = found.version;
      entry.failures = 0;
      if (entry.waiting === sent) entry.waiting = null;
      keep(key, entry);
    } else if (found.refused === "conflict") {
      conflict(key, entry, found.current);
    } else if (reply.status >= 500 || found.refused === "failed") {
      again = true;
    } else {
      entry.stuck = true;
      problem(found.refused === "login"
        ? "You are not logged in any more. What you entered is kept in this browser: log in again in another tab, then reload."
        : `Not saved: ${found.message}.`);
    }
  } catch {
    again = true;
  }
  entry.sending = false;
  if (again) setTimeout(flush, RETRY_DELAYS[Math.min(entry.failures++, RETRY_DELAYS.length - 1)]);
  else if (entry.waiting && !entry.stuck) send(key, entry);
  showState();
}

const headers = () => ({ "content-type": "application/json", "x-csrf-token": root.dataset.csrf });

function showState() {
  const entries = [...queue.values()];
  const open = entries.filter((each) => each.waiting).length;
  const failing = entries.some((each) => each.failures > 0 && each.waiting);
  const said = entries.some((each) => each.stuck) ? "Not saved" : failing ? `Server not reached: ${open} not saved, trying again` : open ? "Saving …" : "Saved";
  if (stateLine.textContent !== said) stateLine.textContent = said;
  stateLine.dataset.state = open ? (failing ? "failing" : "saving") : "saved";
}

function problem(text, ...buttons) {
  notice.replaceChildren(document.createTextNode(`${text} `), ...buttons);
  notice.hidden = false;
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", () => { notice.hidden = true; action(); });
  return made;
}

function conflict(key, entry, stored) {
  // Nothing is overwritten: a person chooses between what is stored and what was entered here.
  entry.stuck = true;
  const mine = entry.waiting.content;
  const differs = Object.keys({ ...stored.verdicts, ...mine.verdicts }).filter((name) => stored.verdicts[name] !== mine.verdicts[name]);
  const lines = differs.map((name) => `${name}: stored ${stored.verdicts[name] || "undecided"}, here ${mine.verdicts[name] || "undecided"}`);
  problem(
    `This answer was saved elsewhere in between. ${lines.join("; ") || "Verdicts are equal; comments or quotes differ"}.`,
    button("Take what is stored", () => { settle(key, entry, stored); entry.waiting = null; keep(key, entry); if (key === allocation) { apply(stored); last = content("open"); showSum(); } showState(); }),
    " ",
    button("Keep mine", () => { settle(key, entry, stored); enqueue(key, mine, 0); }),
  );
}

function settle(key, entry, stored) {
  entry.version = stored.version;
  entry.stuck = false;
}

function recover() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const kept = JSON.parse(localStorage.getItem(name));
    queue.set(name.slice(PREFIX.length), { version: kept.base, waiting: { content: kept.content, save_id: kept.save_id, version: kept.version }, sending: false, failures: 0 });
  }
  flush();
}

addEventListener("beforeunload", (event) => { if ([...queue.values()].some((each) => each.waiting)) { flush(); event.preventDefault(); } });
addEventListener("online", flush);

// Going on --------------------------------------------------------------------------------------

// The panel's #ahead loads the next answer into a template as soon as the panel is there.
addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id !== "ahead") return;
  for (const [key, each] of queue) if (each.waiting && each.waiting.content.state !== "open") ctx.request.body.append("without", key);
});

addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id === "ahead" && !ctx.sourceElement.firstElementChild) setTimeout(() => htmx.trigger(ctx.sourceElement, "again"), 1000);
});

// An element without fields, so that nothing that was entered is sent with the request.
const fetched = (verb, path, target) => htmx.ajax(verb, path, { source: stateLine, target, swap: "innerHTML" });

async function leave(state) {
  const entry = content(state);
  if (state === "confirmed") {
    const open = fieldsets().find((each) => !radios(each).some((radio) => radio.checked));
    if (open) {
      choose(open);
      radios(open)[0].focus();
      problem("Decide every criterion first; r decides the rest as not met.");
      return;
    }
    confirmed += 1;
  }
  notice.hidden = true;
  path.push(allocation);
  enqueue(allocation, entry, 0);
  await next();
}

async function next() {
  while (!document.getElementById("next")) {
    stateLine.textContent = "Loading the next answer …";
    await new Promise((done) => setTimeout(done, 50));
  }
  const { innerHTML: text, dataset } = document.getElementById("next");
  if (!dataset.allocation) {
    await settled();
    location.assign(`/grade/${question}`);
    return;
  }
  await htmx.swap({ text, sourceElement: place, target: place, swap: "innerHTML" });
  scrollTo(0, 0);
  show();
}

async function draft() {
  // Only after one's own look: the server refuses while a criterion is undecided. Nothing is ticked by it.
  if (!panel.querySelector("[data-do=draft]")) { problem("There is no draft for this answer."); return; }
  await settled();
  const shown = document.getElementById("draft");
  await fetched("POST", `/api/draft/${allocation}`, shown);
  shown.hidden = !shown.firstElementChild;
  shown.focus();
}

addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.target.id === "draft") problem(`No draft is shown: ${JSON.parse(ctx.text).message}.`);
});

async function settled() {
  while ([...queue.values()].some((each) => each.waiting && !each.stuck)) await new Promise((done) => setTimeout(done, 50));
}

async function open(key) {
  await fetched("GET", `/api/panel/${key}`, place);
  show();
}

async function undo() {
  if (undoStack.length) {
    last = undoStack.pop();
    apply(last);
    showSum();
    enqueue(allocation, last);
    return;
  }
  const before = path.pop();
  const key = before || allocation;
  await settled();
  const reply = await fetch(`/api/undo/${key}`, { method: "POST", headers: headers() });
  const found = await reply.json();
  if (!reply.ok) {
    problem(`Not undone: ${found.message}.`);
    return;
  }
  if (before) confirmed = Math.max(0, confirmed - 1);
  queue.delete(key);
  await open(key);
}

// Evidence --------------------------------------------------------------------------------------

function findSentences() {
  const blocks = [...answer.querySelectorAll("p, li, td, th, pre, h3, h4, h5, h6")].filter((each) => !each.querySelector("p, li, td") && !each.matches("[data-ours]"));
  const found = [];
  for (const block of blocks) {
    const nodes = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let length = 0;
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: length });
      length += walker.currentNode.length;
    }
    for (const part of pieces(block.textContent)) {
      const range = document.createRange();
      if (!part.segment.trim()) continue;
      const begin = part.index + part.segment.length - part.segment.trimStart().length;
      const end = part.index + part.segment.trimEnd().length;
      const at = (offset) => nodes.findLast((each) => each.start <= offset);
      const from = at(begin), to = at(end - 1);
      range.setStart(from.node, begin - from.start);
      range.setEnd(to.node, end - to.start);
      found.push(range);
    }
  }
  return found;
}

function pieces(text) {
  if (window.Intl && Intl.Segmenter) return [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)];
  const found = [];
  for (const match of text.matchAll(/[^.!?]+[.!?]*\s*/g)) found.push({ segment: match[0], index: match.index });
  return found;
}

function move(step) {
  sentences = sentences || findSentences();
  if (!sentences.length) return;
  cursor = Math.min(Math.max(cursor + step, 0), sentences.length - 1);
  const range = sentences[cursor];
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range.cloneRange());
  (range.startContainer.parentElement).scrollIntoView({ block: "nearest" });
}

function attach() {
  const selection = getSelection();
  const inside = selection.rangeCount && answer.contains(selection.getRangeAt(0).commonAncestorContainer);
  const text = inside ? selection.toString().trim() : "";
  if (!text) {
    problem("Select text of the answer first, or move the sentence cursor with [ and ].");
    return;
  }
  notice.hidden = true;
  addQuote(current, text);
  selection.removeAllRanges();
  changed();
  highlight();
}

function highlight() {
  if (!window.CSS || !CSS.highlights || !window.Highlight) return;
  sentences = sentences || findSentences();
  const quotes = new Set([...form.querySelectorAll(".quotes q")].map((each) => each.textContent.trim()));
  CSS.highlights.set("evidence", new Highlight(...sentences.filter((range) => quotes.has(range.toString().trim()))));
}

// Keys and buttons ------------------------------------------------------------------------------

function decide(fieldset, lowest) {
  choose(fieldset);
  const choices = radios(fieldset);
  const at = choices.findIndex((radio) => radio.checked);
  choices[lowest ? choices.length - 1 : (at + 1) % choices.length].checked = true;
  fieldset.scrollIntoView({ block: "nearest" });
  changed();
}

function rest() {
  for (const each of fieldsets()) {
    const choices = radios(each);
    if (!choices.some((radio) => radio.checked)) choices[choices.length - 1].checked = true;
  }
  changed();
}

function comment() {
  const details = current.querySelector("details.comment");
  details.open = true;
  details.querySelector("textarea").focus();
}

function reuseKey() {
  const details = current.querySelector("details.comment");
  details.open = true;
  details.querySelector("select.reuse").focus();
}

function reuse(event) {
  const field = event.target.closest("details, div").querySelector("textarea");
  if (event.target.value) field.value = [field.value.trim(), event.target.value].filter(Boolean).join("\n");
  event.target.value = "";
  event.stopPropagation();
  changed();
}

function clicked(event) {
  const pressed = event.target.closest("button[data-do]");
  if (!pressed) return;
  if (pressed.dataset.do === "remove") {
    choose(pressed.closest("fieldset"));
    pressed.closest("li").remove();
    changed();
    highlight();
  } else actions[pressed.dataset.do]();
}

const actions = { confirm: () => leave("confirmed"), skip: () => leave("skipped"), evidence: attach, rest, undo, draft };

document.getElementById("help-button").addEventListener("click", () => help.showModal());

const keys = {
  "]": () => move(1), j: () => move(1), "[": () => move(-1), k: () => move(-1), e: attach, c: comment, v: reuseKey,
  r: rest, u: undo, d: draft, s: actions.skip, Enter: actions.confirm, "?": () => help.showModal(),
};

let busy = false;
addEventListener("keydown", async (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches("textarea, select")) { event.target.blur(); return; }
  if (!shortcuts || event.target.matches("textarea, select, input:not([type=radio])")) return;
  if (event.key === "Enter" && event.target.matches("button, a, summary")) return;
  // Shift changes what a digit's key types, so its place counts.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  const name = digit ? digit[1] : event.key.toLowerCase();
  const fieldset = name !== "?" && fieldsets().find((each) => each.dataset.key === name);
  const action = keys[event.key] || keys[event.key.toLowerCase()];
  if (!fieldset && !action) return;
  if (!fieldset && digit) return;
  event.preventDefault();
  if (event.repeat && action && !["]", "[", "j", "k"].includes(event.key)) return;
  if (busy) return;
  busy = true;
  try {
    if (fieldset && !(action && !digit)) decide(fieldset, event.shiftKey);
    else await action();
  } finally {
    busy = false;
  }
});

recover();
show();
showState();
