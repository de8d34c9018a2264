"use strict";
const form = document.getElementById("begin"), chosen = document.getElementById("chosen"), fault = document.getElementById("fault");
const files = [];

function show_files() {
  chosen.replaceChildren(...files.map((file, at) => {
    const row = document.createElement("li"), out = document.createElement("button");
    out.type = "button";
    out.textContent = "Remove";
    out.setAttribute("aria-label", `Remove ${file.name}`);
    out.addEventListener("click", () => { files.splice(at, 1); show_files(); });
    row.append(`${file.name} `, out);
    return row;
  }));
}

function take(list) {
  files.push(...list);
  show_files();
}

async function begin() {
  const body = new FormData(), button = document.getElementById("check");
  body.append("text", document.getElementById("text").value);
  body.append("address", document.getElementById("address").value);
  for (const file of files) body.append("files", file, file.name);
  fault.textContent = "";
  button.disabled = true;
  try {
    const answer = await fetch("checks", {method: "POST", body});
    if (!answer.ok) throw new Error(await answer.text());
    location.assign(`checks/${(await answer.json()).check}/`);
  } catch (error) {
    fault.textContent = error instanceof TypeError ? "The server does not answer: it may have ended." : error.message;
    button.disabled = false;
  }
}

form.addEventListener("submit", event => { event.preventDefault(); begin(); });
form.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); begin(); } });
document.getElementById("files").addEventListener("change", event => { take(event.target.files); event.target.value = ""; });
addEventListener("dragover", event => { event.preventDefault(); document.body.classList.add("over"); });
addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("over"); });
addEventListener("drop", event => {
  event.preventDefault();
  document.body.classList.remove("over");
  take(event.dataTransfer.files);
});
document.getElementById("session").addEventListener("submit", async event => {
  event.preventDefault();
  const taken = document.getElementById("taken");
  try {
    const answer = await fetch("session", {method: "POST", body: new FormData(event.target)});
    if (!answer.ok) throw new Error(await answer.text());
    const {email, key} = await answer.json();
    taken.textContent = `Taken: ${email ? "an address" : "no address"}, ${key ? "a key" : "no key"}.`;
    event.target.reset();
  } catch (error) {
    taken.textContent = error instanceof TypeError ? "The server does not answer: it may have ended." : error.message;
  }
});
