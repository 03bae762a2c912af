/** The legend, which filters and counts. */

import { edges, kindOf, nodes, page } from "./data.js";
import { all, h, one, say } from "./dom.js";
import { kindIcon, lineIcon } from "./shapes.js";
import { change, filtered, passes, resetFilters, state, visible } from "./state.js";

/** @typedef {"relations" | "kinds" | "basis"} SetName */

/** @param {SetName} set @param {string} value @param {(Node | null)} icon @param {string} label @param {number} count */
function row(set, value, icon, label, count) {
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", "data-set": set, "data-value": value, on: { change: () => toggle(set, value) } }));
  return h("label", { class: `row ${set}` }, input, icon || h("span", {}), h("span", {}, label), h("span", { class: "count" }, count));
}

/** @param {SetName} set @param {string} value */
function toggle(set, value) {
  const next = new Set(state[set]);
  if (!next.delete(value)) next.add(value);
  change({ [set]: next });
  say(`${visible.edges.size} lines shown`);
}

export function buildLegend() {
  const relations = page.styles.map((style, index) => ({ style, node: row("relations", style.relation, lineIcon(index, 36), style.label, style.count) }));
  const others = relations.filter(({ style }) => !style.main);
  one("#legend-main").replaceChildren(...relations.filter(({ style }) => style.main).map((each) => each.node));
  one("#legend-more").replaceChildren(...others.map((each) => each.node));
  one("#more-count").textContent = String(others.reduce((sum, each) => sum + each.style.count, 0));
  /** @type {HTMLDetailsElement} */ (one("#more")).hidden = others.length === 0;
  one("#legend-kinds").replaceChildren(...page.kinds.map((kind) => row("kinds", kind.id, kindIcon(kind.id), kind.many, kind.count)));
  if (nodes.some((each) => each.vague)) one("#legend-kinds").append(h("small", {}, "Hollow: an unnamed source, or a group whose members are not named"));
  const basis = [
    ["imputed", "Said by others (imputed)", edges.filter((edge) => edge.imputed).length],
    ["inherited", "Inherited", edges.filter((edge) => edge.inherited).length],
    ["unstated", "Implied or inferred", edges.filter((edge) => !edge.stated).length],
  ];
  one("#legend-basis").replaceChildren(...basis.filter((each) => each[2]).map(([value, label, count]) => row("basis", String(value), null, String(label), Number(count))));
  one("#basis-section").hidden = !basis.some((each) => each[2]);
  for (const button of all("[data-least]")) button.addEventListener("click", () => change({ least: Number(button.dataset.least) }));
  for (const button of all("[data-whole]")) button.addEventListener("click", () => change({ whole: button.dataset.whole === "1" }, { push: true }));
  for (const button of all("[data-reset]")) button.addEventListener("click", resetFilters);
  one("#chips").replaceChildren(...relations.filter(({ style }) => style.main && style.count).map(({ style }) =>
    h("button", { type: "button", "data-chip": style.relation, on: { click: () => toggle("relations", style.relation) } }, lineIcon(page.styles.indexOf(style), 28), style.label)));
}

/** What is not drawn: the tail that "All" shows, and what no line of the chosen kinds leads to. */
export function hiddenNodes() {
  const reached = new Set(edges.filter(passes).flatMap((edge) => [edge.from, edge.to]));
  const hidden = nodes.filter((each) => !visible.nodes.has(each.id));
  const tail = hidden.filter((each) => reached.has(each.id)).length;
  return { tail, loose: hidden.length - tail };
}

export function refreshLegend() {
  for (const input of /** @type {HTMLInputElement[]} */ (all("[data-set]"))) {
    input.checked = state[/** @type {SetName} */ (input.dataset.set)].has(input.dataset.value || "");
  }
  for (const chip of all("[data-chip]")) chip.setAttribute("aria-pressed", String(state.relations.has(chip.dataset.chip || "")));
  for (const button of all("[data-least]")) button.setAttribute("aria-pressed", String(Number(button.dataset.least) === state.least));
  for (const button of all("[data-whole]")) button.setAttribute("aria-pressed", String((button.dataset.whole === "1") === state.whole));
  const { tail, loose } = hiddenNodes();
  const parts = [`${visible.nodes.size} shown`, tail ? `${tail} less connected hidden` : "", loose ? `${loose} without such a line` : ""];
  one("#shown").textContent = parts.filter(Boolean).join(", ");
  one("#core-section").hidden = nodes.every((each) => each.core);
  /** @type {HTMLButtonElement} */ (one("#reset")).disabled = !filtered();
  if (page.styles.some((style) => !style.main && state.relations.has(style.relation))) /** @type {HTMLDetailsElement} */ (one("#more")).open = true;
  one("#empty").hidden = visible.nodes.size > 0;
  one("#empty-why").textContent = !edges.length ? "The data has no positions yet." : !state.relations.size ? "All kinds of position are switched off." : ![...kindOf.keys()].some((kind) => state.kinds.has(kind)) ? "All kinds of actor are switched off." : "Widen them to see more.";
}
