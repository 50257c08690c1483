// The reader's own rows, first in the tables of results.

import { make } from "./run-elements.js";

export function clearRows(results) {
  for (const rows of results.querySelectorAll(".bench-yours")) rows.remove();
}

function findTables(results, row) {
  const tables = [...results.querySelectorAll(".bench-table")];
  const published = tables.filter((table) => findPublished(table, row.cell).length);
  const alike = tables.filter((table) => table.dataset.kind === row.kind);
  return published.length ? published : alike;
}

function findPublished(table, cell) {
  return [...table.querySelectorAll("tr[data-cell]")].filter((row) => row.dataset.cell === cell);
}

// "Published: 1.94× slower (3.13, 3.14), within noise (3.13t)", without the intervals.
function writePublished(table, { cell, baseline }) {
  const verdicts = new Map();
  const readVerdict = (row) => row.querySelector(".verdict").textContent;
  const baselines = findPublished(table, baseline).filter((row) => readVerdict(row) === "baseline");
  const alike = new Set(baselines.map((row) => row.dataset.on));
  for (const row of findPublished(table, cell)) {
    if (!row.querySelector("th code") || !alike.has(row.dataset.on)) continue;
    const verdict = readVerdict(row).replace(/ \(.*\)$/, "");
    verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), row.dataset.on]);
  }
  const texts = [...verdicts].map(([verdict, names]) => `${verdict} (${names.join(", ")})`);
  return texts.length ? `Published: ${texts.join(", ")}` : "";
}

// On the scale of its table, so that it can be set beside what is published.
function makeStrip(table, value) {
  const { low, high, log } = table.dataset;
  const [begin, end, here] = [low, high, value].map((number) => (log ? Math.log(number) : Number(number)));
  const share = (here - begin) / (end - begin);
  if (Number.isNaN(share)) return "";
  if (share < 0 || share > 1) {
    const side = share < 0 ? "← below the scale" : "beyond the scale →";
    return make("span", { className: "note", textContent: side });
  }
  const strip = make("span", { className: log ? "bench-place" : "bench-place bench-bar", ariaHidden: "true" });
  strip.style.setProperty("--share", `${share * 100}%`);
  return strip;
}

function makeRow(table, row) {
  const name = make("th", { scope: "row" }, make("code", { textContent: row.function }));
  if (row.axes) name.append(" ", row.axes);
  const verdict = row.ratio || (row.is_baseline ? "baseline" : "");
  const told = make("td", {}, makeStrip(table, row.value), make("span", { className: "verdict", textContent: verdict }));
  const published = row.ratio && writePublished(table, row);
  if (published) told.append(make("span", { className: "note", textContent: published }));
  if (row.awaits) {
    const loop = "Here the browser's own event loop waits, not that of asyncio.";
    told.append(make("span", { className: "note", textContent: loop }));
  }
  return make("tr", {}, name, make("td", { className: "number", textContent: row.number }), told);
}

// A table for a kind of numbers of which none is published.
function makeTable(kind) {
  const caption = kind === "time" ? "Time for one call; shorter is better" : "What the function returned";
  return make("table", { className: "bench-table bench-yours" }, make("caption", { textContent: caption }));
}

function writeCount(rows) {
  const count = Math.min(...rows.map((row) => row.count));
  if (count === 1) return "One value of each so far.";
  return `The middle of ${count} values; in brackets, the least and the most.`;
}

export function showRows(results, rows, title) {
  clearRows(results);
  const places = new Map();
  for (const row of rows) {
    let tables = findTables(results, row);
    if (!tables.length) {
      tables = [[...places.keys()].find((table) => table.kind === row.kind) ?? makeTable(row.kind)];
      tables[0].kind = row.kind;
    }
    for (const table of tables) places.set(table, [...(places.get(table) ?? []), row]);
  }
  for (const [table, own] of places) {
    const heading = make("th", { colSpan: 3, scope: "rowgroup", textContent: title });
    heading.append(make("span", { className: "note", textContent: writeCount(own) }));
    const lines = own.map((row) => makeRow(table, row));
    const body = make("tbody", { className: "bench-yours" }, make("tr", {}, heading), ...lines);
    if (table.tBodies.length) table.tBodies[0].before(body);
    else table.append(body);
    if (!table.isConnected) results.querySelector(".bench-output").after(table);
  }
}
