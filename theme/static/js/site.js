// What a page can do besides being read. Without it nothing else is missing.

const root = document.documentElement;

// 1. Light or dark, by the system's wish or by the reader's, who is remembered.

const toggle = document.querySelector(".scheme");
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches;
}

function showScheme() {
  toggle.setAttribute("aria-pressed", isDark());
}

function setScheme(scheme) {
  if (scheme) root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
  showChoice();
}

function showChoice() {
  showScheme();
  const colour = getComputedStyle(root).backgroundColor;
  for (const frame of document.querySelectorAll("meta[name=theme-color]")) frame.content = colour;
}

function remember(scheme) {
  try {
    if (scheme) localStorage.setItem("scheme", scheme);
    else localStorage.removeItem("scheme");
  } catch {
    // The choice holds for this page only.
  }
}

function choose(dark) {
  // A choice that is the system's own needs no memory, and follows the system again.
  const scheme = dark === systemIsDark.matches ? "" : dark ? "dark" : "light";
  remember(scheme);
  setScheme(scheme);
}

toggle.addEventListener("click", () => choose(!isDark()));
systemIsDark.addEventListener("change", showScheme);
addEventListener("storage", ({ key, newValue }) => {
  if (key === "scheme") setScheme(newValue);
});
if (root.dataset.scheme) showChoice();
else showScheme();
toggle.hidden = false;

// 2. A button to copy code; of a session only what was typed.

function readCode(block) {
  const copy = block.querySelector("pre").cloneNode(true);
  const prompts = copy.querySelectorAll(".gp");
  // What goes on without a prompt that we know cannot be told from output.
  const goesOn = /\\\n|<<|^> /m.test(copy.textContent);
  if (!prompts.length || goesOn) return copy.textContent;
  for (const prompt of prompts) prompt.textContent = "\0";
  const typed = copy.textContent.split("\n").filter((line) => line.startsWith("\0"));
  return typed.map((line) => line.slice(line.lastIndexOf("\0") + 1) + "\n").join("");
}

async function copyCode(block, button) {
  try {
    await navigator.clipboard.writeText(readCode(block));
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not copied: the browser forbids it";
  }
  setTimeout(() => (button.textContent = "Copy"), 2000);
}

if (navigator.clipboard) {
  for (const block of document.querySelectorAll(".highlight")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copyCode(block, button));
    block.append(button);
  }
}

// 3. The mark in the table of contents: the last heading at the top of the window or above it.

const contents = document.querySelector("nav.toc details");

function decode(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

function findPlace(headings) {
  // What stands in the last window may never reach its top.
  const isAtEnd = innerHeight + scrollY >= root.scrollHeight - 2;
  const line = isAtEnd ? innerHeight : 120;
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < line);
  // Of several in sight, the one that the reader went to.
  const isTarget = (heading) => heading.id === decode(location.hash);
  const target = above.find((heading) => isTarget(heading) && heading.getBoundingClientRect().top >= 0);
  return target ?? above.at(-1);
}

function markPlace(links, headings) {
  const place = headings.indexOf(findPlace(headings));
  const marked = links.find((link) => link.hasAttribute("aria-current"));
  if (marked === links[place]) return;
  marked?.removeAttribute("aria-current");
  links[place]?.setAttribute("aria-current", "true");
  const frame = contents.parentElement;
  if (place >= 0) frame.scrollTop = links[place].offsetTop - frame.clientHeight / 2;
}

if (contents) {
  const links = [...contents.querySelectorAll("a")];
  const headings = links.map((link) => document.getElementById(decode(link.hash)));
  const mark = () => requestAnimationFrame(() => markPlace(links, headings));
  addEventListener("scroll", mark, { passive: true });
  mark();

  // Beside the text it is always shown, and should say so.
  const wide = matchMedia("(min-width: 70em)");
  const open = () => (contents.open = wide.matches);
  wide.addEventListener("change", open);
  contents.addEventListener("toggle", () => wide.matches && open());
  open();
}

// 4. The keyboard stops only at what really scrolls.

const sizes = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll("pre[tabindex], .table[tabindex]")) sizes.observe(box);

// 5. The line that runs a benchmark names the script where this page is.

for (const run of document.querySelectorAll(".bench-run")) {
  run.querySelector("pre code").textContent = `uv run ${run.querySelector(".bench-file").href}`;
}
