/** How nodes, names and lines are drawn. One description serves the canvas and the SVG export. */

import { MIX, edges, isMeasure, look, mixOf, node, nodes, page, styleOf } from "./data.js";
import { curveBetween, loopAt } from "./geometry.js";
import { arc, box, circle, dashOf, dotted, endOf, shapePath } from "./shapes.js";
import { focus, state, visible, visibleAt } from "./state.js";

/** @typedef {{d?: string, path?: Path2D, fill?: string, stroke?: string, width?: number, text?: string, x?: number, y?: number, font?: string, align?: CanvasTextAlign}} Part */
/** @typedef {{w: number, h: number, round: boolean, parts: Part[], name: {y: number, weight: number} | null}} Drawing */
/** @typedef {{lines: string[], font: string, size: number, w: number, h: number, y: number}} NameBox */

export const FONT = 'Inter,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif';
const CARD = 128, CARD_FONT = `600 12px ${FONT}`, LEADING = 14.5;

/** Below this scale a card is too small to read: it shrinks to its bar, and its name stands below. */
const COMPACT = 0.62;

/** @type {Record<string, string>} */
export const colour = {};

/** Read the colours of the current theme from the style sheet. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "card", "ink", "ink2", "ink3", "line", "node", "nodefg", "lit"]) colour[name] = style.getPropertyValue(`--${name}`).trim();
  const probe = document.createElement("i");
  document.body.append(probe);
  page.styles.forEach((each, index) => {
    probe.className = `r${index}`;
    colour[each.relation] = getComputedStyle(probe).getPropertyValue("--rel").trim();
  });
  probe.remove();
}

const measuring = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
/** @type {Map<string, string[]>} */
const wraps = new Map();

/** Break a name into at most `most` lines of `room` pixels. @param {string} text @param {string} font @param {number} room @param {number} most */
function wrap(text, font, room, most) {
  const key = `${text}|${font}|${room}`;
  let lines = wraps.get(key);
  if (!lines) {
    if (wraps.size > 9000) wraps.clear();
    lines = wrapNow(text, font, room, most);
    wraps.set(key, lines);
  }
  return lines;
}

/** @param {string} text @param {string} font @param {number} room @param {number} most */
function wrapNow(text, font, room, most) {
  measuring.font = font;
  const fits = (/** @type {string} */ line) => measuring.measureText(line).width <= room;
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1] || "";
    if (!last || fits(`${last} ${word}`)) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  const cut = lines.length > most;
  if (cut) lines.length = most;
  return lines.map((line, i) => {
    let kept = cut && i === most - 1 ? `${line}…` : line;
    while (!fits(kept) && kept.length > 2) kept = `${kept.replace(/…$/, "").slice(0, -1)}…`;
    return kept;
  });
}

// ---------------------------------------------------------------- nodes

/** @type {Map<string, Drawing>} */
let drawings = new Map();
/** @type {Map<string, {d: string, path: Path2D, tip: import("./geometry.js").XY, angle: number} | null>} */
let curves = new Map();
/** @type {{scale: number, names: Map<string, NameBox>} | null} */
let placed = null;

/** Forget what depends on state or colours; `curves` too when nodes moved. */
export function forget() {
  drawings = new Map();
  curves = new Map();
  placed = null;
}

/** Steps of scale, so that zooming by a hair does not redraw everything. @param {number} scale */
function step(scale) {
  return scale >= COMPACT ? 1 : Math.max(0.02, Math.round(scale * 50) / 50);
}

/** @param {import("./data.js").GraphNode} each @param {number} scale @param {boolean} hovered @returns {Drawing} */
export function drawingOf(each, scale, hovered) {
  const size = step(scale), selected = state.selected === each.id, key = `${each.id}|${size}|${selected}|${hovered}`;
  let drawing = drawings.get(key);
  if (!drawing) {
    drawing = isMeasure(each) ? card(each, size, selected, hovered) : figureOf(each, size, selected);
    for (const part of drawing.parts) if (part.d) part.path = new Path2D(part.d);
    drawings.set(key, drawing);
  }
  return drawing;
}

/** A measure: its name, and a bar that sets backers against opponents. @param {import("./data.js").GraphNode} each @param {number} scale @param {boolean} selected @param {boolean} hovered @returns {Drawing} */
function card(each, scale, selected, hovered) {
  const compact = scale < COMPACT, k = compact ? Math.min(1.7, Math.max(1, 0.5 / scale)) : 1;
  const lines = compact ? [] : wrap(each.label, CARD_FONT, CARD - 18, 3);
  const w = compact ? 44 * k : CARD, ht = compact ? 20 * k : Math.max(40, lines.length * LEADING + 21);
  const x = -w / 2, y = -ht / 2;
  /** @type {Part[]} */
  const parts = [{ d: box(x, y, w, ht, 7), fill: colour.card, stroke: selected ? colour.ink : hovered ? colour.ink2 : colour.ink3, width: selected ? 2.6 : 1.1 }];
  lines.forEach((text, i) => parts.push({ text, x: x + 9, y: y + 12.5 + i * LEADING + (lines.length === 1 ? 1.5 : 0), font: CARD_FONT, fill: colour.ink, align: "left" }));
  const mix = mixOf(visibleAt(each.id).filter((edge) => edge.to === each.id));
  const shown = MIX.filter((relation) => mix[relation]), total = shown.reduce((sum, relation) => sum + (mix[relation] || 0), 0);
  const room = w - 16 * k;
  let at = x + 8 * k;
  const barY = compact ? -2.5 * k : y + ht - 9.5;
  if (!total) parts.push({ d: box(at, barY, room, 4.5 * k, 1.5), fill: colour.line });
  for (const relation of shown) {
    const width = (room * (mix[relation] || 0)) / total;
    parts.push({ d: box(at, barY, Math.max(3, width - 1.5), 4.5 * k, 1.5), fill: colour[relation] });
    at += width;
  }
  return { w, h: ht, round: false, parts, name: compact ? { y: ht / 2 + 4, weight: 600 } : null };
}

/** An actor, place or event: its shape in a ring that shows the mix of stances. @param {import("./data.js").GraphNode} each @param {number} scale @param {boolean} selected @returns {Drawing} */
function figureOf(each, scale, selected) {
  const k = Math.min(1.7, Math.max(1, 0.62 / scale)), r = (12 + Math.min(9, Math.sqrt(each.weight) * 1.6)) * k;
  const shape = page.kinds.find((kind) => kind.id === each.kind)?.shape || "circle";
  const ring = r * (shape === "triangle" || shape === "diamond" || shape === "cluster" ? 1.3 : 1.2) + 4 * k;
  /** @type {Part[]} */
  const parts = selected ? [{ d: circle(ring + 4.5), stroke: colour.ink, width: 2.2 }] : [];
  parts.push({ d: circle(ring + 1.6), fill: colour.paper });
  const mix = mixOf(visibleAt(each.id).filter((edge) => edge.from === each.id));
  const shown = MIX.filter((relation) => mix[relation]), total = shown.reduce((sum, relation) => sum + (mix[relation] || 0), 0);
  let angle = 0;
  for (const relation of shown) {
    const next = angle + (2 * Math.PI * (mix[relation] || 0)) / total;
    parts.push({ d: shown.length === 1 ? circle(ring) : arc(ring, angle + 0.09, next - 0.09), stroke: colour[relation], width: 3.2 * k });
    angle = next;
  }
  if (!total) parts.push({ d: circle(ring), stroke: colour.line, width: 1.6 * k });
  parts.push(each.vague ? { d: shapePath(each.kind, r), fill: colour.paper, stroke: colour.node, width: 1.6 * k } : { d: shapePath(each.kind, r), fill: colour.node });
  parts.push({ text: each.short, x: 0, y: shape === "triangle" ? -r * 0.14 : 0.5, font: `600 ${((each.short.length > 2 ? 0.6 : 0.76) * r).toFixed(1)}px ${FONT}`, fill: each.vague ? colour.node : colour.nodefg, align: "center" });
  return { w: 2 * ring, h: 2 * ring, round: true, parts, name: { y: ring + 3, weight: 500 } };
}

/** @param {CanvasRenderingContext2D} ctx @param {Drawing} drawing @param {number} x @param {number} y @param {number} alpha */
export function paintNode(ctx, drawing, x, y, alpha) {
  ctx.save();
  ctx.translate(x, y);
  ctx.globalAlpha = alpha;
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  for (const part of drawing.parts) {
    if (part.path) {
      if (part.fill) { ctx.fillStyle = part.fill; ctx.fill(part.path); }
      if (part.stroke) { ctx.strokeStyle = part.stroke; ctx.lineWidth = part.width || 1; ctx.stroke(part.path); }
    } else if (part.text) {
      ctx.font = part.font || "";
      ctx.textAlign = part.align || "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = part.fill || "";
      ctx.fillText(part.text, part.x || 0, part.y || 0);
    }
  }
  ctx.restore();
}

// ---------------------------------------------------------------- names

/** @param {import("./data.js").GraphNode} each @param {Drawing} drawing @param {number} scale @returns {NameBox} */
export function nameBox(each, drawing, scale) {
  const size = Math.max(12, Math.min(30, Math.round(22 / scale) / 2));
  const font = `${drawing.name?.weight || 500} ${size}px ${FONT}`, lines = wrap(each.label, font, size * (scale < COMPACT ? 9.6 : 10.6), 2);
  measuring.font = font;
  return { lines, font, size, w: Math.max(...lines.map((line) => measuring.measureText(line).width)), h: lines.length * size * 1.18, y: drawing.name?.y || 0 };
}

/** @param {CanvasRenderingContext2D} ctx @param {NameBox} name @param {number} x @param {number} y @param {number} alpha */
export function paintName(ctx, name, x, y, alpha) {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.font = name.font;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.strokeStyle = colour.paper || "";
  ctx.fillStyle = colour.ink || "";
  ctx.lineWidth = name.size * 0.34;
  name.lines.forEach((line, i) => {
    const top = y + name.y + i * name.size * 1.18;
    ctx.strokeText(line, x, top);
    ctx.fillText(line, x, top);
  });
  ctx.restore();
}

/**
 * The names that fit, the important ones first. They depend on scale and state, not on panning.
 * @param {Record<string, import("./geometry.js").XY>} at @param {number} scale @param {string | null} hovered
 */
export function placeNames(at, scale, hovered) {
  if (placed && placed.scale === scale && !hovered) return placed.names;
  const bright = focus(), cells = new Map(), names = new Map();
  const shown = nodes.filter((each) => visible.nodes.has(each.id) && at[each.id]);
  /** @param {number[]} r @param {(key: string) => boolean} visit */
  const each = (r, visit) => {
    for (let x = Math.floor((r[0] || 0) / 120); x <= Math.floor((r[2] || 0) / 120); x++) {
      for (let y = Math.floor((r[1] || 0) / 120); y <= Math.floor((r[3] || 0) / 120); y++) if (visit(`${x},${y}`)) return true;
    }
    return false;
  };
  const take = (/** @type {number[]} */ r, /** @type {string | null} */ id) => each(r, (key) => { cells.set(key, [...(cells.get(key) || []), { r, id }]); return false; });
  const blocked = (/** @type {number[]} */ r, /** @type {string} */ id) => each(r, (key) => (cells.get(key) || []).some((/** @type {{r: number[], id: string | null}} */ t) => t.id !== id && r[0] < t.r[2] && r[2] > t.r[0] && r[1] < t.r[3] && r[3] > t.r[1]));
  const list = shown.map((n) => {
    const drawing = drawingOf(n, scale, false), p = at[n.id];
    take([p.x - drawing.w / 2, p.y - drawing.h / 2, p.x + drawing.w / 2, p.y + drawing.h / 2], n.id);
    const urgent = n.id === state.selected || n.id === hovered;
    return { n, drawing, p, urgent, order: (urgent ? 1e6 : 0) + (bright?.nodes.has(n.id) ? 1e4 : 0) + (n.core ? 1e3 : 0) + n.weight + (isMeasure(n) ? 40 : 0) };
  });
  for (const { n, drawing, p, urgent } of list.filter((each) => each.drawing.name).sort((a, b) => b.order - a.order)) {
    if (bright && !bright.nodes.has(n.id) && !urgent) continue;
    const name = nameBox(n, drawing, scale);
    const below = name.y, above = -drawing.h / 2 - name.h - 3;
    const frame = (/** @type {number} */ y) => [p.x - name.w / 2, p.y + y, p.x + name.w / 2, p.y + y + name.h];
    const free = (isMeasure(n) ? [below, above] : [below]).find((y) => !blocked(frame(y), n.id));
    if (free === undefined && !urgent) continue;
    name.y = free ?? below;
    take(frame(name.y), null);
    names.set(n.id, name);
  }
  if (!hovered) placed = { scale, names };
  return names;
}

// ---------------------------------------------------------------- lines

/** @param {import("./data.js").Edge} edge @param {ReturnType<typeof focus>} bright @param {boolean} hovered */
export function strokeOf(edge, bright, hovered) {
  const on = !bright || bright.edges.has(edge.id), hot = hovered || state.selected === edge.id;
  const width = (1.25 + Math.min(4, edge.passages - 1) * 0.8) * (hot ? 1.5 : 1) * (edge.inherited ? 0.75 : 1);
  const usual = (edge.relation === "requires" ? 0.75 : 0.66) * (edge.imputed || !edge.stated ? 0.55 : 1);
  return { width, alpha: hot ? 1 : on ? (bright ? 0.95 : usual) : 0.07, layer: hot ? 2 : on ? 1 : 0, colour: colour[edge.relation] || colour.ink3 || "" };
}

/** @param {import("./data.js").Edge} edge @param {Record<string, import("./geometry.js").XY>} at @param {number} scale @param {number} width */
export function curveOf(edge, at, scale, width) {
  const a = at[edge.from], b = at[edge.to];
  if (!a || !b) return null;
  const from = drawingOf(node(edge.from), scale, false), to = drawingOf(node(edge.to), scale, false);
  return edge.from === edge.to ? loopAt(a, from) : curveBetween(a, b, from, to, edge.smooth, endOf(look(edge).end).room + width * 0.8);
}

/** @param {CanvasRenderingContext2D} ctx @param {Record<string, import("./geometry.js").XY>} at @param {number} scale @param {string | null} hovered */
export function paintLines(ctx, at, scale, hovered) {
  const k = Math.min(1.5, Math.max(1, 0.62 / step(scale))), bright = focus();
  const shown = edges.filter((edge) => visible.edges.has(edge.id)).map((edge) => ({ edge, stroke: strokeOf(edge, bright, hovered === edge.id) }));
  ctx.save();
  ctx.lineJoin = "round";
  for (const { edge, stroke } of shown.sort((a, b) => a.stroke.layer - b.stroke.layer)) {
    const width = stroke.width * k, key = `${edge.id}|${width}|${step(scale)}`;
    let curve = curves.get(key);
    if (curve === undefined) {
      const found = curveOf(edge, at, scale, width);
      curve = found && { ...found, path: new Path2D(found.d) };
      curves.set(key, curve);
    }
    if (curve) paintLine(ctx, edge, curve, stroke, k, bright !== null);
  }
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./data.js").Edge} edge @param {{path: Path2D, tip: import("./geometry.js").XY, angle: number}} curve @param {ReturnType<typeof strokeOf>} stroke @param {number} k @param {boolean} focused */
function paintLine(ctx, edge, curve, stroke, k, focused) {
  const style = /** @type {import("./data.js").Style} */ (styleOf.get(edge.relation)), end = endOf(style.end);
  if (stroke.layer === 2 || (focused && stroke.layer === 1)) {
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.strokeStyle = colour.paper || "";
    ctx.lineWidth = stroke.width * k + 4;
    ctx.stroke(curve.path);
  }
  ctx.globalAlpha = stroke.alpha;
  ctx.strokeStyle = ctx.fillStyle = stroke.colour;
  ctx.lineWidth = stroke.width * k + (dotted(style.dash) ? 1 : 0);
  ctx.lineCap = dotted(style.dash) ? "round" : "butt";
  ctx.setLineDash(dashOf(style.dash).map((length) => length * k));
  ctx.stroke(curve.path);
  ctx.setLineDash([]);
  ctx.save();
  ctx.translate(curve.tip.x, curve.tip.y);
  ctx.rotate(curve.angle);
  const size = k * (1 + (stroke.width - 1.25) * 0.13);
  ctx.scale(size, size);
  ctx.lineCap = end.width > 2 ? "butt" : "round";
  const path = new Path2D(end.d);
  if (end.filled) ctx.fill(path);
  else { ctx.lineWidth = end.width; ctx.stroke(path); }
  ctx.restore();
}
