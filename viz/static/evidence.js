/** A claim with what proves it: statement, marked passage, source, date, place, and who affirms it. */

import { page } from "./data.js";
import { copy, h } from "./dom.js";

/** @typedef {import("./data.js").Claim} Claim */
/** @typedef {import("./data.js").Passage} Passage */
/** @typedef {import("./data.js").Source} Source */

/** @param {string[]} marks @returns {HTMLElement | null} */
export function marksList(marks) {
  return marks.length ? h("ul", { class: "marks" }, marks.map((mark) => h("li", {}, mark))) : null;
}

/** @param {Claim} claim */
export function claimCard(claim) {
  return h("article", { class: "claim", "data-claim": claim.id },
    h("h4", {}, h("bdi", {}, claim.statement)),
    claim.after ? h("p", { class: "after" }, h("bdi", {}, claim.after)) : null,
    claim.passages.length ? claim.passages.map((passage) => passageBlock(passage, page.sources[passage.source])) : h("p", { class: "quiet" }, "No passage is given for this claim."),
    h("footer", {},
      h("p", {}, h("span", { class: "certainty" }, claim.certainty), claim.chain ? [". ", h("bdi", {}, claim.chain)] : null),
      marksList(claim.marks),
    ),
  );
}

/** @param {string} id */
export function claimCardById(id) {
  const claim = page.claims[id];
  return claim ? claimCard(claim) : h("article", { class: "claim" }, h("p", { class: "quiet" }, "This claim is not part of the page."));
}

/** @param {Passage} passage @param {Source | undefined} source */
export function passageBlock(passage, source) {
  const whole = passage.excerpt, words = whole ? whole.text : passage.phrase;
  const place = passage.start !== null && passage.end !== null ? `characters ${passage.start}–${passage.end}` : "place not given";
  const date = source ? source.date : "undated";
  return h("div", { class: "passage" },
    h("blockquote", { dir: "auto" }, whole ? [whole.before ? `… ${whole.before}` : "", h("mark", {}, whole.text), whole.after ? `${whole.after} …` : ""] : ["“", h("mark", {}, passage.phrase), "”"]),
    h("p", { class: "where" },
      h("b", {}, h("bdi", {}, source ? source.title : passage.source || "Source not given")),
      source && source.publisher ? [", ", h("bdi", {}, source.publisher)] : null,
      `, ${date}`,
    ),
    h("p", { class: "tools" },
      whole
        ? h("span", { class: whole.verified ? "ok" : "bad" }, whole.verified ? `verbatim at ${place}` : `not found unchanged at ${place}`)
        : h("span", { title: page.hint }, place),
      source && source.url ? h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, "Open source") : null,
      h("button", { type: "button", on: { click: () => copy(`“${words}” ${source ? [source.title, source.publisher, source.date].filter(Boolean).join(", ") : ""}, ${place}.`, "Citation copied") } }, "Cite"),
    ),
    whole ? null : h("p", { class: "hint" }, page.hint),
  );
}
