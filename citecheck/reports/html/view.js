"use strict";
// Everything an article says reaches the page through textContent; nothing is ever parsed as HTML.
const about = JSON.parse(document.getElementById("about").textContent);
const order = ["mismatch", "not_found", "unchecked", "possible", "ambiguous", "outside_pubmed", "unsourced", "verified", "extracted"];
const signs = {mismatch: "✗", not_found: "✗", unchecked: "?", possible: "~", ambiguous: "~", outside_pubmed: "·", unsourced: "·", verified: "✓", extracted: "•"};
const hidden = new Set();
let current = 0, chosen = null, listed = [];

const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const words = name => name.replaceAll("_", " ");
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
  for (const verdict of order.filter(name => about.totals[name])) {
    const button = make("button", {type: "button", "aria-pressed": "true", paint: verdict}, `${signs[verdict]} ${about.totals[verdict]} ${words(verdict)}`);
    button.addEventListener("click", () => {
      hidden.has(verdict) ? hidden.delete(verdict) : hidden.add(verdict);
      button.setAttribute("aria-pressed", String(!hidden.has(verdict)));
      list(); show(current);
    });
    box.append(button);
  }
}

function bar(counts) {
  const all = Object.values(counts).reduce((a, b) => a + b, 0);
  const said = order.filter(name => counts[name]).map(name => `${counts[name]} ${words(name)}`).join(", ") || "no citations";
  const box = make("span", {class: "bar", role: "img", "aria-label": said});
  for (const verdict of order.filter(name => counts[name])) {
    const part = make("span"); part.style.color = `var(--${verdict})`; part.style.width = `${100 * counts[verdict] / all}%`;
    box.append(part);
  }
  return box;
}

// More of the worst verdict first, then more of the next; what could not be read is unchecked.
function badness(row) {
  return order.slice(0, 5).reduce((sum, name) => sum * 1000 + Math.min(row.counts[name] || 0, 999) + (row.error && name === "unchecked" ? 1 : 0), 0);
}

function list() {
  const needle = document.getElementById("search").value.toLowerCase();
  const rows = about.articles.map((row, at) => ({...row, at})).filter(row =>
    (row.path + " " + (row.title || "")).toLowerCase().includes(needle) &&
    (!hidden.size || order.some(name => row.counts[name] && !hidden.has(name)) || row.error));
  if (document.getElementById("worst").checked) rows.sort((a, b) => badness(b) - badness(a) || a.at - b.at);
  listed = rows.map(row => row.at);
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
    const over = placed.filter(c => c.start <= start && c.end > start).sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
    return {text: text.slice(start, cuts[i + 1]), over};
  });
}

function cite(c, text, title) {
  const mark = make("a", {class: "cite", href: `#${current}/${c.id}`, paint: c.verdict, "data-id": c.id, title}, text);
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
      const visible = over.filter(c => !hidden.has(c.verdict));
      block.append(visible.length ? cite(visible[0], text, visible.map(c => `${c.id}: ${words(c.verdict)}`).join(", ")) : text);
    }
    if (element !== "li") { shown.append(block); continue; }
    if (shown.lastChild?.nodeName !== "UL") shown.append(make("ul"));
    shown.lastChild.append(block);
  }
  return shown;
}

function show(at) {
  current = at; chosen = null;
  const part = article(at), main = document.getElementById("article");
  const facts = [part.path, part.date, part.error ? "" : count(part.citations.length, "citation")].filter(Boolean).join(" · ");
  main.replaceChildren(make("h2", {}, part.title || part.path), make("p", {class: "hint"}, facts));
  if (part.error) main.append(make("p", {}, "It could not be read: " + part.error));
  main.append(body(part), make("div", {id: "print"}));
  const adrift = part.citations.filter(c => c.start === null && !hidden.has(c.verdict));
  for (const c of adrift) main.append(make("p", {}, cite(c, c.quote, `${c.id}: ${words(c.verdict)}`)));
  document.getElementById("panel").replaceChildren(make("p", {class: "empty"}, part.citations.length ? "Choose a marked citation, or press j." : "No citations were found in this article."));
  for (const entry of document.querySelectorAll("#articles a")) {
    const here = entry.getAttribute("href") === "#" + at;
    mark(entry, here);
    if (here) reveal(entry);
  }
}

function mark(node, here) {
  if (here) node.setAttribute("aria-current", "true"); else node.removeAttribute("aria-current");
}

// Scrolls the list of articles alone, not the page.
function reveal(entry) {
  const box = document.getElementById("articles"), outer = box.getBoundingClientRect(), inner = entry.getBoundingClientRect();
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

function entry(c) {
  const box = make("div", {class: "entry"}, make("h2", {}, badge(c.verdict), ` ${c.id} ${c.kind}, line ${c.line}`));
  if (c.flags.length) box.append(make("p", {}, c.flags.map(words).join(" · ")));
  if (c.severity && c.severity !== "none" && !c.quiet) box.append(make("p", {class: "hint"}, `the gate: ${c.severity}`));
  if (c.quiet) box.append(make("p", {class: "hint"}, c.quiet));
  box.append(make("blockquote", {}, c.quote));
  if (c.ties) box.append(make("p", {class: "hint"}, c.ties));
  for (const reason of c.reasons) box.append(make("p", {}, reason));
  if (c.claimed.length) box.append(make("h3", {}, "What the article states"), rows(c.claimed));
  if (c.match) box.append(make("h3", {}, "The publication"), publication(c.match), waterfall(c.match));
  if (c.others.length) {
    box.append(make("h3", {}, "Nearest other publications"));
    for (const other of c.others) box.append(make("details", {}, make("summary", {}, `${other.score.toFixed(1)} bits: ${other.title} ${other.journal || ""} ${other.year || ""}`), publication(other), waterfall(other)));
  }
  if (c.searches.length) {
    const steps = make("ol");
    for (const [query, answer] of c.searches) steps.append(make("li", {}, make("code", {}, query), " " + answer));
    box.append(make("h3", {}, "What was searched"), steps);
  }
  return box;
}

function choose(id) {
  const c = article(current).citations.find(one => one.id === id);
  if (!c) return;
  chosen = id;
  const panel = document.getElementById("panel");
  const back = make("button", {type: "button", class: "back"}, "Back to the text");
  back.addEventListener("click", () => { const mark = document.querySelector(`a.cite[data-id="${CSS.escape(id)}"]`); mark?.scrollIntoView({block: "center"}); mark?.focus(); });
  panel.replaceChildren(entry(c), back);
  panel.scrollTop = 0;
  for (const place of document.querySelectorAll("a.cite")) mark(place, place.dataset.id === id);
  history.replaceState(null, "", `#${current}/${id}`);
  document.querySelector(`a.cite[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({block: "nearest"});
  if (getComputedStyle(document.getElementById("columns")).display === "block") panel.scrollIntoView({block: "start"});
}

function step(by) {
  const ids = article(current).citations.filter(c => !hidden.has(c.verdict)).map(c => c.id);
  if (ids.length) choose(ids[chosen === null ? (by > 0 ? 0 : ids.length - 1) : (ids.indexOf(chosen) + by + ids.length) % ids.length]);
}

function turn(by) {
  const next = listed[listed.indexOf(current) + by];
  if (next === undefined) return;
  show(next);
  history.replaceState(null, "", "#" + next);
  scrollTo(0, 0);
}

function follow() {
  const [at, id] = location.hash.slice(1).split("/");
  const number = Number(at);
  if (at !== "" && Number.isInteger(number) && number >= 0 && number < about.articles.length) { show(number); if (id) choose(id); }
}

document.addEventListener("keydown", event => {
  if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const moves = {j: () => step(1), k: () => step(-1), n: () => turn(1), p: () => turn(-1)};
  moves[event.key]?.();
});
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => document.getElementById("print").replaceChildren(...article(current).citations.map(entry)));
for (const name of ["search", "worst"]) document.getElementById(name).addEventListener("input", list);
document.getElementById("source").textContent = about.summary;
totals();
list();
if (about.articles.length) show(0);
follow();
