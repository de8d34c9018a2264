"use strict";
// What a served page adds to the report: it hears of verdicts as they come.
{
  const element = id => document.getElementById(id);
  let isOver = false, wasChosen = null;

  // Send something; what the server says against it is shown.
  async function send(address, values = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    try {
      const answer = await fetch(address, {method: "POST", body});
      if (!answer.ok) throw new Error(await answer.text());
      return answer;
    } catch (error) {
      tell(error instanceof TypeError ? "The server does not answer: it may have ended. What is here can still be saved with “Save this page with my notes”." : error.message);
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
    about = news.about;
    element("about").textContent = JSON.stringify(about);
    const seen = chosen, before = seen === null ? "" : JSON.stringify(article(current).citations.find(c => c.id === seen));
    for (const [at, part] of Object.entries(news.articles)) data_element("article-" + at).textContent = JSON.stringify(part);
    head();
    if (about.articles.length && (news.articles[current] || !document.querySelector("main h2"))) {
      const focused = document.activeElement?.dataset?.id;
      draw(current);
      if (focused) document.querySelector(`a.cite[data-id="${CSS.escape(focused)}"]`)?.focus();
      const now = article(current).citations.find(c => c.id === seen);
      if (now && JSON.stringify(now) !== before) choose(seen); else mark_chosen();
    }
    isOver = news.over;
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

  // A server that nobody uses ends itself; reading is use, too.
  let used = false;
  for (const name of ["keydown", "pointerdown", "scroll"]) addEventListener(name, () => { used = true; }, {passive: true});
  setInterval(() => { if (used) { used = false; fetch("../../alive", {method: "POST"}).catch(() => {}); } }, 60000);

  words_of.extracted = "being looked up";
  tab("problems");
  listen();
}
