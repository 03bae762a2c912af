/** Curves of lines. vis-network keeps the same curves for hit tests; `viz/routes.py` chose how far they bend. */

/** @typedef {{x: number, y: number}} XY */
/** @typedef {{w: number, h: number, round: boolean}} Size */
/** @typedef {{d: string, tip: XY, angle: number, middle: XY}} Curve */

/** vis-network's control point of curvedCW and curvedCCW. @param {XY} a @param {XY} b @param {import("./data.js").Bend} bend @returns {XY} */
function controlPoint(a, b, bend) {
  const dx = b.x - a.x, dy = a.y - b.y;
  const size = bend.roundness, reach = (size * 0.5 + 0.5) * Math.hypot(dx, dy);
  const angle = Math.atan2(dy, dx) + (bend.type === "curvedCW" ? 0.5 - size * 0.5 : 0.5 + size * 0.5) * Math.PI;
  return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
}

/** @param {XY} a @param {XY} via @param {XY} b @param {number} t @returns {XY} */
function pointAt(a, via, b, t) {
  const s = 1 - t;
  return { x: s * s * a.x + 2 * t * s * via.x + t * t * b.x, y: s * s * a.y + 2 * t * s * via.y + t * t * b.y };
}

/** @param {XY} p @param {XY} centre @param {Size} size @param {number} gap */
function within(p, centre, size, gap) {
  const dx = Math.abs(p.x - centre.x), dy = Math.abs(p.y - centre.y);
  return size.round ? Math.hypot(dx, dy) < size.w / 2 + gap : dx < size.w / 2 + gap && dy < size.h / 2 + gap;
}

/**
 * The visible part of a line, from the rim of one node to the rim of the other, with room for its end.
 * @param {XY} a @param {XY} b @param {Size} sizeA @param {Size} sizeB
 * @param {import("./data.js").Bend} bend @param {number} room
 * @returns {Curve | null} null when the nodes touch
 */
export function curveBetween(a, b, sizeA, sizeB, bend, room) {
  const via = controlPoint(a, b, bend);
  let from = 0, tipAt = 1;
  for (let i = 0; i <= 60 && within(pointAt(a, via, b, i / 60), a, sizeA, 1); i++) from = i / 60;
  for (let i = 120; i >= 0 && within(pointAt(a, via, b, i / 120), b, sizeB, 2.5); i--) tipAt = i / 120;
  if (from >= tipAt) return null;
  const tip = pointAt(a, via, b, tipAt);
  let to = tipAt;
  for (let i = 1; i < 60; i++) {
    to = tipAt - i / 160;
    const p = pointAt(a, via, b, to);
    if (Math.hypot(p.x - tip.x, p.y - tip.y) >= room) break;
  }
  to = Math.max(from + 0.01, to);
  const start = pointAt(a, via, b, from), end = pointAt(a, via, b, to), back = pointAt(a, via, b, Math.max(0, tipAt - 0.04));
  const mid = (/** @type {"x" | "y"} */ k) => (1 - to) * (1 - from) * a[k] + (to * (1 - from) + from * (1 - to)) * via[k] + from * to * b[k];
  const n = (/** @type {number} */ value) => value.toFixed(1);
  return {
    d: `M${n(start.x)} ${n(start.y)}Q${n(mid("x"))} ${n(mid("y"))} ${n(end.x)} ${n(end.y)}`,
    tip,
    angle: Math.atan2(tip.y - back.y, tip.x - back.x),
    middle: pointAt(a, via, b, (from + tipAt) / 2),
  };
}

/** The loop of a line from a node to itself, at its upper right. @param {XY} a @param {Size} size @returns {Curve} */
export function loopAt(a, size) {
  const r = size.w / 2;
  const start = { x: a.x + r * 0.5, y: a.y - size.h / 2 }, tip = { x: a.x + r, y: a.y - size.h * 0.2 };
  return {
    d: `M${start.x} ${start.y}C${start.x + 10} ${start.y - 34} ${tip.x + 34} ${tip.y - 18} ${tip.x + 7} ${tip.y}`,
    tip,
    angle: Math.PI * 0.95,
    middle: { x: tip.x + 12, y: tip.y - 20 },
  };
}
