/** What is shown and selected. The address holds all of it, so that every state is a link. */

import { edgeOf, edges, edgesAt, kindOf, node, nodeOf, page } from "./data.js";

/**
 * @typedef {object} State
 * @property {"graph" | "table"} view
 * @property {string | null} selected id of a node or line
 * @property {string} question what was asked last, or empty
 * @property {Set<string>} relations
 * @property {Set<string>} kinds
 * @property {Set<string>} basis which qualified lines are shown too: imputed, inherited, unstated
 * @property {boolean} whole show the long tail too
 * @property {number} least passages that a line must rest on
 */
/** @typedef {{nodes: Set<string>, edges: Set<string>}} Sets */

const MAIN = page.styles.filter((style) => style.main).map((style) => style.relation);
const KINDS = page.kinds.map((kind) => kind.id);
export const BASES = ["imputed", "inherited", "unstated"];

/** @type {State} */
export const state = { view: "graph", selected: null, question: "", ...everyFilter() };

/** What an answer lights up; null when none is shown. @type {{value: Sets | null}} */
export const lit = { value: null };

function everyFilter() {
  return { relations: new Set(MAIN), kinds: new Set(KINDS), basis: new Set(BASES), whole: false, least: 1 };
}

/** @type {((before: Sets) => void)[]} */
const listeners = [];

/** @param {(before: Sets) => void} listener called after every change, with what was visible before */
export function onChange(listener) {
  listeners.push(listener);
}

/** @type {Sets} */
export let visible = derive();

/**
 * Change the state, the address and everything that listens.
 * @param {Partial<State>} patch
 * @param {{push?: boolean}} [how] push: a new entry in the history, so that Back returns
 */
export function change(patch, how = {}) {
  Object.assign(state, patch);
  const before = visible;
  visible = derive();
  write(how.push === true);
  for (const listener of listeners) listener(before);
}

export function resetFilters() {
  change({ ...everyFilter(), whole: state.whole });
}

export function filtered() {
  const same = (/** @type {Set<string>} */ set, /** @type {string[]} */ list) =>
    set.size === list.length && list.every((each) => set.has(each));
  return !same(state.relations, MAIN) || !same(state.kinds, KINDS) || !same(state.basis, BASES) || state.least > 1;
}

/** @param {import("./data.js").Edge} edge whether the filters let it through, the tail aside */
export function passes(edge) {
  return (
    state.relations.has(edge.relation) &&
    state.kinds.has(node(edge.from).kind) &&
    state.kinds.has(node(edge.to).kind) &&
    edge.passages >= state.least &&
    (!edge.imputed || state.basis.has("imputed")) &&
    (!edge.inherited || state.basis.has("inherited")) &&
    (edge.stated || state.basis.has("unstated"))
  );
}

/** @returns {Sets} */
function derive() {
  /** @type {Sets} */
  const sets = { nodes: new Set(), edges: new Set() };
  const add = (/** @type {import("./data.js").Edge} */ edge) => {
    sets.edges.add(edge.id);
    sets.nodes.add(edge.from).add(edge.to);
  };
  for (const edge of edges) if (passes(edge) && (state.whole || edge.core || !edge.main)) add(edge);
  if (lit.value) {
    for (const id of lit.value.nodes) sets.nodes.add(id);
    for (const id of lit.value.edges) add(/** @type {import("./data.js").Edge} */ (edgeOf.get(id)));
  }
  const selected = state.selected;
  if (selected && edgeOf.has(selected)) add(/** @type {import("./data.js").Edge} */ (edgeOf.get(selected)));
  if (selected && nodeOf.has(selected)) {
    sets.nodes.add(selected); // who asks for something in the tail sees it with its own lines
    for (const edge of edgesAt.get(selected) || []) if (passes(edge)) add(edge);
  }
  return sets;
}

/** What stays bright, or null when everything does. @returns {Sets | null} */
export function focus() {
  const id = state.selected;
  if (id && edgeOf.has(id)) {
    const edge = /** @type {import("./data.js").Edge} */ (edgeOf.get(id));
    return { nodes: new Set([edge.from, edge.to]), edges: new Set([id]) };
  }
  if (id && nodeOf.has(id)) {
    const own = visibleAt(id);
    return { nodes: new Set([id, ...own.flatMap((e) => [e.from, e.to])]), edges: new Set(own.map((e) => e.id)) };
  }
  return lit.value;
}

/** @param {string} id @returns {import("./data.js").Edge[]} its lines that are shown */
export function visibleAt(id) {
  return (edgesAt.get(id) || []).filter((edge) => visible.edges.has(edge.id));
}

// ---------------------------------------------------------------- address

/** @param {Set<string>} set @param {string[]} usual what the address need not say */
function listOf(set, usual) {
  return set.size === usual.length && usual.every((each) => set.has(each)) ? null : [...set].join(",");
}

export function address() {
  const parameters = new URLSearchParams();
  /** @type {[string, string | null][]} */
  const parts = [
    ["view", state.view === "table" ? "table" : null],
    ["sel", state.selected],
    ["q", state.question || null],
    ["rel", listOf(state.relations, MAIN)],
    ["kind", listOf(state.kinds, KINDS)],
    ["basis", listOf(state.basis, BASES)],
    ["all", state.whole ? "1" : null],
    ["min", state.least > 1 ? String(state.least) : null],
  ];
  for (const [name, value] of parts) if (value !== null) parameters.set(name, value);
  return parameters.toString().replace(/%2C/g, ",").replace(/%2F/g, "/");
}

let written = "";

/** @param {boolean} push */
function write(push) {
  written = address();
  if (written === location.hash.slice(1)) return;
  history[push ? "pushState" : "replaceState"](null, "", written ? `#${written}` : location.pathname + location.search);
}

/** Whether the address was changed by somebody else. */
export function strayed() {
  return location.hash.slice(1) !== written;
}

/** Read the address into the state; what it does not know, it leaves as usual. */
export function readAddress() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const set = (/** @type {string} */ name, /** @type {string[]} */ usual, /** @type {string[]} */ known) => {
    const text = parameters.get(name);
    return new Set(text === null ? usual : text.split(",").filter((each) => known.includes(each)));
  };
  const id = parameters.get("sel");
  state.view = parameters.get("view") === "table" ? "table" : "graph";
  state.selected = id && (nodeOf.has(id) || edgeOf.has(id)) ? id : null;
  state.question = parameters.get("q") || "";
  state.relations = set("rel", MAIN, page.styles.map((style) => style.relation));
  state.kinds = set("kind", KINDS, [...kindOf.keys()]);
  state.basis = set("basis", BASES, BASES);
  state.whole = parameters.get("all") === "1";
  state.least = Math.min(3, Math.max(1, Number(parameters.get("min")) || 1));
}
