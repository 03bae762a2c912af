/** The search box: finds by name while typing; Enter asks. */

import { ask, canAsk } from "./ask.js";
import { edgesAt, kindOf, nodes } from "./data.js";
import { all, counted, h, one, say } from "./dom.js";
import { select } from "./graph.js";
import { kindIcon } from "./shapes.js";
import { change, resetFilters, state } from "./state.js";

const input = /** @type {HTMLInputElement} */ (one("#search"));
const list = one("#hits");
/** @type {string[]} */
let found = [];
let at = -1;

/** @param {string} text without case, accents and punctuation */
function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const haystack = nodes.map((each) => ({ each, names: [each.label, ...each.aliases].map(plain), note: plain(each.note) }));

/** Nodes whose name, alias or note has every word; names that start with the text first. @param {string} text */
function find(text) {
  const words = plain(text).split(" ").filter(Boolean);
  if (!words.length) return [];
  const scored = haystack.map(({ each, names, note }) => {
    const hit = names.findIndex((name) => words.every((word) => name.includes(word)));
    const score = names.includes(words.join(" ")) ? 0 : names.some((name) => name.startsWith(words.join(" "))) ? 1 : hit >= 0 ? 2 : words.every((word) => note.includes(word)) ? 3 : 9;
    return { each, score, by: hit > 0 ? each.aliases[hit - 1] || "" : "" };
  });
  return scored.filter(({ score }) => score < 9).sort((a, b) => a.score - b.score || b.each.weight - a.each.weight || (a.each.label < b.each.label ? -1 : 1)).slice(0, 8);
}

function refresh() {
  const text = input.value.trim();
  at = -1;
  input.removeAttribute("aria-activedescendant");
  if (!text) return close();
  const hits = find(text);
  found = hits.map(({ each }) => each.id);
  const options = hits.map(({ each, by }, i) => h("li", { role: "option", id: `hit-${i}`, "aria-selected": "false", on: { mousedown: (/** @type {Event} */ event) => { event.preventDefault(); pick(i); } } },
    kindIcon(each.kind), h("div", {}, h("b", {}, h("bdi", {}, each.label)), h("small", {}, [kindOf.get(each.kind)?.one, by || each.note, counted((edgesAt.get(each.id) || []).filter((e) => e.main).length, "position")].filter(Boolean).join(", ")))));
  const askRow = h("li", { role: "option", id: `hit-${found.length}`, class: "ask", "aria-selected": "false", on: { mousedown: (/** @type {Event} */ event) => { event.preventDefault(); pick(found.length); } } },
    h("span", { class: "mark" }, "?"), h("div", {}, h("b", {}, "Ask ", h("bdi", {}, `“${text}”`)), h("small", {}, canAsk ? "Enter" : "needs a running Parley (parley serve)")));
  list.replaceChildren(...options, askRow);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  say(`${counted(found.length, "name")} found`);
}

function close() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** @param {number} step */
function mark(step) {
  const count = found.length + 1;
  at = at < 0 && step < 0 ? count - 1 : (at + step + count) % count;
  all("li", list).forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
  input.setAttribute("aria-activedescendant", `hit-${at}`);
  all("li", list)[at]?.scrollIntoView({ block: "nearest" });
}

/** @param {number} i @returns {void} */
function pick(i) {
  const id = found[i];
  if (id === undefined) return submit();
  close();
  input.value = "";
  input.blur();
  if (!state.kinds.has(nodes.find((each) => each.id === id)?.kind || "")) resetFilters();
  if (state.view === "table") change({ view: "graph" });
  select(id, { push: true });
  one("#graph").focus({ preventScroll: true });
}

/** Enter: whoever types a name as it is gets it, everything else is a question. @returns {void} */
function submit() {
  const text = input.value.trim();
  if (!text) return;
  const named = haystack.findIndex(({ names }) => names.includes(plain(text)));
  const first = named >= 0 ? nodes[named]?.id : undefined;
  if (first !== undefined) {
    found = [first];
    return pick(0);
  }
  close();
  input.blur();
  if (state.view === "table") change({ view: "graph" });
  ask(text, { push: true });
}

export function listenToSearch() {
  input.addEventListener("input", refresh);
  input.addEventListener("focus", () => { if (input.value) refresh(); });
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (!list.hidden) mark(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter") { event.preventDefault(); at >= 0 && !list.hidden ? pick(at) : submit(); }
    else if (event.key === "Escape") { event.stopPropagation(); input.value = ""; close(); input.blur(); one("#graph").focus({ preventScroll: true }); }
  });
}

/** Show what the address asks. */
export function showQuestion() {
  input.value = state.question;
}
