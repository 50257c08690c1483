// Runs benchmarks in the page. Python is loaded on the first click, by one worker for all of
// them; nothing is stored but a reader's edits, and nothing is sent.

const STALLED = 60_000; // milliseconds without news while Python loads
const YOURS = "Your browser (WebAssembly, 1 thread)";

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// 1. The worker, which serves one benchmark at a time.

let worker = null;
let turn = Promise.resolve();
let isLoaded = false;

async function makeWorker() {
  const response = await fetch(new URL("run-worker.js", import.meta.url));
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  const address = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
  try {
    return new Worker(address, { type: "module" });
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

function endWorker() {
  worker?.terminate();
  worker = null;
}

// Send a job to the worker, pass on its news, and return the last: "done", "stopped", or what
// went wrong, after which the worker is another one.
async function work(job, tell, stop) {
  try {
    worker ??= await makeWorker();
  } catch (error) {
    return { kind: "failed", reason: error.message };
  }
  const end = await new Promise((resolve) => {
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve({ kind: "failed", reason: "nothing more arrives" }), STALLED);
    };
    worker.onmessage = ({ data }) => {
      if (data.kind === "bytes") wait();
      if (data.kind === "started") clearTimeout(timer);
      if (["done", "failed", "broken"].includes(data.kind)) resolve(data);
      else tell(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      resolve({ kind: "failed", reason: event.message || "the browser forbids workers" });
    };
    stop.addEventListener("abort", () => resolve({ kind: "stopped" }));
    if (stop.aborted) resolve({ kind: "stopped" });
    wait();
    worker.postMessage(job);
  });
  if (end.kind !== "done") endWorker();
  return end;
}

// 2. The reader's rows in the tables of results.

function clearRows(results) {
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

// "published: 1.94× slower (3.13, 3.14), within noise (3.13t)", without the intervals.
function writePublished(table, cell) {
  const verdicts = new Map();
  for (const row of findPublished(table, cell)) {
    const verdict = row.querySelector(".verdict").textContent.replace(/ \(.*\)$/, "");
    if (!row.querySelector("th code") || !/[×]|same|noise|noisy/.test(verdict)) continue;
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
  if (!(share >= 0 && share <= 1)) return "";
  const strip = make("span", { className: log ? "bench-place" : "bench-place bench-bar", ariaHidden: "true" });
  strip.style.setProperty("--share", `${share * 100}%`);
  return strip;
}

function makeRow(table, row) {
  const name = make("th", { scope: "row" }, make("code", { textContent: row.function }));
  if (row.axes) name.append(" ", row.axes);
  const verdict = row.ratio || (row.is_baseline ? "baseline" : "");
  const told = make("td", {}, makeStrip(table, row.value), make("span", { className: "verdict", textContent: verdict }));
  const published = writePublished(table, row.cell);
  if (published) told.append(make("span", { className: "note", textContent: published }));
  return make("tr", {}, name, make("td", { className: "number", textContent: row.number }), told);
}

function showRows(results, rows, title) {
  clearRows(results);
  const places = new Map();
  for (const row of rows) {
    for (const table of findTables(results, row)) {
      places.set(table, [...(places.get(table) ?? []), row]);
    }
  }
  for (const [table, own] of places) {
    const heading = make("th", { colSpan: 3, scope: "rowgroup", textContent: title });
    const lines = own.map((row) => makeRow(table, row));
    const body = make("tbody", { className: "bench-yours" }, make("tr", {}, heading), ...lines);
    table.tBodies[0].before(body);
  }
}

// 3. The code, and the reader's own version of it, which a reload keeps.

class Code {
  constructor(snippet, name, onChange) {
    this.block = snippet.querySelector(".snippet-code .highlight pre");
    this.original = this.block.textContent;
    this.key = `code:${location.pathname}#${name}`;
    this.name = name;
    this.onChange = onChange;
    this.area = null;
    const kept = this.recall();
    if (kept !== null) this.edit(kept, false);
  }

  get text() {
    return this.area ? this.area.value : this.original;
  }

  get isEdited() {
    return this.text !== this.original;
  }

  edit(text = this.original, hasFocus = true) {
    const hint = make("p", { className: "bench-hint", id: `hint:${this.name}` });
    hint.textContent = "Tab indents, Ctrl+Enter runs. To leave by keyboard, press Esc, then Tab.";
    this.area = make("textarea", { className: "bench-code", value: text, spellcheck: false });
    this.area.rows = text.split("\n").length + 1;
    this.area.setAttribute("autocapitalize", "off");
    this.area.setAttribute("autocomplete", "off");
    this.area.setAttribute("aria-label", `Code of ${this.name}`);
    this.area.setAttribute("aria-describedby", hint.id);
    this.hint = hint;
    const frame = this.block.closest(".highlight");
    frame.hidden = true;
    frame.after(this.area, hint);
    this.leaves = false;
    this.area.addEventListener("keydown", (event) => this.press(event));
    this.area.addEventListener("blur", () => (this.leaves = false));
    this.area.addEventListener("input", () => this.change());
    if (hasFocus) {
      this.area.focus();
      this.area.setSelectionRange(0, 0);
    }
  }

  reset() {
    this.area.remove();
    this.hint.remove();
    this.area = null;
    this.block.closest(".highlight").hidden = false;
    this.change();
  }

  change() {
    if (this.area) this.area.rows = Math.max(this.area.rows, this.text.split("\n").length + 1);
    try {
      if (this.isEdited) localStorage.setItem(this.key, this.text);
      else localStorage.removeItem(this.key);
    } catch {
      // The edit lives as long as the page.
    }
    this.onChange();
  }

  recall() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  press(event) {
    const { key, shiftKey } = event;
    if (key === "Escape") this.leaves = true;
    else if (key === "Tab" && !this.leaves && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.indent(shiftKey);
    } else if (key !== "Shift" && key !== "Tab") this.leaves = false;
  }

  // By the command, which undo knows; where lines are marked, all of them.
  indent(isBack) {
    const { area } = this;
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const marked = area.value.slice(start, area.selectionEnd);
    if (!isBack && !marked.includes("\n")) {
      const column = area.selectionStart - start;
      document.execCommand("insertText", false, " ".repeat(4 - (column % 4)));
      return;
    }
    const moved = isBack ? marked.replace(/^ {1,4}/gm, "") : marked.replace(/^(?=.)/gm, "    ");
    if (moved === marked) return;
    area.setSelectionRange(start, area.selectionEnd);
    document.execCommand("insertText", false, moved);
    area.setSelectionRange(start, start + moved.length);
  }
}

// 4. What stands below the code: buttons, progress, output.

class Bench {
  constructor(place) {
    this.job = {
      plan: place.dataset.run,
      pyodide: new URL(place.dataset.pyodide, document.baseURI).href,
      page: new URL(place.dataset.page, document.baseURI).href,
    };
    this.bytes = Number(place.dataset.bytes);
    this.name = JSON.parse(place.dataset.run).name;
    this.results = place.closest(".snippet-results");
    this.stop = null;
    const snippet = place.closest(".snippet");
    this.build(place);
    this.code = new Code(snippet, this.name, () => this.showCode());
    this.code.area?.addEventListener("keydown", (event) => this.press(event));
    this.showCode();
    if (this.code.area) this.say("This is your own version of the code. Reset shows the published one.");
  }

  build(place) {
    const makeButton = (text, act) => {
      const button = make("button", { type: "button", textContent: text });
      button.addEventListener("click", act);
      return button;
    };
    this.runButton = makeButton("Run", () => (this.stop ? this.stop.abort() : this.run()));
    this.editButton = makeButton("Edit", () => this.toggle());
    this.size = make("span", { className: "bench-size" });
    this.progress = make("progress", { max: 1, hidden: true, ariaLabel: `Progress of ${this.name}` });
    this.status = make("p", { className: "bench-status" });
    this.status.setAttribute("role", "status");
    this.output = make("div", { className: "bench-output" });
    this.output.setAttribute("aria-live", "polite");
    const bar = make("div", { className: "bench-buttons" });
    bar.append(this.runButton, this.editButton, this.progress, this.size);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Run ${this.name} in your browser`);
    place.replaceWith(bar, this.status, this.output);
    this.showSize();
  }

  showSize() {
    const loads = `First loads Python, ${this.megabytes(this.bytes)} MB at most, and runs it here alone.`;
    this.size.textContent = isLoaded ? "" : loads;
  }

  megabytes(bytes) {
    return (bytes / 1e6).toFixed(1);
  }

  toggle() {
    if (this.code.area) {
      this.code.reset();
      this.say("");
    } else {
      this.code.edit();
      this.code.area.addEventListener("keydown", (event) => this.press(event));
    }
    this.showCode();
  }

  press(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!this.stop) this.run();
  }

  showCode() {
    this.editButton.textContent = this.code?.area ? "Reset" : "Edit";
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  async run() {
    const stop = (this.stop = new AbortController());
    this.runButton.textContent = "Stop";
    this.output.replaceChildren();
    clearRows(this.results);
    this.title = this.code.isEdited ? `${YOURS}, your version of the code` : YOURS;
    this.blocked = new Set();
    this.loaded = 0;
    this.troubles = 0;
    this.spoils = false;
    this.hasRows = false;
    this.awaits = false;
    this.say("Waiting for another benchmark of this page.");
    const before = turn;
    const { promise, resolve } = defer();
    turn = promise;
    const end = await this.takeTurn(before, stop.signal);
    resolve();
    this.stop = null;
    this.runButton.textContent = "Run";
    this.progress.hidden = true;
    this.finish(end);
  }

  async takeTurn(before, stop) {
    const stopped = new Promise((resolve) => stop.addEventListener("abort", resolve));
    await Promise.race([before, stopped]);
    if (stop.aborted) {
      await before; // or the next would have its turn too soon
      return { kind: "stopped" };
    }
    this.say(worker && isLoaded ? "Measuring." : "Loading Python for the browser.");
    const end = await work({ ...this.job, code: this.code.text }, (news) => this.hear(news), stop);
    if (this.spoils) endWorker();
    return end;
  }

  hear(news) {
    switch (news.kind) {
      case "bytes":
        this.loaded += news.bytes;
        this.showProgress(Math.min(1, this.loaded / this.bytes));
        this.size.textContent = `${this.megabytes(this.loaded)} of ${this.megabytes(this.bytes)} MB`;
        break;
      case "started":
        isLoaded = true;
        this.version = news.version;
        for (const bench of benches) bench.showSize();
        this.say("Measuring.");
        break;
      case "progress":
        this.awaits ||= news.awaits;
        this.showProgress(news.share);
        break;
      case "rows":
        this.hasRows ||= news.rows.length > 0;
        showRows(this.results, news.rows, this.title);
        break;
      case "output":
        this.write(news.text);
        break;
      case "trouble":
        this.troubles += 1;
        this.spoils ||= news.spoils;
        this.showTrouble(news);
        break;
      case "blocked":
        this.showBlocked(news.address);
        break;
    }
  }

  showProgress(share) {
    this.progress.hidden = false;
    this.progress.value = share;
  }

  write(text) {
    let printed = this.output.querySelector("pre.bench-printed");
    if (!printed) {
      printed = make("pre", { className: "bench-printed", tabIndex: 0, ariaLabel: "Output" });
      this.output.append(printed);
    }
    printed.append(text);
  }

  explain(text) {
    this.output.append(make("p", { className: "bench-trouble", textContent: text }));
  }

  showTrouble({ cell, error, traceback, meaning }) {
    this.explain(cell ? `${cell}: ${error}` : error);
    if (traceback) this.output.append(make("pre", { tabIndex: 0, ariaLabel: "Traceback", textContent: traceback }));
    if (meaning) this.explain(`${meaning} ${this.suggest()}`);
  }

  showBlocked(address) {
    if (this.blocked.has(address) || !address.includes(":")) return;
    this.blocked.add(address);
    this.explain(`Blocked: code in this page may not ask other sites for anything (${address}).`);
  }

  suggest() {
    const line = this.results.querySelector(".bench-run pre")?.textContent.trim();
    return line ? `On your machine: ${line}` : "";
  }

  finish({ kind, reason }) {
    if (kind === "failed") {
      this.explain(`Python could not be loaded: ${reason}. Run tries again. ${this.suggest()}`);
      this.say("Python could not be loaded.");
    } else if (kind === "broken") {
      const memory = /memory|allocation|unreachable/i.test(reason) ? " There may be no more memory." : "";
      this.explain(`Python broke down: ${reason}.${memory} Run starts it anew. ${this.suggest()}`);
      this.say("Python broke down.");
    } else if (kind === "stopped") {
      this.say(this.hasRows ? "Stopped; the rows are what was measured by then." : "Stopped.");
    } else {
      const about = `Python ${this.version}, the middle of 5 values; in brackets, the least and the most.`;
      const loop = this.awaits ? " What is awaited, the browser's own event loop runs." : "";
      const rows = this.hasRows ? ` Your numbers are the first rows below: ${about}${loop}` : "";
      const done = this.troubles ? "Done, but with errors: see below." : "Done.";
      this.say(this.troubles && !this.hasRows ? "Ended with an error." : `${done}${rows}`);
    }
    this.showSize();
  }
}

function defer() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

const benches = [...document.querySelectorAll(".bench-here[data-run]")].map((place) => new Bench(place));
