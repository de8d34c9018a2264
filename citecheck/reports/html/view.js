"use strict";
// Everything an article says reaches the page through textContent; nothing is ever parsed as HTML.
let about = JSON.parse(document.getElementById("about").textContent);
const kept = JSON.parse(document.getElementById("decisions").textContent);
const order = ["retracted", "mismatch", "not_found", "unchecked", "possible", "ambiguous", "not_in_index", "outside_pubmed", "unsourced", "verified", "extracted"];
const signs = {retracted: "✗", mismatch: "✗", not_found: "✗", unchecked: "?", possible: "~", ambiguous: "~", not_in_index: "?", outside_pubmed: "·", unsourced: "·", verified: "✓", extracted: "•"};
const states = [["", "not decided"], ["accepted", "accepted"], ["to_fix", "to fix"], ["fixed", "fixed"]];
// The kinds that alone are shown; none chosen: all are.
const only = new Set();
let current = 0, chosen = null, listed = [], problem = -1, found = [], drawn = 0;
const at_once = 200;
// What a page that a server sends adds: `decided` hears of decisions, `tools` stand below a citation.
const served = {decided: () => {}, tools: () => []};
const shows = c => !only.size || only.has(c.verdict) || (c.retracted && only.has("retracted"));
const tone = c => c.retracted ? "retracted" : c.verdict;

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
// Names that are not read as they are written.
const words_of = {not_in_index: "not in this index", outside_pubmed: "outside PubMed"};
const words = name => words_of[name] || name.replaceAll("_", " ");
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name === "class") node.className = value; else if (name === "paint") { node.style.color = `var(--${value})`; node.style.background = `var(--${value}-bg)`; node.style.setProperty("--tone", `var(--${value})`); }
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}
const article = at => JSON.parse(document.getElementById("article-" + at).textContent);
const badge = verdict => make("span", {class: "badge", paint: verdict}, `${signs[verdict]} ${words(verdict)}`);
const link = (href, text) => make("a", {href, rel: "noreferrer noopener", target: "_blank"}, text);

function totals() {
  const box = document.getElementById("totals");
  box.replaceChildren();
  for (const verdict of order.filter(name => about.totals[name])) {
    const button = make("button", {type: "button", "aria-pressed": String(only.has(verdict)), paint: verdict}, `${signs[verdict]} ${about.totals[verdict]} ${words(verdict)}`);
    button.addEventListener("click", () => {
      only.has(verdict) ? only.delete(verdict) : only.add(verdict);
      button.setAttribute("aria-pressed", String(only.has(verdict)));
      const before = chosen;
      list(); problems(); show(current);
      const first = article(current).citations.find(shows);
      if (first) choose(article(current).citations.some(c => c.id === before && shows(c)) ? before : first.id);
    });
    box.append(button);
  }
}

// Every problem of every article, worst first.
function problems() {
  const shown = about.problems.map((row, at) => ({...row, at})).filter(shows);
  document.getElementById("tab-problems").textContent = `Problems (${shown.length})`;
  found = shown.map(row => row.at);
  const box = document.getElementById("problems"), turn = ++drawn;
  box.replaceChildren(...shown.slice(0, at_once).map(problem_row));
  // The rest comes once the page can be read, so that thousands of problems open at once.
  const more = from => setTimeout(() => {
    if (turn !== drawn || from >= shown.length) return;
    box.append(...shown.slice(from, from + at_once).map(problem_row));
    more(from + at_once);
  });
  more(at_once);
}

function problem_row(row) {
  const where = about.articles[row.article];
  return make("li", {}, make("a", {href: `#${row.article}/${row.id}`, "data-at": row.at, "aria-current": row.at === problem ? "true" : null},
    badge(tone(row)), ` ${row.quote}`, make("small", {}, `${where.path}:${row.line}${state(row)}`)));
}

function state(row) {
  const one = kept.find(decision => decision.finding === row.finding && decision.article === row.name);
  return one && one.decision ? ` · ${states.find(([name]) => name === one.decision)[1]}` : "";
}

// To the problem that is `by` places further on in the list, in whatever article.
function leap(by) {
  if (!found.length) return;
  const at = found.indexOf(problem);
  open_problem(found[at < 0 ? (by > 0 ? 0 : found.length - 1) : (at + by + found.length) % found.length]);
}

function open_problem(at) {
  const row = about.problems[at];
  if (row.article !== current || !document.querySelector("main h2")) show(row.article);
  choose(row.id);
}

function tab(name) {
  for (const [one, box] of [["problems", "problems"], ["articles", "by-article"]]) {
    document.getElementById("tab-" + one).setAttribute("aria-pressed", String(one === name));
    document.getElementById(box).hidden = one !== name;
  }
  if (name === "articles") list();
}

function bar(counts) {
  const all = Object.entries(counts).reduce((sum, [name, number]) => sum + (name === "retracted" ? 0 : number), 0);
  const said = order.filter(name => counts[name]).map(name => `${counts[name]} ${words(name)}`).join(", ") || "no citations";
  const box = make("span", {class: "bar", role: "img", "aria-label": said});
  // A retracted publication is one of those counted under its verdict; its stretch lies over theirs.
  for (const verdict of order.filter(name => counts[name])) {
    const part = make("span"); if (verdict === "retracted") part.style.flex = "none"; part.style.color = `var(--${verdict}${verdict === "retracted" ? "-bg" : ""})`; part.style.width = `${100 * counts[verdict] / all}%`;
    box.append(part);
  }
  return box;
}

// More of the worst verdict first, then more of the next; what could not be read is unchecked.
function badness(row) {
  return order.slice(0, 6).reduce((sum, name) => sum * 1000 + Math.min(row.counts[name] || 0, 999) + (row.error && name === "unchecked" ? 1 : 0), 0);
}

function list() {
  const needle = document.getElementById("search").value.toLowerCase();
  const rows = about.articles.map((row, at) => ({...row, at})).filter(row =>
    (row.path + " " + (row.title || "")).toLowerCase().includes(needle) &&
    (!only.size || [...only].some(name => row.counts[name]) || row.error));
  if (document.getElementById("worst").checked) rows.sort((a, b) => badness(b) - badness(a) || a.at - b.at);
  listed = rows.map(row => row.at);
  if (document.getElementById("by-article").hidden) return;
  document.getElementById("found").textContent = rows.length === about.articles.length ? "" : `${rows.length} of ${about.articles.length} shown`;
  document.getElementById("articles").replaceChildren(...rows.map(row => {
    const entry = make("a", {href: "#" + row.at, "aria-current": row.at === current ? "true" : null},
      row.title || row.path, make("small", {}, row.title ? row.path : ""), row.error ? badge("unchecked") : bar(row.counts));
    return make("li", {}, entry);
  }));
}

// Overlapping citations are cut at each other's ends; a stretch shows the worst that covers it.
function pieces(text, from, to, citations) {
  const placed = citations.filter(c => c.start !== null && c.start < to && c.end > from);
  const inside = at => Math.min(Math.max(at, from), to);
  const cuts = [...new Set([from, to, ...placed.flatMap(c => [inside(c.start), inside(c.end)])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const over = placed.filter(c => c.start <= start && c.end > start).sort((a, b) => order.indexOf(tone(a)) - order.indexOf(tone(b)));
    return {text: text.slice(start, cuts[i + 1]), over};
  });
}

function cite(c, text, title) {
  const mark = make("a", {class: c.retracted ? "cite retracted" : "cite", href: `#${current}/${c.id}`, paint: tone(c), "data-id": c.id, title}, text);
  mark.addEventListener("click", event => { event.preventDefault(); choose(c.id); });
  return mark;
}

function body(part) {
  const shown = document.createDocumentFragment();
  const isCited = (from, to) => part.citations.some(c => c.start !== null && c.start < to && c.end > from);
  const first = part.blocks.find(([, , element]) => element.startsWith("h"));
  for (const row of part.blocks) {
    const [from, to, element, label] = row;
    // The title stands above the text already.
    if (row === first && part.text.slice(from, to).trim() === part.title && !isCited(from, to)) continue;
    const block = make(element, {"data-label": label});
    for (const {text, over} of pieces(part.text, from, to, part.citations)) {
      const visible = over.filter(shows);
      block.append(visible.length ? cite(visible[0], text, visible.map(c => `${c.id}: ${words(c.verdict)}`).join(", ")) : text);
    }
    if (element !== "li") { shown.append(block); continue; }
    if (shown.lastChild?.nodeName !== "UL") shown.append(make("ul"));
    shown.lastChild.append(block);
  }
  return shown;
}

function draw(at) {
  const part = article(at), main = document.getElementById("article");
  const facts = [about.prefix + part.path, part.date, part.error ? "" : count(part.citations.length, "citation")].filter(Boolean).join(" · ");
  main.replaceChildren(make("h2", {}, part.title || part.path), make("p", {class: "hint"}, facts));
  if (part.error) main.append(make("p", {}, "It could not be read: " + part.error));
  main.append(body(part), make("div", {id: "print"}));
  const adrift = part.citations.filter(c => c.start === null && shows(c));
  for (const c of adrift) main.append(make("p", {}, cite(c, c.quote, `${c.id}: ${words(c.verdict)}`)));
}

function show(at) {
  current = at; chosen = null;
  draw(at);
  const part = article(at);
  document.getElementById("panel").replaceChildren(make("p", {class: "empty"}, part.citations.length ? "Choose a marked citation, or press j." : "No citations were found in this article."));
  for (const entry of document.querySelectorAll("#articles a")) {
    const here = entry.getAttribute("href") === "#" + at;
    mark(entry, here);
    if (here) reveal(entry, "articles");
  }
}

function mark(node, here) {
  if (here) node.setAttribute("aria-current", "true"); else node.removeAttribute("aria-current");
}

// Scrolls the list alone, not the page.
function reveal(entry, list) {
  const box = document.getElementById(list), outer = box.getBoundingClientRect(), inner = entry.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
}

function rows(pairs) {
  const box = make("dl");
  for (const [name, value] of pairs) box.append(make("dt", {}, name), make("dd", {}, value));
  return box;
}

function waterfall(match) {
  const table = make("table", {}, make("caption", {}, `Evidence in bits: ${match.score.toFixed(1)} in all`));
  const scale = Math.max(8, Math.abs(match.prior), ...match.comparisons.map(c => Math.abs(c.bits)));
  const body = make("tbody");
  for (const row of [{field: "prior", level: "", bits: match.prior}, ...match.comparisons]) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const bit = document.createElementNS("http://www.w3.org/2000/svg", "rect"), zero = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const width = 50 * Math.abs(row.bits) / scale;
    svg.setAttribute("viewBox", "0 0 100 10"); svg.setAttribute("class", "fall"); svg.setAttribute("aria-hidden", "true"); svg.setAttribute("preserveAspectRatio", "none");
    bit.setAttribute("x", row.bits < 0 ? 50 - width : 50); bit.setAttribute("y", 1); bit.setAttribute("width", width); bit.setAttribute("height", 8); bit.setAttribute("class", row.bits < 0 ? "down" : "up");
    zero.setAttribute("x1", 50); zero.setAttribute("x2", 50); zero.setAttribute("y1", 0); zero.setAttribute("y2", 10);
    svg.append(bit, zero);
    const said = row.claimed || row.found ? `: ${row.claimed || "–"} | ${row.found || "–"}` : "";
    body.append(make("tr", {}, make("th", {scope: "row"}, words(row.field)), make("td", {}, words(row.level) + said), make("td", {class: "bits"}, (row.bits > 0 ? "+" : "") + row.bits.toFixed(1)), make("td", {}, svg)));
  }
  table.append(body);
  return table;
}

function publication(match) {
  const who = match.authors.length ? match.authors[0] + (match.authors.length > 1 ? " et al. " : ". ") : "";
  const box = make("p", {}, `${who}${match.title} ${match.journal || ""} ${match.year || ""}. `, link(match.url, "PubMed " + match.pmid));
  if (match.doi) box.append(" ", link("https://doi.org/" + encodeURI(match.doi), "DOI"));
  return box;
}

// The words of `text` that `other` lacks, marked.
function marked(text, other) {
  const known = new Set(String(other ?? "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || []);
  return String(text ?? "–").split(/([\p{L}\p{N}]+)/u).map((piece, at) => at % 2 && !known.has(piece.toLowerCase()) ? make("mark", {}, piece) : piece);
}

// Field by field what the article says beside what PubMed says; what parts them is marked.
function beside(match) {
  const stated = match.comparisons.filter(row => row.claimed && row.found);
  if (!stated.length) return null;
  const table = make("table", {class: "beside"}, make("thead", {}, make("tr", {}, ...["", "the article says", "PubMed says"].map(head => make(head ? "th" : "td", head ? {scope: "col"} : {}, head)))));
  const body = make("tbody");
  for (const row of [...stated.filter(one => one.bits < 0), ...stated.filter(one => one.bits >= 0)]) {
    const apart = row.bits < 0;
    body.append(make("tr", {class: apart ? "apart" : "same"}, make("th", {scope: "row"}, words(row.field)),
      make("td", {}, ...(apart ? marked(row.claimed, row.found) : [row.claimed])), make("td", {}, ...(apart ? marked(row.found, row.claimed) : [row.found]))));
  }
  table.append(body);
  return table;
}

function fixes(c) {
  return c.suggestions.map(one => make("p", {class: "fix"}, `${words(one.field)}: `, make("del", {}, one.before), " → ", make("ins", {}, one.after), one.why ? make("small", {}, ` ${one.why}`) : ""));
}

const folded = (title, ...children) => make("details", {}, make("summary", {}, title), ...children);

function entry(c) {
  const box = make("div", {class: "entry"}, make("h2", {}, c.retracted ? badge("retracted") : "", c.retracted ? " " : "", badge(c.verdict), ` ${c.id} ${c.kind}, line ${c.line}`));
  if (c.flags.length) box.append(make("p", {}, c.flags.map(words).join(" · ")));
  if (c.retracted) box.append(make("p", {}, make("strong", {}, c.retracted)));
  if (c.severity && c.severity !== "none" && !c.quiet) box.append(make("p", {class: "hint"}, `the gate: ${c.severity}`));
  if (c.quiet) box.append(make("p", {class: "hint"}, c.quiet));
  box.append(make("blockquote", {}, c.quote));
  if (c.ties) box.append(make("p", {class: "hint"}, c.ties));
  box.append(...fixes(c));
  for (const reason of c.reasons) box.append(make("p", {}, reason));
  if (c.match) {
    box.append(make("h3", {}, "The publication"), publication(c.match));
    const table = beside(c.match);
    if (table) box.append(table);
    if (c.passage) box.append(make("h3", {}, "What it says of the finding"), make("blockquote", {}, c.passage));
    box.append(folded(`Evidence in bits (${c.match.score.toFixed(1)} in all)`, waterfall(c.match)));
  }
  if (c.pinned) {
    const table = beside(c.pinned);
    box.append(make("h3", {}, "The publication that a person pinned"), publication(c.pinned));
    if (table) box.append(table);
    box.append(folded(`Evidence in bits (${c.pinned.score.toFixed(1)} in all)`, waterfall(c.pinned)));
  }
  if (c.claimed.length) box.append(c.match ? folded("All that the article states", rows(c.claimed)) : make("div", {}, make("h3", {}, "What the article states"), rows(c.claimed)));
  if (c.others.length) box.append(make("h3", {}, "Nearest other publications"));
  for (const other of c.others) box.append(folded(`${other.score.toFixed(1)} bits: ${other.title} ${other.journal || ""} ${other.year || ""}`, publication(other), waterfall(other)));
  if (c.searches.length) {
    const steps = make("ol");
    for (const [query, answer] of c.searches) steps.append(make("li", {}, make("code", {}, query), " " + answer));
    box.append(folded(`What was searched (${c.searches.length})`, steps));
  }
  return box;
}

// What a reader decides about a finding; it is kept in the page's own data, which saving writes out.
function decision(c) {
  const name = about.prefix + article(current).path, held = kept.find(one => one.finding === c.finding && one.article === name);
  const one = held || {article: name, finding: c.finding, decision: "", decision_note: "", decided_by: "", decided_at: ""};
  const choice = make("select", {"aria-label": "Decision"}, ...states.map(([value, text]) => make("option", {value, selected: value === one.decision ? "" : null}, text)));
  const note = make("textarea", {rows: "2", "aria-label": "Note", placeholder: "Note"}, one.decision_note);
  const who = make("input", {"aria-label": "Your name", placeholder: "Your name", value: one.decided_by});
  for (const field of [choice, note, who]) field.addEventListener("change", () => {
    Object.assign(one, {decision: choice.value, decision_note: note.value, decided_by: who.value, decided_at: new Date().toISOString()});
    if (!kept.includes(one)) kept.push(one);
    served.decided(one, c);
    problems();
  });
  return make("div", {class: "decision"}, choice, note, who);
}

// This page as a file, with the decisions in it and without what the script has drawn.
function saved_page() {
  const copy = document.documentElement.cloneNode(true);
  for (const node of copy.querySelectorAll("[data-served]")) node.remove();
  for (const name of ["strip", "source", "totals", "folder", "problems", "found", "articles", "article", "panel"]) copy.querySelector("#" + name).replaceChildren();
  copy.querySelector("#decisions").textContent = JSON.stringify(kept).replaceAll("<", "\\u003c");
  return "<!DOCTYPE html>\n" + copy.outerHTML;
}

function saved_decisions() {
  const names = ["article", "finding", "decision", "decision_note", "decided_by", "decided_at"];
  // A cell that a spreadsheet would take for a formula gets an apostrophe.
  const cell = text => `"${(/^[=+\-@]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
  return [names.join(","), ...kept.filter(one => one.decision).map(one => names.map(name => cell(one[name])).join(","))].join("\r\n") + "\r\n";
}

function download(text, name, type) {
  const place = URL.createObjectURL(new Blob([text], {type}));
  make("a", {href: place, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(place), 1000);
}

function choose(id) {
  const c = article(current).citations.find(one => one.id === id);
  if (!c) return;
  chosen = id;
  const panel = document.getElementById("panel");
  const back = make("button", {type: "button", class: "back"}, "Fold");
  back.addEventListener("click", () => { back.textContent = panel.classList.toggle("closed") ? "Unfold" : "Fold"; });
  panel.classList.remove("closed");
  panel.replaceChildren(back, entry(c), c.finding ? decision(c) : "", ...served.tools(c));
  panel.scrollTop = 0;
  problem = about.problems.findIndex(row => row.article === current && (row.id === id || row.id === c.reported_at));
  for (const node of document.querySelectorAll("#problems a")) {
    const here = Number(node.dataset.at) === problem;
    mark(node, here);
    if (here) reveal(node, "problems");
  }
  for (const place of document.querySelectorAll("a.cite")) mark(place, place.dataset.id === id);
  history.replaceState(null, "", `#${current}/${id}`);
  document.querySelector(`a.cite[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({block: getComputedStyle(panel).position === "fixed" ? "start" : "nearest"});
}

function step(by) {
  const ids = article(current).citations.filter(shows).map(c => c.id);
  if (ids.length) choose(ids[chosen === null ? (by > 0 ? 0 : ids.length - 1) : (ids.indexOf(chosen) + by + ids.length) % ids.length]);
}

function turn(by) {
  const next = listed[listed.indexOf(current) + by];
  if (next === undefined) return;
  show(next);
  history.replaceState(null, "", "#" + next);
  scrollTo(0, 0);
  const first = article(next).citations.find(shows);
  if (first) choose(first.id);
}

function follow() {
  const [at, id] = location.hash.slice(1).split("/");
  const number = Number(at);
  if (at !== "" && Number.isInteger(number) && number >= 0 && number < about.articles.length) { show(number); if (id) choose(id); }
}

document.addEventListener("keydown", event => {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = {j: () => step(1), k: () => step(-1), n: () => leap(1), p: () => leap(-1), "]": () => turn(1), "[": () => turn(-1)};
  moves[event.key]?.();
});
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => document.getElementById("print").replaceChildren(...article(current).citations.map(entry)));
for (const name of ["search", "worst"]) document.getElementById(name).addEventListener("input", list);
for (const name of ["problems", "articles"]) document.getElementById("tab-" + name).addEventListener("click", () => tab(name));
document.getElementById("save-page").addEventListener("click", () => download(saved_page(), "citecheck-report.html", "text/html"));
document.getElementById("save-decisions").addEventListener("click", () => download(saved_decisions(), "decisions.csv", "text/csv"));
function head() {
  document.getElementById("source").textContent = about.summary;
  document.getElementById("strip").textContent = about.line;
  document.getElementById("strip").className = about.result;
  document.getElementById("folder").textContent = about.prefix ? `in ${about.prefix}` : "";
  document.getElementById("tab-articles").textContent = `Articles (${about.articles.length})`;
  totals();
  list();
  problems();
}

head();
if (!about.problems.length) tab("articles");
if (/^#\d/.test(location.hash)) follow();
else if (about.problems.length) open_problem(0);
else if (about.articles.length) show(0);
