// Runs before the first paint, so that a remembered choice of light or dark does not flash.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  // Storage is closed to us; the system's wish holds.
}
