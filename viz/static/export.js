/** Taking it away: a link, images, a table, paper. */

import { edges, look, node, nodes, page, sentence } from "./data.js";
import { copy, h, one } from "./dom.js";
import { network } from "./graph.js";
import { FONT, colour, curveOf, drawingOf, nameBox, strokeOf } from "./paint.js";
import { dashOf, dotted, endOf } from "./shapes.js";
import { focus, visible } from "./state.js";

/** @param {string} kind */
export function take(kind) {
  if (kind === "link") copy(location.href, "Link copied");
  if (kind === "svg") save(new Blob([toSVG()], { type: "image/svg+xml" }), "parley.svg");
  if (kind === "png") savePNG();
  if (kind === "csv") save(new Blob([`\ufeff${toCSV()}`], { type: "text/csv" }), "parley-positions.csv");
  if (kind === "print") { preparePrint(); window.print(); }
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = /** @type {HTMLAnchorElement} */ (h("a", { download: name }));
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 4000);
}

/** One row per passage of what is shown. A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function toCSV() {
  const cell = (/** @type {unknown} */ value) => {
    const text = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const rows = [["actor", "relation", "object", "condition", "marks", "statement", "phrase", "source", "published", "start", "end", "url"]];
  for (const edge of edges) {
    if (!visible.edges.has(edge.id)) continue;
    for (const claim of edge.claims.map((id) => page.claims[id])) {
      for (const passage of claim?.passages || []) {
        const source = page.sources[passage.source];
        rows.push([node(edge.from).label, edge.relation, node(edge.to).label, edge.after, edge.marks.join("; "), claim?.statement || "", passage.phrase, source?.title || "", source?.date || "", String(passage.start ?? ""), String(passage.end ?? ""), source?.url || ""]);
      }
    }
  }
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}

/** The picture as it stands, as vectors. Elements are made like any other, so that data stays text. */
export function toSVGElement() {
  const at = network.getPositions(), shown = nodes.filter((each) => visible.nodes.has(each.id)), bright = focus();
  const xs = shown.map((each) => at[each.id].x), ys = shown.map((each) => at[each.id].y);
  const left = Math.min(...xs) - 96, top = Math.min(...ys) - 64, w = Math.max(...xs) + 96 - left, ht = Math.max(...ys) + 74 - top;
  const n = (/** @type {number} */ value) => Math.round(value * 10) / 10;
  const svg = h("svg:svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${n(left)} ${n(top)} ${n(w)} ${n(ht)}`, width: n(w), height: n(ht), "font-family": FONT, role: "img" },
    h("svg:title", {}, page.title), h("svg:rect", { x: n(left), y: n(top), width: n(w), height: n(ht), fill: colour.paper }));
  for (const edge of edges.filter((each) => visible.edges.has(each.id))) {
    const stroke = strokeOf(edge, bright, false), curve = curveOf(edge, at, 1, stroke.width), style = look(edge), end = endOf(style.end);
    if (!curve) continue;
    svg.append(h("svg:g", { opacity: n(stroke.alpha), stroke: stroke.colour, fill: "none", "stroke-width": n(stroke.width) }, h("svg:title", {}, sentence(edge)),
      h("svg:path", { d: curve.d, "stroke-dasharray": dashOf(style.dash).join(" ") || null, "stroke-linecap": dotted(style.dash) ? "round" : null }),
      h("svg:path", { d: end.d, transform: `translate(${n(curve.tip.x)} ${n(curve.tip.y)}) rotate(${n((curve.angle * 180) / Math.PI)})`, fill: end.filled ? stroke.colour : "none", stroke: end.filled ? "none" : stroke.colour, "stroke-width": end.width })));
  }
  for (const each of shown) svg.append(nodeGroup(each, at[each.id], bright && !bright.nodes.has(each.id) ? 0.2 : 1));
  return svg;
}

/** @param {import("./data.js").GraphNode} each @param {import("./geometry.js").XY} p @param {number} alpha */
function nodeGroup(each, p, alpha) {
  const drawing = drawingOf(each, 1, false), name = drawing.name ? nameBox(each, drawing, 1) : null;
  return h("svg:g", { transform: `translate(${p.x} ${p.y})`, opacity: alpha },
    drawing.parts.map((part) => part.d
      ? h("svg:path", { d: part.d, fill: part.fill || "none", stroke: part.stroke || "none", "stroke-width": part.width || 0 })
      : h("svg:text", { x: part.x, y: part.y, dy: ".35em", fill: part.fill, "text-anchor": part.align === "center" ? "middle" : "start", "font-size": /([\d.]+)px/.exec(part.font || "")?.[1], "font-weight": 600 }, part.text)),
    name ? name.lines.map((line, i) => h("svg:text", { y: name.y + 11 + i * 14.2, "text-anchor": "middle", "font-size": 12, "font-weight": 500, fill: colour.ink, stroke: colour.paper, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" }, line)) : null);
}

export function toSVG() {
  return new XMLSerializer().serializeToString(toSVGElement());
}

async function savePNG() {
  const address = URL.createObjectURL(new Blob([toSVG()], { type: "image/svg+xml" })), image = new Image();
  await new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject; image.src = address; });
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 }));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => { if (blob) save(blob, "parley.png"); });
}

/** A canvas prints blurred: paper gets the vectors. */
export function preparePrint() {
  if (network && visible.nodes.size) one("#print").replaceChildren(toSVGElement());
}
