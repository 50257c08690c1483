// Python beside the page, in a worker made of this text: the page's policy holds for it, too.
// It gets {pyodide, page}, to load Python, with {code, plan}, to run a benchmark as well, and posts
// objects with a `kind`; "done", "failed" and "broken" are the last of a run.

const LINES = 200; // of output that are posted at once
const LAST = 20; // of those beyond, that are posted at the end
const WIDTH = 1000; // characters of a line

const post = self.postMessage.bind(self);
let loading, python, lines, last;

addEventListener("securitypolicyviolation", ({ blockedURI }) => {
  post({ kind: "blocked", address: blockedURI });
});

addEventListener("unhandledrejection", ({ reason }) => {
  if (reason?.pyodide_fatal_error) endBroken(reason);
});

addEventListener("message", async ({ data }) => {
  let run;
  try {
    loading ??= load(data);
    run = await loading;
  } catch (error) {
    post({ kind: "failed", reason: String(error.message ?? error) });
    return;
  }
  if (!("code" in data)) return;
  lines = 0;
  last = [];
  post({ kind: "started", version: python.runPython("import sys; sys.version.split()[0]") });
  try {
    await run(data.code, data.plan, (news) => post(JSON.parse(news)));
  } catch (error) {
    endBroken(error);
    return;
  }
  endOutput();
  post({ kind: "done" });
});

function endBroken(error) {
  post({ kind: "broken", reason: String(error).slice(0, WIDTH) });
}

async function load({ pyodide, page }) {
  checkWebAssembly();
  const original = fetch;
  // What cannot be fetched, Pyodide does not always tell, or not by its name.
  const failure = new Promise((_, reject) => (self.fetch = watch(original, reject)));
  const harness = fetch(page).then((response) => response.text());
  harness.catch(() => {}); // it is awaited below
  const { loadPyodide } = await Promise.race([import(`${pyodide}pyodide.mjs`), failure]);
  python = await Promise.race([loadPyodide({ indexURL: pyodide }), failure]);
  python.setStdin({ stdin: () => null });
  python.setStdout(makeWriter());
  python.setStderr(makeWriter());
  python._api.on_fatal = endBroken; // by its makers' own hook: else nobody is told
  const names = python.toPy({});
  python.runPython(await harness, { globals: names });
  self.fetch = original;
  // The page listens to us, not to the benchmark, which may not end us, either.
  for (const name of ["postMessage", "close"]) self[name] = () => forbid(name);
  return names.get("run_page");
}

function forbid(name) {
  throw new Error(`${name} is not for code in this page`);
}

function checkWebAssembly() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new Error("this browser, or a setting of it, does not allow WebAssembly");
  }
}

// Pyodide tells nothing while it loads, so what it fetches is counted on a copy: made of another
// response, WebAssembly would be compiled anew each time.
function watch(original, reject) {
  return async (...request) => {
    try {
      const response = await original(...request);
      if (!response.ok) throw new Error(`${response.url} is not there (${response.status})`);
      count(response.clone().body.getReader());
      return response;
    } catch (error) {
      reject(error);
      throw error;
    }
  };
  async function count(reader) {
    try {
      for (let part; !(part = await reader.read()).done; ) {
        post({ kind: "bytes", bytes: part.value.length });
      }
    } catch {
      // Whoever reads the response itself is told.
    }
  }
}

// Pyodide's own lines would lose what a run does not end with a newline, to the next.
const rests = [];

function makeWriter() {
  const decoder = new TextDecoder();
  const rest = { text: "", length: 0 };
  rests.push(rest);
  const write = (buffer) => {
    const parts = decoder.decode(buffer, { stream: true }).split("\n");
    parts.forEach((part, place) => {
      rest.length += part.length;
      rest.text += part.slice(0, WIDTH + 1 - rest.text.length);
      if (place < parts.length - 1) endLine(rest);
    });
    return buffer.length;
  };
  return { write, isatty: false };
}

function endLine(rest) {
  const { text, length } = rest;
  rest.text = "";
  rest.length = 0;
  writeLine(length > WIDTH ? `${text.slice(0, WIDTH)} … (${length} characters)` : text);
}

function writeLine(text) {
  if (++lines <= LINES) return post({ kind: "output", text: `${text}\n` });
  if (lines === LINES + 1) post({ kind: "output", text: "… there is more: its last lines come at the end\n" });
  last.push(text);
  if (last.length > LAST) last.shift();
}

function endOutput() {
  python.runPython("import sys\nfor file in (sys.__stdout__, sys.__stderr__): file.flush()");
  for (const rest of rests) if (rest.length) endLine(rest);
  const missing = lines - LINES - last.length;
  if (missing > 0) last.unshift(`… ${missing.toLocaleString("en")} lines are left out …`);
  if (last.length) post({ kind: "output", text: `${last.join("\n")}\n` });
}
