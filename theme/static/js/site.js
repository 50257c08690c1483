// What a page can do besides being read. Without it nothing is missing but these three.

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
  if (scheme) root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
  remember(scheme);
  showScheme();
}

toggle.addEventListener("click", () => choose(!isDark()));
systemIsDark.addEventListener("change", showScheme);
addEventListener("storage", ({ key, newValue }) => {
  if (key !== "scheme") return;
  if (newValue) root.dataset.scheme = newValue;
  else delete root.dataset.scheme;
  showScheme();
});
showScheme();
toggle.hidden = false;

// 2. A button to copy code; of a session only what was typed.

function readCode(block) {
  const copy = block.querySelector("code").cloneNode(true);
  const prompts = copy.querySelectorAll(".gp");
  if (!prompts.length) return copy.textContent;
  for (const prompt of prompts) prompt.textContent = "\0";
  const typed = copy.textContent.split("\n").filter((line) => line.startsWith("\0"));
  return typed.map((line) => line.replaceAll("\0", "") + "\n").join("");
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

const contents = document.querySelector(".toc details");

function findPlace(headings) {
  const isAtEnd = innerHeight + scrollY >= root.scrollHeight - 2;
  if (!isAtEnd) return headings.findLast((heading) => heading.getBoundingClientRect().top < 120);
  // What stands in the last window may never reach its top: believe the reader who went there.
  const target = headings.find((heading) => heading.id === decodeURIComponent(location.hash.slice(1)));
  return target?.getBoundingClientRect().top >= 0 ? target : headings.at(-1);
}

function markPlace(links, headings) {
  const place = headings.indexOf(findPlace(headings));
  links.forEach((link, index) => {
    if (index === place) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

if (contents) {
  const links = [...contents.querySelectorAll("a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const mark = () => requestAnimationFrame(() => markPlace(links, headings));
  addEventListener("scroll", mark, { passive: true });
  mark();

  // Beside the text it is always shown, and should say so.
  const wide = matchMedia("(min-width: 70em)");
  const open = () => (contents.open = wide.matches);
  wide.addEventListener("change", open);
  open();
}
