/** Shapes and line ends as paths: drawn on the canvas, written into SVG and shown in the legend alike. */

import { h } from "./dom.js";
import { kindOf, page } from "./data.js";

/** @param {number} sides @param {number} radius @param {number} turn */
function polygon(sides, radius, turn) {
  const corner = (/** @type {number} */ i) => {
    const angle = turn + (i * 2 * Math.PI) / sides;
    return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${Array.from({ length: sides }, (_, i) => corner(i)).join("L")}Z`;
}

/** @param {number} r */
export function circle(r) {
  return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** @param {number} x @param {number} y @param {number} w @param {number} ht @param {number} r */
export function box(x, y, w, ht, r) {
  return (
    `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${ht - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
    `h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - ht}a${r} ${r} 0 0 1 ${r} ${-r}Z`
  );
}

/** An arc of a ring from angle to angle, clockwise from the top. @param {number} r @param {number} from @param {number} to */
export function arc(r, from, to) {
  const at = (/** @type {number} */ a) => `${(r * Math.sin(a)).toFixed(2)} ${(-r * Math.cos(a)).toFixed(2)}`;
  return `M${at(from)}A${r} ${r} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
}

/** @type {Record<string, (r: number) => string>} */
const SHAPES = {
  circle,
  square: (r) => box(-r * 0.9, -r * 0.9, r * 1.8, r * 1.8, r * 0.28),
  hexagon: (r) => polygon(6, r * 1.06, -Math.PI / 2),
  octagon: (r) => polygon(8, r * 1.04, Math.PI / 8),
  triangle: (r) => polygon(3, r * 1.22, Math.PI / 2),
  diamond: (r) => polygon(4, r * 1.14, -Math.PI / 2),
  shield: (r) => `M${-r * 0.88} ${-r * 0.88}H${r * 0.88}V${r * 0.2}Q${r * 0.8} ${r * 0.8} 0 ${r * 1.06}Q${-r * 0.8} ${r * 0.8} ${-r * 0.88} ${r * 0.2}Z`,
  cluster: (r) => [0, 1, 2, 3, 4, 5, 6, 7].reduce((d, i) => {
    const a = (i * Math.PI) / 4;
    return `${d}Q${(r * 1.28 * Math.cos(a + Math.PI / 8)).toFixed(2)} ${(r * 1.28 * Math.sin(a + Math.PI / 8)).toFixed(2)} ${(r * 0.94 * Math.cos(a + Math.PI / 4)).toFixed(2)} ${(r * 0.94 * Math.sin(a + Math.PI / 4)).toFixed(2)}`;
  }, `M${r * 0.94} 0`) + "Z",
  sheet: (r) => `M${-r * 0.8} ${-r}H${r * 0.4}L${r * 0.8} ${-r * 0.6}V${r}H${-r * 0.8}Z`,
  pin: (r) => `M0 ${r * 1.1}Q${-r * 0.9} ${r * 0.1} ${-r * 0.9} ${-r * 0.25}A${r * 0.9} ${r * 0.9} 0 0 1 ${r * 0.9} ${-r * 0.25}Q${r * 0.9} ${r * 0.1} 0 ${r * 1.1}Z`,
  flag: (r) => `M${-r * 0.9} ${-r * 0.8}H${r * 0.9}L${r * 0.5} 0L${r * 0.9} ${r * 0.8}H${-r * 0.9}Z`,
};

/** @param {string} kind id of a kind @param {number} r half its size */
export function shapePath(kind, r) {
  const shape = kindOf.get(kind)?.shape || "circle";
  return (SHAPES[shape] || circle)(r);
}

/**
 * Line ends, pointing right with the tip at 0 0. `room` is how far before the tip the line stops.
 * @type {Record<string, {d: string, filled: boolean, width: number, room: number}>}
 */
export const ENDS = {
  arrow: { d: "M0 0-10-4.6V4.6Z", filled: true, width: 0, room: 8 },
  bar: { d: "M-.6-7V7", filled: false, width: 3, room: 1 },
  chevron: { d: "M-8-4.8 0 0-8 4.8", filled: false, width: 1.8, room: 1.5 },
  disc: { d: "M0 0a3.7 3.7 0 1 1-7.4 0a3.7 3.7 0 1 1 7.4 0Z", filled: true, width: 0, room: 6 },
  notch: { d: "M0 0-11-4.8-8 0-11 4.8Z", filled: true, width: 0, room: 8 },
};

/** @param {string} end */
export function endOf(end) {
  return ENDS[end] || ENDS["arrow"];
}

/** Dots need round caps, other dashes butt ones. @param {number[]} dash */
export function dotted(dash) {
  return dash.length > 0 && dash[0] <= 2;
}

/** Lengths for the canvas: a dot is a round cap on next to nothing. @param {number[]} dash */
export function dashOf(dash) {
  return dotted(dash) ? [0.1, ...dash.slice(1)] : dash;
}

/** A relation's line as it looks on the canvas, for legend and lists. @param {number} index of the style @param {number} [width] */
export function lineIcon(index, width = 34) {
  const style = page.styles[index];
  const end = endOf(style.end);
  return h("svg:svg", { class: `line r${index}`, width, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true" },
    h("svg:path", {
      d: `M2 7H${31.5 - end.room}`,
      "stroke-width": dotted(style.dash) ? 2.6 : 2,
      "stroke-dasharray": dashOf(style.dash).join(" ") || null,
      "stroke-linecap": dotted(style.dash) ? "round" : "butt",
    }),
    h("svg:path", {
      d: end.d, transform: "translate(32 7) scale(.85)", class: end.filled ? "filled" : null,
      "stroke-width": end.width || 0.5, "stroke-linecap": "butt",
    }),
  );
}

/** A kind's shape, for legend and lists. @param {string} kind @param {number} [size] */
export function kindIcon(kind, size = 20) {
  const svg = h("svg:svg", { class: "kind", width: size, height: size, viewBox: "-14 -14 28 28", "aria-hidden": "true" });
  if (kind === "measure") svg.append(h("svg:path", { class: "card", d: box(-13, -8.5, 26, 17, 3.5) }), h("svg:path", { class: "rule", d: "M-9 4.5H9" }));
  else svg.append(h("svg:path", { d: shapePath(kind, 10.5) }));
  return svg;
}
