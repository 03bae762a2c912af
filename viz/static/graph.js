/** The drawing: vis-network places and tests for hits, paint.js draws. Camera, pointer and keyboard are here. */

import { edgesAt, edgeOf, edges, isMeasure, look, node, nodeOf, nodes, sentence, visOptions } from "./data.js";
import { all, calm, counted, h, one, say, small } from "./dom.js";
import { drawingOf, forget, paintLines, paintName, paintNode, placeNames, readColours } from "./paint.js";
import { change, focus, state, visible, visibleAt } from "./state.js";

/** @type {any} vis-network has no types here */
export let network = null;
/** @type {any} */
let nodeSet = null;
/** @type {any} */
let edgeSet = null;
/** @type {string | null} */
let hoveredNode = null;
/** @type {string | null} */
let hoveredEdge = null;
/** @type {Map<string, any>} */
let names = new Map();
let dragging = false, movedByHand = false;

/** Above this many lines, they are left out while the picture is dragged. */
const MANY = 300;

/** Below this scale the text of a card is hard to read: whoever selects something wants to come nearer. */
const LEGIBLE = 0.66;

/** Whether the picture fits an upright screen: decided once, as moving everything on rotation would lose the reader. */
const upright = small.matches;

export function startGraph() {
  const vis = /** @type {any} */ (window).vis;
  if (!vis || typeof vis.Network !== "function") throw new Error("vis-network is missing");
  readColours();
  if (upright) for (const edge of edges) edge.smooth = { enabled: true, type: edge.tall >= 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.tall) };
  nodeSet = new vis.DataSet(nodes.filter((each) => visible.nodes.has(each.id)).map(visNode));
  edgeSet = new vis.DataSet(edges.filter((each) => visible.edges.has(each.id)).map(visEdge));
  network = new vis.Network(one("#mynetwork"), { nodes: nodeSet, edges: edgeSet }, visOptions);
  network.on("beforeDrawing", beforeDrawing);
  const canvas = one("#mynetwork canvas");
  canvas.setAttribute("aria-hidden", "true");
  one("#mynetwork .vis-network").removeAttribute("tabindex");
  listen(canvas);
  new ResizeObserver(() => { if (!movedByHand && state.view === "graph") requestAnimationFrame(() => fit(false)); }).observe(one(".stage"));
}

/** vis-network gets only what is shown: of a thousand nodes it would place and test each one in every frame. @param {import("./data.js").GraphNode} each */
function visNode(each) {
  return { id: each.id, shape: "custom", ctxRenderer, x: upright ? each.tall[0] : each.x, y: upright ? each.tall[1] : each.y };
}

/** Transparent: vis-network only tests for hits. @param {import("./data.js").Edge} edge */
function visEdge(edge) {
  return { id: edge.id, from: edge.from, to: edge.to, smooth: edge.smooth, color: "rgba(0,0,0,0)", arrows: "", width: 9 };
}

/** @param {{ctx: CanvasRenderingContext2D, id: string, x: number, y: number}} what */
function ctxRenderer({ ctx, id, x, y }) {
  const each = node(id), drawing = drawingOf(each, network ? network.getScale() : 1, hoveredNode === id);
  const bright = focus(), alpha = bright && !bright.nodes.has(id) ? 0.16 : 1;
  return {
    drawNode: () => paintNode(ctx, drawing, x, y, alpha),
    drawExternalLabel: () => { const name = names.get(id); if (name) paintName(ctx, name, x, y, alpha); },
    nodeDimensions: { width: drawing.w, height: drawing.h },
  };
}

/** @param {CanvasRenderingContext2D} ctx */
function beforeDrawing(ctx) {
  const at = network.getPositions(), scale = network.getScale();
  names = placeNames(at, scale, hoveredNode);
  if (!(dragging && visible.edges.size > MANY)) paintLines(ctx, at, scale, hoveredEdge);
}

/** @param {HTMLElement} canvas */
function listen(canvas) {
  const pointer = (/** @type {boolean} */ on) => { canvas.style.cursor = on ? "pointer" : ""; network.redraw(); };
  network.on("click", (/** @type {any} */ event) => {
    const id = event.nodes[0] ?? event.edges[0] ?? null;
    if (id !== null || state.selected) select(id, { push: true });
  });
  network.on("hoverNode", (/** @type {any} */ event) => { hoveredNode = event.node; showTip(nodeTip(event.node), event.pointer.DOM); pointer(true); });
  network.on("blurNode", () => { hoveredNode = null; hideTip(); pointer(false); });
  network.on("hoverEdge", (/** @type {any} */ event) => { if (hoveredNode) return; hoveredEdge = event.edge; showTip(edgeTip(event.edge), event.pointer.DOM); pointer(true); });
  network.on("blurEdge", () => { hoveredEdge = null; hideTip(); pointer(false); });
  network.on("dragStart", (/** @type {any} */ event) => { hideTip(); dragging = event.nodes.length === 0; });
  network.on("dragging", (/** @type {any} */ event) => { if (event.nodes.length) forget(); });
  network.on("dragEnd", () => { dragging = false; movedByHand = true; network.redraw(); });
  network.on("zoom", () => { hideTip(); movedByHand = true; });
}

// ---------------------------------------------------------------- selection and camera

/**
 * Select a node or line, or nothing; the camera follows where it must.
 * @param {string | null} id
 * @param {{push?: boolean, toPanel?: boolean}} [how] toPanel: move the focus to the evidence
 */
export function select(id, how = {}) {
  change({ selected: id }, { push: how.push !== false });
  if (network && state.view === "graph") setTimeout(() => see(), small.matches ? 40 : 0);
  if (how.toPanel) one("#panel-body").focus({ preventScroll: true });
  if (!id) return say("Nothing selected");
  const edge = edgeOf.get(id);
  if (edge) return say(`${sentence(edge)}. ${counted(edge.passages, "passage")}.`);
  say(`${node(id).label}. ${counted((edgesAt.get(id) || []).filter((e) => e.main).length, "position")}.`);
}

/** The free part of the stage: on a phone the sheet covers some of it. */
function room() {
  const stage = one(".stage").getBoundingClientRect(), sheet = one("#panel").getBoundingClientRect();
  const covered = small.matches ? Math.max(0, Math.min(stage.height * 0.7, stage.bottom - sheet.top)) : 0;
  return { w: stage.width, h: stage.height, top: small.matches ? 58 : 12, bottom: covered + (small.matches ? 6 : 48) };
}

/** @param {Iterable<string>} ids @param {boolean} animate @param {number} [closest] the largest scale */
export function fitTo(ids, animate, closest = 1.3) {
  const space = room(), at = network.getPositions([...ids]);
  if (space.w < 60 || space.h < 60 || !Object.keys(at).length) return;
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const [id, p] of Object.entries(at)) {
    const half = isMeasure(node(id)) ? 66 : 52;
    left = Math.min(left, p.x - half); right = Math.max(right, p.x + half);
    top = Math.min(top, p.y - 36); bottom = Math.max(bottom, p.y + (isMeasure(node(id)) ? 38 : 64));
  }
  const scale = Math.max(0.04, Math.min(closest, (space.w - 44) / (right - left), (space.h - space.top - space.bottom) / (bottom - top)));
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 - (space.top - space.bottom) / 2 / scale },
    scale,
    animation: animate && !calm.matches ? { duration: 360, easingFunction: "easeInOutQuad" } : false,
  });
}

/** Show everything, or on a small screen what is in focus. @param {boolean} animate */
export function fit(animate) {
  const bright = small.matches ? focus() : null;
  fitTo(bright ? bright.nodes : visible.nodes, animate, bright ? 1 : 1.3);
}

export function fitAll() {
  movedByHand = false;
  const bright = focus();
  fitTo(bright && bright.nodes.size ? bright.nodes : visible.nodes, true, bright ? 1.15 : 1.3);
}

/** Bring what is in focus into view, if it is not. */
export function see() {
  const bright = focus();
  if (!bright || !bright.nodes.size) return small.matches ? fit(true) : undefined;
  const space = room(), at = network.getPositions([...bright.nodes]);
  const outside = Object.values(at).some((p) => {
    const q = network.canvasToDOM(p);
    return q.x < 20 || q.x > space.w - 20 || q.y < space.top || q.y > space.h - space.bottom;
  });
  if (outside || small.matches || network.getScale() < LEGIBLE) fitTo(bright.nodes, true, small.matches ? 1 : 1.15);
}

/** @param {number} factor */
export function zoom(factor) {
  movedByHand = true;
  network.moveTo({ scale: Math.max(0.05, Math.min(3, network.getScale() * factor)), animation: calm.matches ? false : { duration: 160, easingFunction: "easeInOutQuad" } });
}

/**
 * Take out of vis-network what is hidden now, put in what is shown now.
 * @template {{id: string}} T
 * @param {any} set @param {T[]} items @param {Set<string>} was @param {Set<string>} is @param {(item: T) => object} make
 */
function exchange(set, items, was, is, make) {
  const gone = [...was].filter((id) => !is.has(id)), come = items.filter(({ id }) => is.has(id) && !was.has(id));
  if (gone.length) set.remove(gone);
  if (come.length) set.add(come.map(make));
}

/** After a change of state: hide and show, draw anew. @param {import("./state.js").Sets} before */
export function refreshGraph(before) {
  forget();
  if (!network) return;
  exchange(nodeSet, nodes, before.nodes, visible.nodes, visNode);
  exchange(edgeSet, edges, before.edges, visible.edges, visEdge);
  network.redraw();
}

// ---------------------------------------------------------------- tips

/** @param {string} id */
function nodeTip(id) {
  const each = node(id), own = visibleAt(id);
  const parts = new Map();
  for (const edge of own) parts.set(look(edge).label.toLowerCase(), (parts.get(look(edge).label.toLowerCase()) || 0) + 1);
  return [h("bdi", {}, each.label), each.note ? h("small", {}, each.note) : null, h("small", {}, [...parts].map(([label, count]) => `${count} ${label}`).join(", "))];
}

/** @param {string} id */
function edgeTip(id) {
  const edge = /** @type {import("./data.js").Edge} */ (edgeOf.get(id));
  return [h("bdi", {}, sentence(edge)), h("small", {}, [counted(edge.passages, "passage"), ...edge.marks].join(", "))];
}

/** @param {(Node | null)[]} content @param {{x: number, y: number}} at */
function showTip(content, at) {
  const tip = one("#tip"), stage = one(".stage").getBoundingClientRect();
  tip.replaceChildren(...content.filter((each) => each !== null));
  tip.hidden = false;
  const size = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(at.x + 14, stage.width - size.width - 8))}px`;
  tip.style.top = `${Math.max(8, at.y + 16 + size.height > stage.height ? at.y - size.height - 12 : at.y + 16)}px`;
}

function hideTip() {
  one("#tip").hidden = true;
}

// ---------------------------------------------------------------- keyboard

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** The node whose lines the brackets step through. @type {string | null} */
let stepping = null;

export function listenToKeys() {
  one("#graph").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !network) return;
    const direction = ARROWS[event.key];
    if (direction) moveTo(direction);
    else if (event.key === "]" || event.key === "[") stepThrough(event.key === "]" ? 1 : -1);
    else if (event.key === "Enter") { if (state.selected || state.question) one("#panel-body").focus(); }
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fitAll();
    else return;
    event.preventDefault();
  });
  for (const button of all("[data-zoom]")) {
    button.addEventListener("click", () => { if (network) button.dataset.zoom === "fit" ? fitAll() : zoom(button.dataset.zoom === "in" ? 1.3 : 1 / 1.3); });
  }
}

/** @param {[number, number]} direction to the nearest node that way */
function moveTo([dx, dy]) {
  const at = network.getPositions(), edge = state.selected ? edgeOf.get(state.selected) : undefined;
  const current = state.selected && nodeOf.has(state.selected) ? state.selected : edge?.from;
  if (!current) {
    const first = nodes.filter((each) => visible.nodes.has(each.id)).sort((a, b) => b.weight - a.weight)[0];
    if (first) select(first.id, { push: false });
    return;
  }
  let best = null, least = Infinity;
  for (const id of visible.nodes) {
    const x = at[id].x - at[current].x, y = at[id].y - at[current].y;
    const along = x * dx + y * dy, across = Math.abs(x * dy) + Math.abs(y * dx);
    if (id === current || along <= 4 || across > along * 1.6) continue;
    if (along + across * 2 < least) { least = along + across * 2; best = id; }
  }
  if (best) select(best, { push: false });
}

/** @param {1 | -1} way */
function stepThrough(way) {
  const base = state.selected && nodeOf.has(state.selected) ? state.selected : stepping;
  const own = base ? visibleAt(base) : [];
  if (!own.length) return;
  stepping = base;
  const at = own.findIndex((edge) => edge.id === state.selected);
  select(own[(at + (way === 1 ? 1 : at < 0 ? 0 : -1) + own.length) % own.length]?.id || null, { push: false });
}

/** Esc: from a line back to the node whose lines were stepped through, else to nothing. */
export function stepBack() {
  const back = state.selected && edgeOf.has(state.selected) ? stepping : null;
  stepping = null;
  select(back);
  one("#graph").focus({ preventScroll: true });
}
