// SPDX-License-Identifier: Apache-2.0
// The desk: one document before the reader, three ways of working on it. All text from documents goes in as text,
// never as HTML. A decision is shown as made when the answer says that it is on the disk.
"use strict";

const DPI = 150, THUMBNAIL_DPI = 20;
const ALIVE_MS = 30000;
const MESSAGE_MS = 4000;

const $ = id => document.getElementById(id);
const state = {
  way: "fields", start: null, doc: null, at: 0,
  text: true,  // shown over the pages
  trail: [],  // folders of the documents that were open
  passed: new Set(),  // folders of those that cannot be opened
  moving: false,  // to another document: keys wait for it
  busy: Promise.resolve(),  // until all that was asked in turn is answered
};

// --- asking -------------------------------------------------------------------------------------------------------

async function ask(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error(say("no_answer"));
  }
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.error || String(answer.status));
  return found;
}

const of = folder => folder.split("/").map(encodeURIComponent).join("/");
const picture = (folder, page, dpi = DPI) => `/picture/${dpi}/${page}/${of(folder)}`;

// One request that changes something after the other, in the order of the keys.
function inTurn(work) {
  state.busy = state.busy.then(work).catch(error => tell(say("not_saved", {reason: error.message}), true));
  return state.busy;
}

// --- saying -------------------------------------------------------------------------------------------------------

function say(key, values = {}) {
  const text = state.start ? state.start.say[key] : key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

let fading;
function tell(text, bad = false) {
  $("message").textContent = text;
  $("message").classList.toggle("bad", bad);
  clearTimeout(fading);
  fading = setTimeout(() => { $("message").textContent = ""; }, MESSAGE_MS);
}

function make(name, {text, className, ...rest} = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(rest)) made[key] = value;
  made.append(...children);
  return made;
}

function showCounts(way, counts) {
  if (counts) state.start.counts[way] = counts;
  const {done, left, rate} = state.start.counts[state.way];
  $("counts").textContent = `${done} ${say("done")} · ${left} ${say("left")} · ${rate} ${say("rate")}`;
}

// --- pictures -----------------------------------------------------------------------------------------------------

// A window of `width` points over the page, the boxes in it marked; `box` in points from the page's top left corner.
function crop(page, window_, boxes, width, height) {
  const scale = width / (window_[2] - window_[0]);
  const frame = make("div", {className: "crop"});
  frame.style.height = `${height ?? (window_[3] - window_[1]) * scale}px`;
  const image = make("img", {src: picture(state.doc.folder, page.number), alt: ""});
  image.addEventListener("error", () => frame.replaceChildren(make("p", {className: "nothing", text: say("no_picture")})));
  place(image, [-window_[0], -window_[1], page.width - window_[0], page.height - window_[1]], scale);
  image.style.height = `${page.height * scale}px`;
  frame.append(image);
  for (const box of boxes.filter(Boolean)) {
    const mark = make("div", {className: "box"});
    place(mark, [box[0] - window_[0], box[1] - window_[1], box[2] - window_[0], box[3] - window_[1]], scale);
    mark.style.height = `${(box[3] - box[1]) * scale}px`;
    frame.append(mark);
  }
  return frame;
}

function place(element, [x0, y0, x1], scale) {
  element.style.left = `${x0 * scale}px`;
  element.style.top = `${y0 * scale}px`;
  element.style.width = `${(x1 - x0) * scale}px`;
}

// A word where it stands on the picture, in the size of the print.
function overlay(text, [x0, y0, x1, y1], scale) {
  const word = make("span", {text});
  place(word, [x0, y0, x1], scale);
  word.style.width = "auto";
  word.style.fontSize = `${Math.max((y1 - y0) * scale, 6)}px`;
  word.dataset.width = (x1 - x0) * scale;
  return word;
}

// Once it is on the page: as wide as the print is.
function fit(root) {
  const words = [...root.querySelectorAll("span[data-width]")];
  const widths = words.map(word => word.offsetWidth);
  words.forEach((word, at) => { word.style.transform = `scaleX(${word.dataset.width / Math.max(widths[at], 1)})`; });
}

const pageOf = number => state.doc.pages.find(page => page.number === number);
const load = src => { new Image().src = src; };

// --- documents ----------------------------------------------------------------------------------------------------

// Nothing typed on the way to another document goes anywhere.
async function moving(work) {
  state.moving = true;
  try {
    return await work();
  } catch (error) {
    tell(error.message, true);
  } finally {
    state.moving = false;
  }
}

async function open(folder, about) {
  const doc = await ask(`/document/${of(folder)}?way=${state.way}`).catch(error => passOver(folder, error));
  if (!doc) return next(folder);
  if (doc.taken) {
    tell(say("taken", {name: doc.taken}), true);
    return next(folder);
  }
  state.doc = doc;
  if (state.trail.at(-1) !== folder) state.trail.push(folder);
  $("document").textContent = doc.title;
  $("document").title = doc.path;
  const at = about ? items(doc).findIndex(item => isAbout(item, about)) : -1;
  show(at < 0 ? firstOpen() : at);
  lookAhead(folder).catch(() => {});
}

// What stands behind `#` leads to a document, and a field of it: #document=hs-1%2F03.pdf&field=%2Fheader%2Fdate
function openAsked() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!wanted.get("document")) return next();
  if (wanted.get("field")) state.way = "fields";
  return open(wanted.get("document"), wanted.get("field") && {field: wanted.get("field")});
}

// A document that cannot be opened is told and passed over, once.
function passOver(folder, error) {
  if (state.passed.has(folder)) throw error;
  state.passed.add(folder);
  tell(error.message, true);
}

async function next(behind) {
  const {folder} = await ask(`/next/${state.way}${behind ? `?behind=${encodeURIComponent(behind)}` : ""}`);
  if (folder) return open(folder);
  state.doc = null;
  $("document").textContent = "";
  $("main").replaceChildren(make("p", {className: "nothing", text: say("all_done")}));
}

// The next document's pages, so that they are there when it comes.
async function lookAhead(folder) {
  const {folder: ahead} = await ask(`/next/${state.way}?behind=${encodeURIComponent(folder)}`);
  if (!ahead || ahead === folder) return;
  const doc = await ask(`/document/${of(ahead)}?look`);
  for (const page of new Set(items(doc).map(pageNumber))) if (page) load(picture(ahead, page));
}

// Behind the last answer: what was not saved brings the reader back to where it was decided.
function finish() {
  const {doc, way} = state;
  return moving(async () => {
    await state.busy;
    if (items(doc).some(item => item.failed)) return;
    if (!state.start.read_only) showCounts(way, await ask(`/finish/${way}/${of(doc.folder)}`, {}));
    await next(doc.folder);
  });
}

const items = doc => doc[state.way];
const pageNumber = item => (item.decision ? item.decision.page : item.number);

function firstOpen() {
  const at = items(state.doc).findIndex(item => !item.decided && item.on_page !== false);
  return at < 0 ? 0 : at;
}

function show(at) {
  state.at = Math.max(0, Math.min(at, items(state.doc).length - 1));
  for (const button of document.querySelectorAll("nav button")) {
    button.classList.toggle("current", button.dataset.way === state.way);
  }
  showCounts();
  ({fields: showFields, words: showWord, pages: showPages})[state.way]();
}

// The next one that is not decided; behind the last one the document is done.
function goOn() {
  const all = items(state.doc);
  const after = all.findIndex((item, at) => at > state.at && !item.decided && item.on_page !== false);
  if (after >= 0) return show(after);
  const before = all.findIndex(item => !item.decided && item.on_page !== false);
  return before >= 0 ? show(before) : finish();
}

// --- decisions ----------------------------------------------------------------------------------------------------

// `made` are items with what is to stand there; each is decided at once on the page, and no more where that failed.
function decide(made) {
  const {doc, way} = state;
  if (state.start.read_only) return Promise.resolve(tell(say("read_only"), true));
  for (const {item} of made) Object.assign(item, {decided: true, failed: false});
  const records = made.map(({item, right}) => ({...item.decision, to: right}));
  return inTurn(async () => {
    try {
      const {decisions} = await ask(`/decide/${way}/${of(doc.folder)}`, records);
      made.forEach(({item}, at) => { item.decision = {...item.decision, from: decisions[at].to, to: decisions[at].to}; });
    } catch (error) {
      for (const {item} of made) Object.assign(item, {decided: false, failed: true});
      if (state.doc === doc && state.way === way) show(Math.max(items(doc).indexOf(made[0].item), 0));
      throw error;
    }
  });
}

function undo() {
  return moving(() => inTurn(async () => {
    const step = await ask("/undo", {});
    if (!step.folder) return tell(say("nothing_to_undo"));
    state.way = step.way;
    showCounts(step.way, step.counts);
    await open(step.folder, step.decisions[0]);
    tell(say("undone"));
  }));
}

function isAbout({decision: mine, number}, other) {
  if (other.kind === "page") return number === other.page;
  if (!mine) return false;
  if (other.field) return mine.field === other.field;
  return mine.page === other.page && mine.before === other.before && String(mine.box) === String(other.box);
}

// --- the field that is typed in -----------------------------------------------------------------------------------

// What stands in it selected, so that typing replaces it and the arrows mend it.
function typingField(value, {list, label} = {}) {
  const field = make("input", {value, autocomplete: "off", spellcheck: false});
  field.dataset.read = value;
  if (list) field.setAttribute("list", list);
  if (label) field.setAttribute("aria-label", label);
  field.addEventListener("input", () => field.classList.toggle("typed", field.value !== field.dataset.read));
  return field;
}

const isTyped = field => field.classList.contains("typed") || field.dataset.typing === "yes";
const typed = () => $("main").querySelector("input.current");

function focusOn(field) {
  field.focus();
  field.select();
}

function restore(field) {
  field.value = field.dataset.read;
  field.classList.remove("typed");
  delete field.dataset.typing;
  field.select();
}

// --- fields -------------------------------------------------------------------------------------------------------

const asShown = (item, value) => (item.decision.field === "/header/date" ? value.split("-").reverse().join("/") : value);

function showFields() {
  const all = state.doc.fields, here = all[state.at];
  const list = make("ol");
  all.forEach((item, at) => list.append(fieldRow(item, at, all[at - 1])));
  const frame = make("div");
  $("main").replaceChildren(make("div", {className: "fields"}, list, frame));
  focusOn(typed());
  typed().scrollIntoView({block: "nearest"});
  frame.replaceWith(fieldPicture(here, frame));
}

function fieldRow(item, at, before) {
  const {decision} = item;
  const {options} = item;
  const field = typingField(asShown(item, decision.to), {label: item.name, list: listOf(item)});
  if (at === state.at) field.classList.add("current");
  field.addEventListener("focus", () => { if (at !== state.at) show(at); });
  const row = make("li", {}, make("label", {}, item.name + (item.decided ? ` · ${say("decided")}` : ""), field));
  row.classList.toggle("decided", item.decided);
  row.classList.toggle("doubtful", !item.decided && item.probability < 0.9);
  row.classList.toggle("record", before !== undefined && item.on_page !== before.on_page);
  item.choices.forEach((choice, number) => row.append(
    make("span", {className: "choice"}, make("kbd", {text: `Alt+${number + 1}`}), asShown(item, choice))));
  const called = options && options.find(([value]) => value === decision.to);
  if (called && called[1].toLowerCase() !== called[0].toLowerCase()) row.append(make("small", {text: called[1]}));
  return row;
}

// The values that complete a field, as a datalist made when first needed.
function listOf(item) {
  const values = item.options || (item.list && state.start.lists[item.list].map(value => [value, ""]));
  if (!values || !values.length) return null;
  const id = `list${item.decision.field.replaceAll("/", "-")}`;
  if (!$(id)) {
    const list = make("datalist", {id});
    for (const [value, name] of values) list.append(make("option", {value, label: name}));
    document.body.append(list);
  }
  return id;
}

function fieldPicture(item, frame) {
  const {decision} = item, page = pageOf(decision.page ?? 1);
  if (!page) return make("p", {className: "nothing", text: say(state.doc.pages.length ? "no_field_place" : "no_pages")});
  const {clientWidth: width, clientHeight: height} = frame.parentElement;
  const inner = width * 6 / 11 - 16, scale = inner / page.width;
  const middle = decision.box ? (decision.box[1] + decision.box[3]) / 2 : 0;
  const top = Math.max(0, Math.min(middle - height / scale / 2, page.height - height / scale));
  return crop(page, [0, top, page.width, page.height], [decision.box], inner, height);
}

function fieldKeys(event, field) {
  const item = state.doc.fields[state.at];
  if (event.key === "Enter" && event.ctrlKey) {
    decide(state.doc.fields.filter(each => !each.decided && each.on_page).map(each => ({
      item: each, right: each === item && isTyped(field) ? field.value : each.decision.to,
    })));
    return finish();
  }
  if (event.key === "Enter") {
    if (item.on_page || isTyped(field)) decide([{item, right: isTyped(field) ? field.value : item.decision.to}]);
    return goOn();
  }
  if (event.key === "Tab") return show((state.at + (event.shiftKey ? -1 : 1) + state.doc.fields.length) % state.doc.fields.length);
  const choice = event.altKey && item.choices[Number(digitOf(event)) - 1];
  if (choice) {
    decide([{item, right: choice}]);
    return goOn();
  }
  return false;
}

// --- words --------------------------------------------------------------------------------------------------------

function showWord() {
  const all = state.doc.words, item = all[state.at];
  if (!item) {
    $("main").replaceChildren(make("p", {className: "nothing", text: say("no_words")}));
    return;
  }
  const {line, decision} = item;
  const field = typingField(decision.to, {label: say("words")});
  field.classList.add("current");
  const choices = make("p", {className: "choices"});
  item.choices.forEach((choice, at) => choices.append(
    make("span", {className: "choice"}, make("kbd", {text: at + 1}), choice)));
  const desk = make("div", {className: "words"},
    make("p", {text: `${say("page", {number: line.page ?? 1})} · ${say("of", {at: state.at + 1, all: all.length})}`
      + (item.decided ? ` · ${say("decided")}` : "")}));
  $("main").replaceChildren(desk);
  desk.append(...linePicture(line, desk.clientWidth), field, choices, paragraph(item));
  fit(desk);
  focusOn(field);
}

// The line as the scan has it, and below it as it was read, in the same size.
function linePicture({page: number, box, words, at}, width) {
  const page = pageOf(number);
  if (!page || !box) return [];
  const margin = 6, window_ = [Math.max(box[0] - margin, 0), box[1] - margin, Math.min(box[2] + margin, page.width), box[3] + margin];
  const wide = Math.min(width, (window_[2] - window_[0]) * 3), scale = wide / (window_[2] - window_[0]);
  const below = make("div", {className: "line"});
  below.style.height = `${(box[3] - box[1]) * scale * 1.5}px`;
  words.forEach(([text, place_], index) => {
    if (!place_) return;
    const word = overlay(text, [place_[0] - window_[0], 0, place_[2] - window_[0], (box[3] - box[1])], scale);
    word.classList.toggle("here", index === at);
    below.append(word);
  });
  const frame = crop(page, window_, [words[at][1]], wide);
  frame.style.width = `${wide}px`;
  return [frame, below];
}

function paragraph({before, after, line}) {
  const text = make("p", {className: "paragraph"}, `${before} `);
  line.words.forEach(([word], at) => text.append(at === line.at ? make("mark", {text: word}) : word, " "));
  text.append(after);
  return text;
}

function wordKeys(event, field) {
  const item = state.doc.words[state.at];
  if (!item) return event.key === "Enter" ? finish() : false;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !isTyped(field);
  if (event.key === "Enter") {
    decide([{item, right: isTyped(field) ? field.value : item.decision.to}]);
    return goOn();
  }
  if (event.key === "Tab") return show((state.at + (event.shiftKey ? -1 : 1) + state.doc.words.length) % state.doc.words.length);
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return neighbour(item, event.key === "ArrowLeft" ? -1 : 1);
  if (plain && event.key === " ") {
    field.dataset.typing = "yes";
    field.classList.add("typed");
    return field.select();
  }
  if (!plain && !event.altKey) return false;
  const choice = item.choices[Number(digitOf(event)) - 1];
  if (choice) {
    decide([{item, right: choice}]);
    return goOn();
  }
  if (event.code === "KeyA" || event.key === "a") return everywhere(item, isTyped(field) ? field.value : item.choices[0] ?? item.decision.to);
  if (event.code === "KeyD" || event.key === "d") return toDictionary(item);
  return false;
}

const digitOf = event => (/^Digit[1-9]$/.test(event.code) ? event.code.slice(5) : event.key);

// Another word of the line, which no one doubted: it joins the doubtful ones, beside this one.
async function neighbour(item, step) {
  const {line} = item, at = line.at + step;
  if (at < 0 || at >= line.words.length) return;
  const all = state.doc.words;
  const known = all.findIndex(other => other.line.box && String(other.line.box) === String(line.box) && other.line.at === at);
  if (known >= 0) return show(known);
  const [text, box] = line.words[at];
  const places = await ask(`/same/${of(state.doc.folder)}?text=${encodeURIComponent(text)}`);
  const found = places.find(({line: other}) => String(other.box) === String(line.box) && other.at === at && String(other.words[at][1]) === String(box));
  if (!found) return;
  all.splice(state.at + (step > 0 ? 1 : 0), 0, {...item, ...found, choices: [], decided: false, beside: true});
  show(state.at + (step > 0 ? 1 : 0));
}

// Each place is shown in its line before anything is changed.
async function everywhere(item, right) {
  const places = await ask(`/same/${of(state.doc.folder)}?text=${encodeURIComponent(item.decision.from)}`);
  const list = $("everywhere").querySelector("ol");
  list.replaceChildren(...places.map(({line}) => {
    const row = make("li", {}, make("input", {type: "checkbox", checked: true}), ` ${say("page", {number: line.page ?? 1})}: `);
    line.words.forEach(([word], at) => row.append(at === line.at ? make("mark", {text: `${word} → ${right}`}) : word, " "));
    return row;
  }));
  for (const box of list.querySelectorAll("input")) box.style.width = "auto";
  $("everywhere").onkeydown = event => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const chosen = places.filter((_, at) => list.children[at].querySelector("input").checked);
    $("everywhere").close();
    decide(chosen.map(place_ => ({item: state.doc.words.find(other => isAbout(other, place_.decision)) ?? place_, right})));
    goOn();
  };
  $("everywhere").showModal();
  (list.querySelector("input") ?? $("everywhere")).focus();
}

function toDictionary(item) {
  const {folder} = state.doc;
  inTurn(async () => {
    await ask("/dictionary", {word: item.decision.to});
    tell(say("added", {word: item.decision.to}));
    decide([{item, right: item.decision.to}]);
    const {words} = await ask(`/document/${of(folder)}?look`);
    state.doc.words = state.doc.words.filter(each =>
      each.decided || each.beside || words.some(other => isAbout(each, other.decision)));
    state.at = state.doc.words.indexOf(item);
    goOn();
  });
}

// --- pages --------------------------------------------------------------------------------------------------------

function showPages() {
  const all = state.doc.pages;
  if (!all.length) {
    $("main").replaceChildren(make("p", {className: "nothing", text: say("no_pages")}));
    return;
  }
  const list = make("ol"), spread = make("div", {className: "spread"});
  all.forEach((page, at) => list.append(thumbnail(page, at)));
  $("main").replaceChildren(make("div", {className: "pages"}, list, spread));
  $("main").querySelector("li.current").scrollIntoView({block: "nearest"});
  document.activeElement.blur();
  for (const page of all.slice(state.at, state.at + 2)) showPage(page, spread);
}

function thumbnail(page, at) {
  const facts = [
    page.blank && `${say("blank")}: ${page.blank}`, page.turned && say("turned", {degrees: page.turned}),
    page.doubtful_start && say("starts"), page.error && say("failed"), ...saidOf(page),
  ].filter(Boolean);
  const row = make("li", {}, make("img", {src: picture(state.doc.folder, page.number, THUMBNAIL_DPI), alt: ""}),
    `${page.number} · ${say("count_words", {count: page.words})}`, ...facts.map(text => make("span", {className: "fact", text})));
  row.classList.toggle("current", at === state.at || at === state.at + 1);
  row.addEventListener("click", () => show(at));
  return row;
}

// What a person says of it that the next conversion will do.
function saidOf({said}) {
  return Object.entries(said).filter(([, {from, to}]) => from !== to).map(([what, {to}]) => (
    what === "turned" ? say("said_turned", {degrees: to}) : say(`said_${what}_${to}`)));
}

function sayOfPage(what, change) {
  const page = state.doc.pages[state.at], decision = page.said[what], doc = state.doc;
  decide([{item: {decision}, right: change(decision.to)}]).then(async () => {
    const {pages} = await ask(`/document/${of(doc.folder)}?look`);
    doc.pages = pages;
    if (state.doc === doc && state.way === "pages") show(state.at);
  });
}

const other = value => (value === "yes" ? "no" : "yes");
const ORDERS = ["found", "columns", "rows"];
const SAYINGS = {
  b: ["blank", other], r: ["turned", value => String((Number(value) + 90) % 360)],
  c: ["columns", value => ORDERS[(ORDERS.indexOf(value) + 1) % ORDERS.length]], n: ["begins", other],
};

async function showPage(page, spread) {
  const width = spread.clientWidth / 2 - 8, height = spread.clientHeight;
  const scale = Math.min(width / page.width, height / page.height);
  const frame = crop(page, [0, 0, page.width, page.height], [], page.width * scale, page.height * scale);
  frame.style.width = `${page.width * scale}px`;
  spread.append(frame);
  if (!state.text) return;
  const words = await ask(`/words/${page.number}/${of(state.doc.folder)}`);
  frame.append(...words.map(([text, box]) => overlay(text, box, scale)));
  fit(frame);
}

function pageKeys(event) {
  const {key} = event;
  if (key === "ArrowRight") return show(state.at + 1);
  if (key === "ArrowLeft") return show(state.at - 1);
  if (key === "t") {
    state.text = !state.text;
    return show(state.at);
  }
  if (SAYINGS[key] && !event.ctrlKey && !event.altKey && state.doc.pages.length) return sayOfPage(...SAYINGS[key]);
  return key === "Enter" ? finish() : false;
}

// --- keys ---------------------------------------------------------------------------------------------------------

const WAYS = {F2: "fields", F3: "words", F4: "pages"};

// Keys of an input method are its own (Telex, VNI): they come with isComposing, or as 229 before it begins.
function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || document.querySelector("dialog[open]")) return;
  if (state.moving) return event.preventDefault();
  const field = typed();
  const done = commonKeys(event, field) ?? (state.doc && ({fields: fieldKeys, words: wordKeys, pages: pageKeys})[state.way](event, field));
  if (done !== false && done !== null) event.preventDefault();
}

// What a key does everywhere: false for nothing, and for what is to be typed; undefined to ask further.
function commonKeys(event, field) {
  const {key} = event, fresh = !field || !isTyped(field);
  if (WAYS[key]) return change(WAYS[key]);
  if (key === "F1" || (key === "?" && fresh)) return $("keys").showModal();
  if (key === "F8") return state.doc && state.doc.has_pdf && window.open(`/pdf/${of(state.doc.folder)}`, "_blank", "noopener");
  if (key === "PageDown" && state.doc) return moving(() => next(state.doc.folder));
  if (key === "PageUp") return state.trail.length > 1 ? moving(() => open(state.trail.splice(-2)[0])) : null;
  if ((event.key.toLowerCase() === "z" || event.code === "KeyZ") && (event.altKey || (event.ctrlKey && fresh))) return undo();
  if (key === "Escape" && field) return restore(field);
  return undefined;
}

function change(way) {
  state.way = way;
  return moving(() => (state.doc ? open(state.doc.folder) : next()));
}

// --- beginning ----------------------------------------------------------------------------------------------------

function fillKeys() {
  const table = $("keys").querySelector("table");
  let before = "all";
  for (const [way, pressed, text] of state.start.keys) {
    if (way !== before) table.append(make("tr", {}, make("th", {colSpan: 2, text: say(way)})));
    before = way;
    table.append(make("tr", {}, make("td", {}, make("kbd", {text: pressed})), make("td", {text})));
  }
}

async function askName() {
  $("name").showModal();
  await new Promise(resolve => { $("name").onclose = resolve; });
  const {name} = await ask("/who", {name: $("name-field").value});
  if (!name) return askName();
  state.start.name = name;
}

async function begin() {
  state.start = await ask("/start");
  fillKeys();
  if (!state.start.name && !state.start.read_only) await askName();
  $("reader").textContent = state.start.read_only ? say("read_only") : state.start.name;
  for (const button of document.querySelectorAll("nav button")) button.onclick = () => change(button.dataset.way);
  $("help").onclick = () => $("keys").showModal();
  document.addEventListener("keydown", onKey);
  setInterval(() => {
    if (state.doc && !state.start.read_only) ask(`/alive/${of(state.doc.folder)}`, {}).catch(() => {});
  }, ALIVE_MS);
  addEventListener("hashchange", () => moving(openAsked));
  await moving(openAsked);
}

begin().catch(error => tell(error.message, true));
