/** Puts the parts together: everything listens to the state, and the state to the address. */

import { ask, clearAnswer } from "./ask.js";
import { all, calm, one, say, small } from "./dom.js";
import { preparePrint, take, toCSV, toSVG } from "./export.js";
import { edges, nodes } from "./data.js";
import { fit, fitTo, listenToKeys, network, refreshGraph, select, startGraph, stepBack } from "./graph.js";
import { buildLegend, refreshLegend } from "./legend.js";
import { forget, readColours } from "./paint.js";
import { renderPanel } from "./panel.js";
import { listenToSearch, showQuestion } from "./search.js";
import { change, onChange, readAddress, state, strayed, visible } from "./state.js";
import { listenToTable, refreshTable } from "./table.js";

const SNAPS = ["peek", "half", "full"];

/** @param {"light" | "dark"} theme */
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  readColours();
  forget();
  if (network) network.redraw();
}

function listenToTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = false;
  setTheme(dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => { if (!chosen) setTheme(dark.matches ? "dark" : "light"); });
  one("#theme").addEventListener("click", () => { chosen = true; setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"); });
}

function listenToMenu() {
  const menu = one("#menu"), opener = one("#menu-open");
  const open = (/** @type {boolean} */ on) => { menu.hidden = !on; opener.setAttribute("aria-expanded", String(on)); };
  opener.addEventListener("click", () => { open(menu.hidden); if (!menu.hidden) one("button", menu).focus(); });
  document.addEventListener("pointerdown", (event) => { if (!(/** @type {HTMLElement} */ (event.target).closest(".menu"))) open(false); });
  menu.addEventListener("keydown", (event) => {
    const items = all("button", menu), i = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (event.key === "Escape") { event.stopPropagation(); open(false); opener.focus(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    items[(i + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
  });
  for (const button of all("[data-take]", menu)) button.addEventListener("click", () => { open(false); opener.focus(); take(button.dataset.take || ""); });
}

/** The bottom sheet and the filter sheet of small screens. */
function listenToSheets() {
  const panel = one("#panel"), grip = one("#grip"), legend = one("#legend"), opener = one("#legend-open");
  const snap = (/** @type {number} */ to) => { panel.dataset.snap = SNAPS[Math.max(0, Math.min(2, to))]; setTimeout(() => { if (network && state.view === "graph") fit(true); }, 240); };
  let from = 0, swiped = false;
  grip.addEventListener("pointerdown", (event) => { from = event.clientY; swiped = false; grip.setPointerCapture(event.pointerId); });
  grip.addEventListener("pointerup", (event) => {
    const moved = event.clientY - from;
    if (Math.abs(moved) <= 24) return;
    swiped = true;
    snap(SNAPS.indexOf(panel.dataset.snap || "peek") + (moved < 0 ? 1 : -1));
  });
  grip.addEventListener("click", () => { if (!swiped) snap((SNAPS.indexOf(panel.dataset.snap || "peek") + 1) % 3); swiped = false; });
  const show = (/** @type {boolean} */ on) => { legend.classList.toggle("open", on); opener.setAttribute("aria-expanded", String(on)); (on ? one("#legend-close") : opener).focus(); };
  opener.addEventListener("click", () => show(true));
  one("#legend-close").addEventListener("click", () => show(false));
}

function listenToPage() {
  one("#tab-graph").addEventListener("click", () => change({ view: "graph" }, { push: true }));
  one("#tab-table").addEventListener("click", () => change({ view: "table" }, { push: true }));
  one("#to-table").addEventListener("click", () => change({ view: "table" }, { push: true }));
  one(".skip").addEventListener("click", (event) => { event.preventDefault(); change({ view: "table" }); one("#table").focus(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName || "") && document.activeElement?.getAttribute("type") !== "checkbox";
    if (event.key === "/" && !typing) { event.preventDefault(); one("#search").focus(); }
    if (event.key !== "Escape") return;
    if (one("#legend").classList.contains("open")) one("#legend-close").click();
    else if (state.selected) stepBack();
    else if (state.question) { clearAnswer(); change({ question: "" }, { push: true }); say("Answer closed"); }
  });
  addEventListener("beforeprint", preparePrint);
  const follow = () => { if (strayed()) restore(); };
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
}

/** Show what the address says. */
function restore() {
  const question = state.question;
  readAddress();
  change({});
  showQuestion();
  if (state.question && state.question !== question) {
    const selected = state.selected;
    ask(state.question).then(() => { if (selected) select(selected, { push: false }); });
  } else if (!state.question) clearAnswer();
  if (network && state.selected) select(state.selected, { push: false });
}

/** @param {import("./state.js").Sets} before */
function refreshAll(before) {
  document.body.dataset.view = state.view;
  one("#tab-graph").setAttribute("aria-pressed", String(state.view === "graph"));
  one("#tab-table").setAttribute("aria-pressed", String(state.view === "table"));
  const panel = one("#panel"), something = state.selected !== null || state.question !== "";
  if (something && panel.dataset.snap === "peek") panel.dataset.snap = "half";
  if (!something) panel.dataset.snap = "peek";
  refreshGraph(before);
  refreshLegend();
  refreshTable();
  renderPanel();
  if (network && state.view === "graph" && !state.selected && before.nodes.size !== visible.nodes.size && !small.matches) fitTo(visible.nodes, !calm.matches);
}

function start() {
  readAddress();
  buildLegend();
  onChange(refreshAll);
  listenToTheme();
  try {
    startGraph();
    one("#loading").hidden = true;
    document.body.dataset.state = "ready";
  } catch (error) {
    console.error(error);
    one("#loading").hidden = true;
    one("#error").hidden = false;
    document.body.dataset.state = "error";
  }
  listenToKeys();
  listenToSearch();
  listenToTable();
  listenToMenu();
  listenToSheets();
  listenToPage();
  change({});
  if (network) fit(false);
  if (state.selected) select(state.selected, { push: false });
  if (state.question) restoreQuestion();
}

function restoreQuestion() {
  const selected = state.selected;
  showQuestion();
  ask(state.question).then(() => { if (selected) select(selected, { push: false }); });
}

start();

/** For tests and the curious: read-only views of what is shown. */
Object.defineProperty(window, "parley", {
  value: Object.freeze({
    get visible() { return { nodes: [...visible.nodes], edges: [...visible.edges] }; },
    get selected() { return state.selected; },
    data: { nodes, edges },
    select, toCSV, toSVG,
    positions: () => network.getPositions(),
    at: (/** @type {string} */ id) => {
      const frame = one("#mynetwork").getBoundingClientRect(), p = network.canvasToDOM(network.getPosition(id));
      return [frame.x + p.x, frame.y + p.y];
    },
    network: () => network,
  }),
});
