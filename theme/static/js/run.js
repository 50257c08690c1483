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

// Python in another process, which is loaded while nobody waits for it.
async function renewWorker({ pyodide, page }) {
  endWorker();
  try {
    worker = await makeWorker();
    worker.postMessage({ pyodide, page });
  } catch {
    // The next run tries again, and tells.
  }
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
      if (typeof data?.kind !== "string") return;
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

function showRows(results, rows, title) {
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
    const about = "The middle of 5 values; in brackets, the least and the most.";
    heading.append(make("span", { className: "note", textContent: about }));
    const lines = own.map((row) => makeRow(table, row));
    const body = make("tbody", { className: "bench-yours" }, make("tr", {}, heading), ...lines);
    if (table.tBodies.length) table.tBodies[0].before(body);
    else table.append(body);
    if (!table.isConnected) results.querySelector(".bench-output").after(table);
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
    if (this.area) this.area.rows = this.text.split("\n").length + 1;
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
    const isMarked = area.selectionStart < area.selectionEnd;
    const moved = isBack ? marked.replace(/^ {1,4}/gm, "") : marked.replace(/^(?=.)/gm, "    ");
    if (moved === marked) return;
    area.setSelectionRange(start, area.selectionEnd);
    document.execCommand("insertText", false, moved);
    const end = start + moved.length;
    area.setSelectionRange(isMarked ? start : end, end);
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
    this.code = new Code(snippet, this.name, () => this.showChange());
    this.code.area?.addEventListener("keydown", (event) => this.press(event));
    this.showCode();
    if (this.code.area) this.say("This is your own version of the code. Reset shows the published one.");
  }

  build(place) {
    const makeButton = (text, act) => {
      const button = make("button", { type: "button", textContent: text });
      button.addEventListener("click", (event) => event.detail < 2 && act()); // not by a double click
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
    if (this.code.area) this.code.reset();
    else {
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

  // What was found belongs to code that is no longer there.
  showChange() {
    this.showCode();
    if (this.stop || this.code.text === this.ran) return;
    this.ran = null;
    clearRows(this.results);
    this.output.replaceChildren();
    this.say("");
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  async run() {
    const stop = (this.stop = new AbortController());
    this.runButton.textContent = "Stop";
    this.output.replaceChildren();
    clearRows(this.results);
    this.ran = this.code.text;
    this.isOwn = this.code.isEdited;
    this.title = this.isOwn ? `${YOURS}, your version of the code` : YOURS;
    this.blocked = new Set();
    this.loaded = 0;
    this.troubles = 0;
    this.spoils = false;
    this.hasRows = false;
    this.say("Waiting for another benchmark of this page.");
    const before = turn;
    const { promise, resolve } = defer();
    turn = promise;
    const end = await this.takeTurn(before, stop.signal);
    before.then(resolve); // one that was taken back while it waited leaves the turn to others
    this.stop = null;
    this.runButton.textContent = "Run";
    this.progress.hidden = true;
    this.finish(end);
    if (this.code.text !== this.ran) this.showChange();
  }

  async takeTurn(before, stop) {
    const stopped = new Promise((resolve) => stop.addEventListener("abort", resolve));
    await Promise.race([before, stopped]);
    if (stop.aborted) return { kind: "stopped" };
    this.say(worker && isLoaded ? "Measuring." : "Loading Python for the browser.");
    const end = await work({ ...this.job, code: this.ran }, (news) => this.hear(news), stop);
    // A reader's code may have changed what the next would find.
    if (end.kind === "done" && (this.spoils || this.isOwn)) renewWorker(this.job);
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
      const rows = this.hasRows ? ` Your numbers, of Python ${this.version}, are the first rows below.` : "";
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
