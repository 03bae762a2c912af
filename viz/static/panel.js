/** The panel beside the graph: the overview, a node's positions, or a line's evidence. */

import { answerContent, asking } from "./ask.js";
import { MIX, edgeOf, edges, edgesAt, isMeasure, kindOf, look, mixOf, node, nodeOf, nodes, page, styleOf } from "./data.js";
import { counted, h, one } from "./dom.js";
import { claimCardById, marksList } from "./evidence.js";
import { select } from "./graph.js";
import { hiddenNodes } from "./legend.js";
import { kindIcon, lineIcon } from "./shapes.js";
import { change, passes, state, visible } from "./state.js";

/** @typedef {import("./data.js").Edge} Edge */

/** How many measures the overview lists before "more". */
const LISTED = 14;

export function renderPanel() {
  const id = state.selected, edge = id ? edgeOf.get(id) : undefined;
  const content = edge ? edgeContent(edge) : id && nodeOf.has(id) ? nodeContent(id) : answerContent() || overviewContent();
  one("#panel-body").replaceChildren(...content.filter((each) => each !== null));
  one("#panel-body").setAttribute("aria-busy", String(asking()));
  one("#panel").scrollTop = 0;
}

/** @param {string} [to] */
function backButton(to = state.question ? "Answer" : "Overview") {
  return h("button", { type: "button", class: "back", on: { click: () => select(null, { push: true }) } },
    h("svg:svg", { width: 14, height: 14, viewBox: "0 0 16 16", "aria-hidden": "true" }, h("svg:path", { d: "M10 3 5 8l5 5" })), to);
}

/** A bar of the mix of stances. @param {Record<string, number>} mix */
function bar(mix) {
  const shown = MIX.filter((relation) => mix[relation]);
  const label = shown.map((relation) => `${mix[relation]} ${styleOf.get(relation)?.label.toLowerCase()}`).join(", ") || "no positions";
  return h("div", { class: "bar", role: "img", "aria-label": label }, shown.map((relation) => h("i", { class: `r${styleOf.get(relation)?.index}`, css: { flex: String(mix[relation]) } })));
}

/** @param {Record<string, number>} mix */
function barKeys(mix) {
  return h("p", { class: "keys" }, MIX.filter((relation) => mix[relation]).map((relation) => {
    const style = styleOf.get(relation);
    return h("span", {}, h("b", { class: `word r${style?.index}` }, mix[relation] || 0), ` ${style?.label.toLowerCase()}`);
  }));
}

// ---------------------------------------------------------------- overview

function overviewContent() {
  const shown = edges.filter((edge) => visible.edges.has(edge.id));
  const taken = shown.filter((edge) => edge.main && edge.relation !== "requires");
  const actors = new Set(taken.map((edge) => edge.from)).size, passages = taken.reduce((sum, edge) => sum + edge.passages, 0);
  const measures = nodes.filter((each) => isMeasure(each)).map((each) => ({ each, mix: mixOf((edgesAt.get(each.id) || []).filter((edge) => edge.to === each.id && passes(edge))) }));
  const count = (/** @type {Record<string, number>} */ mix, /** @type {string} */ relation) => mix[relation] || 0;
  const total = (/** @type {Record<string, number>} */ mix) => MIX.reduce((sum, relation) => sum + count(mix, relation), 0);
  const contest = (/** @type {Record<string, number>} */ mix) => Math.min(count(mix, "supports"), count(mix, "opposes")) * 4 + Math.min(1, count(mix, "opposes")) * 2 + count(mix, "conditions-on") * 2 + total(mix);
  const ranked = measures.filter(({ mix }) => total(mix)).sort((a, b) => contest(b.mix) - contest(a.mix) || (a.each.label < b.each.label ? -1 : 1));
  const row = (/** @type {typeof measures[number]} */ { each, mix }) =>
    h("li", {}, h("button", { type: "button", "data-id": each.id, on: { click: () => select(each.id, { push: true }) } }, h("span", {}, h("bdi", {}, each.label)), bar(mix)));
  const list = h("ul", { class: "rows measures" }, ranked.slice(0, LISTED).map(row));
  const rest = ranked.slice(LISTED);
  const more = rest.length ? h("button", { type: "button", class: "more", on: { click: () => { list.append(...rest.map(row)); more?.remove(); } } }, `${rest.length} more`) : null;
  return [
    h("h2", {}, "Who stands where"),
    h("p", { class: "lede" }, taken.length ? `${counted(actors, "actor")} ${actors === 1 ? "takes" : "take"} ${counted(taken.length, "position")}, resting on ${counted(passages, "passage")}. Click a line for its evidence.` : "No position is shown. Widen the filters to see more."),
    tailNotice(),
    page.description ? h("p", { class: "about" }, h("bdi", {}, page.description)) : null,
    ranked.length ? h("h3", {}, "Measures, most contested first") : null,
    list, more,
  ];
}

/** What the first picture leaves out, and the way to it. */
function tailNotice() {
  const { tail } = hiddenNodes();
  if (state.whole || !tail) return null;
  return h("p", { class: "notice" }, `${visible.nodes.size} of ${visible.nodes.size + tail} are drawn: the best connected. `,
    h("button", { type: "button", on: { click: () => change({ whole: true }, { push: true }) } }, "Show all"));
}

// ---------------------------------------------------------------- node

/** @param {string} id @returns {(HTMLElement | null)[]} */
function nodeContent(id) {
  const each = node(id), own = edgesAt.get(id) || [], kind = kindOf.get(each.kind);
  const towards = own.filter((edge) => edge.to === id && edge.from !== id), from = own.filter((edge) => edge.from === id);
  const mix = mixOf(isMeasure(each) ? towards : from);
  const names = each.aliases.filter((alias) => alias !== each.label), more = names.length > 5 ? ` and ${names.length - 4} more` : "";
  const head = [
    backButton(),
    h("div", { class: "head" }, kindIcon(each.kind, 30), h("h2", {}, h("bdi", {}, each.label))),
    h("p", { class: "lede" }, [kind?.one || "", each.note].filter(Boolean).join(", "), names.length ? h("small", {}, `Also: ${names.slice(0, more ? 4 : 5).join(", ")}${more}`) : null),
    Object.keys(mix).length ? bar(mix) : null,
    Object.keys(mix).length ? barKeys(mix) : null,
  ];
  if (!own.length) return [...head, h("p", { class: "lede" }, "The texts say nothing of it that is a position.")];
  return [...head, ...page.styles.flatMap((style) => group(style, from, towards, id))];
}

/** The lines of one relation: own ones, then those that point here. @param {import("./data.js").Style} style @param {Edge[]} from @param {Edge[]} towards @param {string} id @returns {HTMLElement[]} */
function group(style, from, towards, id) {
  const of = (/** @type {Edge[]} */ list) => list.filter((edge) => edge.relation === style.relation).sort((a, b) => b.passages - a.passages);
  const own = of(from), others = of(towards), found = [];
  const heading = (/** @type {string} */ text, /** @type {number} */ count) => h("h3", {}, text, h("span", {}, count));
  if (style.relation === "requires") {
    if (own.length) found.push(heading("Must come after", own.length), rows(own, id));
    if (others.length) found.push(heading("Must come before", others.length), rows(others, id));
    return found;
  }
  if (own.length) found.push(heading(style.label, own.length), rows(own, id));
  if (others.length) found.push(heading(`${style.label}: who`, others.length), rows(others, id));
  return found;
}

/** @param {Edge[]} list @param {string} id the end that need not be said */
function rows(list, id) {
  return h("ul", { class: "rows" }, list.map((edge) => {
    const other = node(edge.from === id ? edge.to : edge.from), notes = [edge.after, ...edge.marks].filter(Boolean).join("; ");
    return h("li", {}, h("button", { type: "button", "data-id": edge.id, on: { click: () => select(edge.id, { push: true, toPanel: true }) } },
      lineIcon(look(edge).index), h("span", {}, h("bdi", {}, other.label), notes ? h("small", {}, notes) : null), h("span", { class: "count", title: counted(edge.passages, "passage") }, edge.passages)));
  }));
}

// ---------------------------------------------------------------- line

/** @param {Edge} edge @returns {(HTMLElement | null)[]} */
function edgeContent(edge) {
  const style = look(edge);
  const name = (/** @type {string} */ id) => h("button", { type: "button", on: { click: () => select(id, { push: true }) } }, h("bdi", {}, node(id).label));
  const after = edge.after ? [", ", h("em", { class: `word r${style.index}` }, h("bdi", {}, edge.after))] : null;
  return [
    backButton(),
    h("h2", { class: "sentence" }, name(edge.from), " ", h("em", { class: `word r${style.index}` }, style.phrase), " ", name(edge.to), after),
    h("p", { class: "lede" }, [edge.certainty, edge.sources ? counted(edge.sources, "independent source") : ""].filter(Boolean).join(", ")),
    marksList(edge.marks),
    edge.holders.length ? h("ul", { class: "plain" }, edge.holders.map((holder) => h("li", {}, h("bdi", {}, holder)))) : null,
    h("h3", {}, "Evidence", h("span", {}, counted(edge.passages, "passage"))),
    ...(edge.claims.length ? edge.claims.map(claimCardById) : [h("p", { class: "lede" }, "No claim is given for this line.")]),
  ];
}
