/** The data of the page, as the server wrote it: read once, never changed. */

import { one } from "./dom.js";

/**
 * @typedef {object} GraphNode
 * @property {string} id family and id, e.g. "actor/israel"
 * @property {string} label
 * @property {string} kind id of a kind
 * @property {string} short letters inside the shape
 * @property {string} note who or what it is
 * @property {boolean} vague a group whose members are not named, or an unnamed source
 * @property {string[]} aliases
 * @property {number} weight passages behind its main lines
 * @property {boolean} core
 * @property {number} x
 * @property {number} y
 * @property {[number, number]} tall place on an upright screen
 */
/**
 * @typedef {object} Bend
 * @property {boolean} enabled
 * @property {string} type
 * @property {number} roundness
 */
/**
 * @typedef {object} Edge
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {string} relation
 * @property {number} passages
 * @property {number} sources
 * @property {string[]} claims
 * @property {boolean} core
 * @property {boolean} main
 * @property {boolean} imputed
 * @property {boolean} inherited
 * @property {boolean} stated
 * @property {string} after conditions in words, or empty
 * @property {string[]} marks
 * @property {string} certainty
 * @property {string[]} holders who sets a precondition, and how
 * @property {Bend} smooth
 * @property {number} tall roundness on an upright screen
 */
/**
 * @typedef {object} Style
 * @property {string} relation
 * @property {string} label
 * @property {string} phrase
 * @property {number[]} dash
 * @property {string} end
 * @property {boolean} main
 * @property {number} count lines of this relation
 */
/** @typedef {{id: string, one: string, many: string, shape: string, count: number}} Kind */
/**
 * @typedef {object} Passage
 * @property {string} source
 * @property {number | null} start
 * @property {number | null} end
 * @property {string} phrase
 * @property {{before: string, text: string, after: string, verified: boolean} | null} excerpt
 */
/**
 * @typedef {object} Claim
 * @property {string} id
 * @property {string} statement
 * @property {string} certainty
 * @property {string} chain
 * @property {string} after
 * @property {string[]} marks
 * @property {Passage[]} passages
 */
/** @typedef {{title: string, publisher: string, date: string, url: string | null}} Source */
/**
 * @typedef {object} Page
 * @property {string} title
 * @property {string} description
 * @property {string} hint how to add the text of a source
 * @property {Style[]} styles
 * @property {Kind[]} kinds
 * @property {Record<string, Claim>} claims
 * @property {Record<string, Source>} sources
 */

/** @param {string} id @returns {any} */
function read(id) {
  return JSON.parse(one(`#data-${id}`).textContent || "null");
}

export const page = /** @type {Page} */ (read("page"));
export const nodes = /** @type {GraphNode[]} */ (read("nodes"));
export const edges = /** @type {Edge[]} */ (read("edges"));
export const visOptions = /** @type {object} */ (read("options"));

export const nodeOf = new Map(nodes.map((node) => [node.id, node]));
export const edgeOf = new Map(edges.map((edge) => [edge.id, edge]));
export const styleOf = new Map(page.styles.map((style, index) => [style.relation, { ...style, index }]));
export const kindOf = new Map(page.kinds.map((kind) => [kind.id, kind]));

/** @type {Map<string, Edge[]>} */
export const edgesAt = new Map(nodes.map((node) => [node.id, []]));
for (const edge of edges) {
  edgesAt.get(edge.from)?.push(edge);
  if (edge.to !== edge.from) edgesAt.get(edge.to)?.push(edge);
}

/** @param {string} id @returns {GraphNode} */
export function node(id) {
  return /** @type {GraphNode} */ (nodeOf.get(id));
}

/** @param {Edge} edge */
export function look(edge) {
  return /** @type {Style & {index: number}} */ (styleOf.get(edge.relation));
}

/** @param {GraphNode} each */
export function isMeasure(each) {
  return each.kind === "measure";
}

/** A line as a sentence. @param {Edge} edge */
export function sentence(edge) {
  return `${node(edge.from).label} ${look(edge).phrase} ${node(edge.to).label}${edge.after ? `, ${edge.after}` : ""}`;
}

/** The stances that a ring or a bar shows, from for to against. */
export const MIX = ["supports", "conditions-on", "mediates", "opposes"];

/** How many of each stance a node has among the given lines. @param {Edge[]} among */
export function mixOf(among) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const edge of among) if (MIX.includes(edge.relation)) counts[edge.relation] = (counts[edge.relation] || 0) + 1;
  return counts;
}
