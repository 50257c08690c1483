// The worker that has Python: one for all benchmarks of a page, which run one after another.

const STALLED = 60_000; // milliseconds without news while Python loads

let coming = null; // a promise of the worker

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

export function hasWorker() {
  return coming !== null;
}

function endWorker() {
  coming?.then((worker) => worker.terminate()).catch(() => {});
  coming = null;
}

// Python in another process, which is loaded while nobody waits for it.
export function renewWorker({ pyodide, page }) {
  endWorker();
  coming = makeWorker();
  // If that fails, the next run tells.
  coming.then((worker) => worker.postMessage({ pyodide, page })).catch(() => {});
}

// Send a job to the worker, pass on its news, and return the last: "done", "stopped", or what
// went wrong, after which the worker is another one.
export async function work(job, tell, stop) {
  let worker;
  try {
    worker = await (coming ??= makeWorker());
  } catch (error) {
    endWorker();
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
