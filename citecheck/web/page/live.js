"use strict";
// What a served page adds to the report: it hears of verdicts as they come.
{
  const element = id => document.getElementById(id);
  let isOver = false, wasChosen = null;

  // Send something; what the server says against it is shown.
  async function send(address, values = {}, place = element("progress")) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    try {
      const answer = await fetch(address, {method: "POST", body});
      if (!answer.ok) throw new Error(await answer.text());
      return answer;
    } catch (error) {
      place.textContent = (error instanceof TypeError ? "The server does not answer: it may have ended. What is here can still be saved with “Save this page with my notes”." : error.message);
      return null;
    }
  }

  function tell(sentence) {
    element("progress").textContent = sentence;
  }

  function data_element(name) {
    const known = element(name);
    if (known) return known;
    const made = make("script", {type: "application/json", id: name});
    element("about").after(made);
    return made;
  }

  // Draw what is new; what is being read or written stays where it is.
  function receive(news) {
    const ends = news.over && !isOver;
    isOver = news.over;
    about = news.about;
    element("about").textContent = JSON.stringify(about);
    const seen = chosen, before = seen === null ? "" : JSON.stringify(article(current).citations.find(c => c.id === seen));
    for (const [at, part] of Object.entries(news.articles)) data_element("article-" + at).textContent = JSON.stringify(part);
    // What was decided in an earlier check comes back with a saved file.
    for (const one of news.decisions) if (!kept.some(held => held.finding === one.finding && held.article === one.article)) kept.push(one);
    head();
    if (about.articles.length && (news.articles[current] || !document.querySelector("main h2"))) {
      const focused = document.activeElement?.dataset?.id;
      draw(current);
      if (focused) document.querySelector(`a.cite[data-id="${CSS.escape(focused)}"]`)?.focus();
      const now = article(current).citations.find(c => c.id === seen);
      const writes = element("panel").contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
      if (now && !writes && (ends || JSON.stringify(now) !== before)) choose(seen); else mark_chosen();
    }
    element("stop").hidden = isOver;
    element("again").hidden = !isOver || !(about.totals.unchecked || about.totals.extracted);
    const how = {waiting: "Waiting for its turn.", running: news.citations ? `${news.judged} of ${count(news.citations, "citation")} checked so far` : "Reading …",
      done: `Done: ${count(news.citations, "citation")}`, stopped: `Stopped: ${news.judged} of ${count(news.citations, "citation")} checked`, failed: "It failed"}[news.state];
    tell([how, news.message].filter(Boolean).join(" · "));
    if (isOver && chosen === null && about.problems.length) { tab("problems"); open_problem(0); }
  }

  function mark_chosen() {
    for (const place of document.querySelectorAll("a.cite")) mark(place, place.dataset.id === chosen);
  }

  function listen() {
    const source = new EventSource("news");
    source.addEventListener("message", event => {
      receive(JSON.parse(event.data));
      if (isOver) source.close();
    });
    source.addEventListener("error", () => {
      if (isOver || source.readyState !== EventSource.CLOSED) tell("The server does not answer; trying again …");
      else tell("The server does not have this check: it may have been started anew. What is here can still be saved.");
    });
  }

  element("stop").addEventListener("click", () => send("stop"));
  element("again").addEventListener("click", async () => { if (await send("again")) listen(); });

  // What a person decides is kept by the server, too.
  served.decided = async (one, c) => {
    const answer = await send("decide", {at: current, citation: c.id, state: one.decision, note: one.decision_note, name: one.decided_by});
    if (answer && (await answer.json()).store === false) tell("The audit's store does not know this finding: the decision is kept here alone.");
  };

  const labelled = (name, text, properties = {}) => make("label", {}, `${text} `, make("input", {name, autocomplete: "off", ...properties}));

  // A search by hand, and the publications that it finds; the best can be pinned.
  function search_box(c, at) {
    const said = make("p", {role: "status", class: "hint"}), found = make("ul", {class: "found"});
    const form = make("form", {class: "hand", "aria-label": "Look for another publication"},
      labelled("words", "Words of the title, a PMID or a DOI"), labelled("author", "Author"), labelled("journal", "Journal"), labelled("year", "Year", {inputmode: "numeric"}),
      make("button", {type: "submit"}, "Search"));
    form.addEventListener("submit", async event => {
      event.preventDefault();
      said.textContent = "Searching …";
      found.replaceChildren();
      const answer = await send("search", {at, citation: c.id, ...Object.fromEntries(new FormData(form))}, said);
      if (!answer) return;
      const result = await answer.json();
      said.textContent = result.error ? `No answer: ${result.error}` : `${count(result.hits, "record")}: ${result.query}`;
      found.replaceChildren(...result.found.map(one => {
        const pin = make("button", {type: "button", "aria-label": `Pin PubMed ${one.pmid}`}, "Pin this one");
        pin.addEventListener("click", () => pin_to(c, at, one.pmid));
        return make("li", {}, publication(one), make("p", {class: "hint"}, `${one.score.toFixed(1)} bits `, pin));
      }));
    });
    return make("details", {class: "tools"}, make("summary", {}, "Look for another publication"), form, said, found);
  }

  async function pin_to(c, at, pmid) {
    if (await send("pin", {at, citation: c.id, pmid})) listen();
  }

  served.tools = c => {
    const at = current, box = make("div", {"data-served": ""});
    if (!isOver) return [box];
    const again = make("button", {type: "button"}, "Ask again about this citation");
    again.addEventListener("click", async () => { if (await send("again", {at, citation: c.id})) listen(); });
    box.append(make("p", {}, again));
    if (c.pinned) {
      const out = make("button", {type: "button"}, "Take the pin back");
      out.addEventListener("click", () => pin_to(c, at, ""));
      box.append(make("p", {}, out));
    }
    box.append(search_box(c, at));
    return [box];
  };

  element("copy").addEventListener("click", async () => {
    const box = element("copied"), said = element("copy-said");
    try {
      const answer = await fetch(`references/${element("style").value}`);
      if (!answer.ok) throw new Error(await answer.text());
      box.value = await answer.text();
      box.hidden = false;
      if (!box.value) { said.textContent = "No publication is verified yet."; return; }
      await navigator.clipboard.writeText(box.value).then(() => { said.textContent = "Copied."; }, () => { box.select(); said.textContent = "They are marked: copy them with your keyboard."; });
    } catch (error) {
      said.textContent = error instanceof TypeError ? "The server does not answer: it may have ended." : error.message;
    }
  });
  // The certain corrections of the article that is shown.
  element("corrections").addEventListener("toggle", async event => {
    if (!event.target.open) return;
    const at = current, said = element("corrections-said");
    for (const name of ["diff", "corrected"]) element(name).hidden = true;
    said.textContent = "Looking …";
    try {
      const answer = await fetch(`corrections/${at}`);
      if (!answer.ok) throw new Error(await answer.text());
      const found = await answer.json();
      said.textContent = found.said;
      element("diff").textContent = found.diff;
      element("corrected").href = `corrected/${at}`;
      for (const name of ["diff", "corrected"]) element(name).hidden = !found.made;
    } catch (error) {
      said.textContent = error instanceof TypeError ? "The server does not answer: it may have ended." : error.message;
    }
  });
  // One menu at a time, and Escape closes it.
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("toggle", () => { if (menu.open) for (const other of document.querySelectorAll("details.menu")) if (other !== menu) other.open = false; });
    menu.addEventListener("keydown", event => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
  }

  // A server that nobody uses ends itself; reading is use, too.
  let used = false;
  for (const name of ["keydown", "pointerdown", "scroll"]) addEventListener(name, () => { used = true; }, {passive: true});
  setInterval(() => { if (used) { used = false; fetch("../../alive", {method: "POST"}).catch(() => {}); } }, 60000);

  words_of.extracted = "being looked up";
  tab("problems");
  listen();
}
