// Runs benchmarks in the page. Python is loaded on the first click; nothing is stored but a reader's
// edits, and nothing is sent. Below the code: buttons, progress, what is told, output.

import { Code } from "./run-code.js";
import { make } from "./run-elements.js";
import { hasWorker, renewWorker, work } from "./run-python.js";
import { clearRows, showRows } from "./run-table.js";

const YOURS = "Your browser (WebAssembly, 1 thread)";

let turn = Promise.resolve();
let isLoaded = false;

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
    const onRun = () => this.stop || this.run();
    this.code = new Code(snippet, this.name, { onChange: () => this.showChange(), onRun });
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
    else this.code.edit();
    this.showCode();
  }

  showCode() {
    this.editButton.textContent = this.code?.area ? "Reset" : "Edit";
  }

  // What was found is of code that is no longer there, and goes.
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
    this.say(hasWorker() && isLoaded ? "Measuring." : "Loading Python for the browser.");
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
