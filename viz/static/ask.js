/** Questions in words: asked of `/ask`, answered in the panel with evidence and query, lit up in the graph. */

import { edges, nodes, page } from "./data.js";
import { copy, counted, h, say } from "./dom.js";
import { claimCard, marksList } from "./evidence.js";
import { select } from "./graph.js";
import { change, lit, state } from "./state.js";

/** @typedef {{id: string, name?: string, kind?: string}} Named */
/** @typedef {{id: string, statement?: string, phrase?: string, source?: {title?: string, publisher?: string | null, published?: string | null, url?: string | null}, start?: number, end?: number}} AnswerClaim */
/** @typedef {Named & {role?: string | null, imputed?: boolean, inherited?: boolean, conditional?: unknown, basis?: string, claims?: AnswerClaim[], steps?: unknown[]}} Answer */
/**
 * @typedef {object} Reply
 * @property {"waiting" | "answered" | "refused" | "failed"} state
 * @property {any} [body] what `/ask` answered
 * @property {string} [message]
 * @property {string[]} [suggestions]
 */

/** @type {Reply | null} */
let reply = null;
let asked = 0;

/** Whether there is a server to ask: a page from a file has none. */
export const canAsk = location.protocol === "http:" || location.protocol === "https:";

/** @param {string} question @param {{push?: boolean}} [how] */
export async function ask(question, how = {}) {
  const turn = ++asked;
  lit.value = null;
  if (!canAsk) {
    reply = { state: "failed", message: "This page is a file. Asking needs a running Parley: start it with “parley serve” and open the address that it says." };
    return show(question, how, "Asking needs a running Parley");
  }
  reply = { state: "waiting" };
  show(question, how, "Asking");
  const got = await fetchAnswer(question);
  if (turn !== asked) return; // a later question was asked meanwhile
  reply = got;
  lit.value = got.state === "answered" ? litBy(got.body) : null;
  show(question, {}, summary(got));
}

/** @param {string} question @param {{push?: boolean}} how @param {string} announcement */
function show(question, how, announcement) {
  change({ question, selected: null }, how);
  say(announcement);
}

/** @param {string} question @returns {Promise<Reply>} */
async function fetchAnswer(question) {
  try {
    const response = await fetch(`/ask?q=${encodeURIComponent(question)}`, { headers: { accept: "application/json" } });
    const body = await response.json();
    if (response.ok) return { state: "answered", body };
    const list = Array.isArray(body.suggestions) ? body.suggestions : [];
    const suggestions = list.map((/** @type {any} */ each) => String(typeof each === "string" ? each : each?.question || "")).filter(Boolean);
    return { state: response.status === 422 ? "refused" : "failed", message: String(body.detail || body.title || `The server answered ${response.status}.`), suggestions };
  } catch {
    return { state: "failed", message: "The server did not answer. Is it still running?" };
  }
}

/** Whether an answer is awaited. */
export function asking() {
  return reply?.state === "waiting";
}

/** Forget the answer. */
export function clearAnswer() {
  asked++;
  reply = null;
  lit.value = null;
}

/** @param {Reply} got */
function summary(got) {
  if (got.state !== "answered") return got.message || "No answer";
  const answers = got.body.answers || [];
  return got.body.verdict ? `Verdict: ${got.body.verdict}` : answers.length ? counted(answers.length, "answer") : emptySentence(got.body);
}

/** Why nothing was found: the server knows; a guess is never made here. @param {any} body @returns {string} */
function emptySentence(body) {
  return String(body.message || body.note || body.reason || body.understood?.note || "Nobody does, as far as these texts say. That is no proof of the contrary.");
}

/** What an answer lights up: the things that it names and the lines that its claims stand behind. @param {any} body */
function litBy(body) {
  /** @type {Answer[]} */
  const answers = Array.isArray(body.answers) ? body.answers : [];
  const ids = new Set(answers.flatMap((answer) => named(answer).map((each) => each.id)));
  const claims = new Set(answers.flatMap((answer) => answer.claims || []).map((claim) => claim.id));
  for (const value of Object.values(body.understood || {})) if (value && typeof value === "object" && "id" in value) ids.add(String(value.id));
  const found = { nodes: new Set(nodes.filter((each) => ids.has(each.id.slice(each.id.indexOf("/") + 1))).map((each) => each.id)), edges: new Set() };
  for (const edge of edges) {
    const near = found.nodes.has(edge.from) || found.nodes.has(edge.to);
    if (edge.main && near && edge.claims.some((id) => claims.has(id))) {
      found.edges.add(edge.id);
      found.nodes.add(edge.from).add(edge.to);
    }
  }
  return found.nodes.size ? found : null;
}

/** What an answer is about: itself, or the members of a pair or a cycle. @param {any} answer @returns {Named[]} */
function named(answer) {
  if (answer?.name || answer?.statement || answer?.title) return [answer];
  const parts = Object.entries(answer || {}).filter(([key]) => key !== "claims").flatMap(([, value]) => value);
  const members = parts.filter((/** @type {any} */ each) => each && typeof each === "object" && "id" in each);
  return members.length ? members : [{ id: String(answer?.id || "") }];
}

// ---------------------------------------------------------------- what the panel shows

/** @returns {(HTMLElement | null)[] | null} null when nothing was asked */
export function answerContent() {
  if (!state.question || !reply) return null;
  const close = h("button", { type: "button", class: "back", on: { click: () => { clearAnswer(); change({ question: "", selected: null }, { push: true }); } } },
    h("svg:svg", { width: 14, height: 14, viewBox: "0 0 16 16", "aria-hidden": "true" }, h("svg:path", { d: "M10 3 5 8l5 5" })), "Overview");
  const head = [close, h("p", { class: "asked" }, h("bdi", {}, state.question))];
  if (reply.state === "waiting") return [...head, h("p", { class: "lede", role: "status" }, "Asking…")];
  if (reply.state === "answered") return [...head, ...answered(reply.body)];
  return [
    ...head,
    h("h2", {}, reply.state === "refused" ? "That was not understood" : "No answer"),
    h("p", { class: "lede" }, h("bdi", {}, reply.message || "")),
    ...questionList("Try one of these", reply.suggestions || []),
  ];
}

/** @param {any} body @returns {(HTMLElement | null)[]} */
function answered(body) {
  /** @type {Answer[]} */
  const answers = Array.isArray(body.answers) ? body.answers : [];
  const roles = [...new Set(answers.map((answer) => answer.role || ""))];
  const alternatives = (body.alternatives || []).map((/** @type {any} */ each) => String(each?.question || "")).filter(Boolean);
  return [
    h("h2", { class: "verdict" }, body.verdict ? String(body.verdict) : typeof body.count === "number" ? String(body.count) : answers.length ? counted(answers.length, "answer") : "Nothing found"),
    body.understood?.sentence ? h("p", { class: "lede" }, "Understood as: ", h("bdi", {}, String(body.understood.sentence))) : null,
    answers.length ? null : h("p", { class: "empty-answer" }, h("bdi", {}, emptySentence(body))),
    ...roles.flatMap((role) => [
      role ? h("h3", {}, h("bdi", {}, role)) : null,
      ...answers.filter((answer) => (answer.role || "") === role).map(answerBlock),
    ]),
    ...questionList("Or did you mean", alternatives),
    body.cypher ? cypherBlock(String(body.cypher), body.parameters) : null,
  ];
}

/** @param {Answer} answer */
function answerBlock(answer) {
  const target = nodes.find((each) => each.id.slice(each.id.indexOf("/") + 1) === answer.id);
  const marks = [answer.imputed ? "imputed: others say so" : "", answer.inherited ? "inherited" : "", answer.basis && answer.basis !== "stated" ? answer.basis : ""].filter(Boolean);
  const needs = Array.isArray(answer.conditional) ? answer.conditional.map((each) => String(each?.name || each)) : [];
  const name = named(answer).map((/** @type {any} */ each) => String(each.name || each.statement || each.title || each.id)).join(" · ");
  return h("section", { class: "answer", "data-answer": answer.id },
    h("h3", {}, target ? h("button", { type: "button", on: { click: () => select(target.id, { push: true }) } }, h("bdi", {}, name)) : h("bdi", {}, name)),
    needs.length ? h("p", { class: "after" }, h("bdi", {}, `only after ${needs.join(", ")}`)) : null,
    marksList(marks),
    ...(answer.claims || []).map((claim) => claimCard(page.claims[claim.id] || asClaim(claim))),
  );
}

/** A claim that the page does not hold, as the answer tells it. @param {AnswerClaim} claim @returns {import("./data.js").Claim} */
function asClaim(claim) {
  const key = `answer ${claim.id}`;
  page.sources[key] = { title: String(claim.source?.title || ""), publisher: String(claim.source?.publisher || ""), date: String(claim.source?.published || "undated"), url: claim.source?.url || null };
  const passage = { source: key, start: claim.start ?? null, end: claim.end ?? null, phrase: String(claim.phrase || ""), excerpt: null };
  return { id: claim.id, statement: String(claim.statement || ""), certainty: "", chain: "", after: "", marks: [], passages: [passage] };
}

/** @param {string} title @param {string[]} questions */
function questionList(title, questions) {
  if (!questions.length) return [];
  return [h("h3", {}, title), h("ul", { class: "rows questions" }, questions.map((question) => h("li", {}, h("button", { type: "button", "data-question": question, on: { click: () => ask(question, { push: true }) } }, h("bdi", {}, question)))))];
}

/** @param {string} cypher @param {unknown} parameters */
function cypherBlock(cypher, parameters) {
  const given = parameters && typeof parameters === "object" && Object.keys(parameters).length ? JSON.stringify(parameters, null, 1) : "";
  return h("details", { class: "cypher" }, h("summary", {}, "The query behind it (Cypher)"),
    h("pre", { tabindex: 0 }, h("code", {}, cypher)),
    given ? h("p", { class: "quiet" }, "Parameters") : null,
    given ? h("pre", { tabindex: 0 }, h("code", {}, given)) : null,
    h("button", { type: "button", class: "ghost", on: { click: () => copy(cypher, "Query copied") } }, "Copy query"));
}
