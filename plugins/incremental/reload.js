// Reloads the page when the site was built anew, and shows what is wrong with it.
"use strict";

const shown = document.currentScript.dataset.build;
const events = new EventSource("/-/events");

events.addEventListener("message", (event) => {
  const { build, report } = JSON.parse(event.data);
  if (build !== shown) {
    location.reload();
  } else {
    box.remove();
    if (report) showReport(report);
  }
});

const box = document.createElement("aside");

function showReport(text) {
  box.setAttribute("aria-label", "Problems found while building");
  box.tabIndex = 0; // so that the keyboard can scroll it
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", maxHeight: "40vh", overflow: "auto",
    padding: "1rem", background: "#5b0f14", color: "#fff", zIndex: 1000,
    font: "0.85rem/1.4 ui-monospace, monospace", whiteSpace: "pre-wrap",
  });
  box.textContent = text;
  document.body.append(box);
}
