/** The table that the server rendered: here it only follows the filters, sorts and opens evidence. */

import { edges } from "./data.js";
import { all, one } from "./dom.js";
import { select } from "./graph.js";
import { passes, state } from "./state.js";

export function listenToTable() {
  for (const button of all("[data-sort]")) button.addEventListener("click", () => sort(button));
  one("#table").addEventListener("click", (event) => {
    const row = /** @type {HTMLElement} */ (event.target).closest("[data-open]");
    if (row instanceof HTMLElement) select(row.dataset.open || null, { push: true, toPanel: true });
  });
}

/** @param {HTMLElement} button */
function sort(button) {
  const header = /** @type {HTMLElement} */ (button.closest("th")), column = Number(button.dataset.sort);
  const rising = header.getAttribute("aria-sort") !== "ascending", body = one("#table tbody");
  for (const other of all("#table thead th")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const text = (/** @type {HTMLElement} */ row) => row.children[column]?.textContent?.trim() || "";
  const order = (/** @type {HTMLElement} */ a, /** @type {HTMLElement} */ b) => text(a).localeCompare(text(b), "en", { numeric: true });
  body.append(...all("tr", body).sort((a, b) => (rising ? order(a, b) : order(b, a))));
}

/** A table is read by filter, not by what a picture has room for: the long tail is always in it. */
export function refreshTable() {
  const shown = new Set(edges.filter(passes).map((edge) => edge.id));
  for (const row of all("#table tbody tr")) {
    row.hidden = !shown.has(row.dataset.id || "");
    row.classList.toggle("chosen", row.dataset.id === state.selected);
  }
  one("#table-count").textContent = String(shown.size);
}
