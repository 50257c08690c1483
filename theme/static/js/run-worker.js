// Python beside the page, in a worker made of this text: the page's policy holds for it, too.
// It gets {pyodide, page, code, plan}, and posts objects with a `kind`; "done" is the last.

const LINES = 200; // of output that are posted at once
const LAST = 20; // of those beyond, that are posted at the end
const WIDTH = 1000; // characters of a line

let python, run;
let lines, last;

addEventListener("securitypolicyviolation", ({ blockedURI }) => {
  postMessage({ kind: "blocked", address: blockedURI });
});

addEventListener("message", async ({ data }) => {
  try {
    run ??= await load(data);
  } catch (error) {
    postMessage({ kind: "failed", reason: String(error.message ?? error) });
    return;
  }
  lines = 0;
  last = [];
  postMessage({ kind: "started", version: python.runPython("import sys; sys.version.split()[0]") });
  try {
    await run(data.code, data.plan, (news) => postMessage(JSON.parse(news)));
    python.runPython("import sys; sys.stdout.flush(); sys.stderr.flush()");
  } catch (error) {
    postMessage({ kind: "broken", reason: String(error).slice(0, WIDTH) });
    return;
  }
  endOutput();
  postMessage({ kind: "done" });
});

async function load({ pyodide, page }) {
  checkWebAssembly();
  const original = fetch;
  // What cannot be fetched, Pyodide does not always tell, or not by its name.
  const failure = new Promise((_, reject) => (self.fetch = watch(original, reject)));
  const harness = fetch(page).then((response) => response.text());
  harness.catch(() => {}); // it is awaited below
  python = await Promise.race([loadPython(pyodide), failure]);
  const names = python.toPy({});
  python.runPython(await harness, { globals: names });
  self.fetch = original;
  return names.get("run_page");
}

function checkWebAssembly() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new Error("this browser, or a setting of it, does not allow WebAssembly");
  }
}

async function loadPython(indexURL) {
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
  return loadPyodide({ indexURL, stdout: write, stderr: write, stdin: () => null });
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
        postMessage({ kind: "bytes", bytes: part.value.length });
      }
    } catch {
      // Whoever reads the response itself is told.
    }
  }
}

function write(line) {
  const text = line.length > WIDTH ? `${line.slice(0, WIDTH)} … (${line.length} characters)` : line;
  if (++lines <= LINES) return postMessage({ kind: "output", text: `${text}\n` });
  if (lines === LINES + 1) postMessage({ kind: "output", text: "… there is more: its last lines come at the end\n" });
  last.push(text);
  if (last.length > LAST) last.shift();
}

function endOutput() {
  const missing = lines - LINES - last.length;
  if (missing > 0) last.unshift(`… ${missing.toLocaleString("en")} lines are left out …`);
  if (last.length) postMessage({ kind: "output", text: `${last.join("\n")}\n` });
}
