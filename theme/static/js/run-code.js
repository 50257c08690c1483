// The code of a benchmark, and the reader's own version of it, which a reload keeps.

import { make } from "./run-elements.js";

export class Code {
  constructor(snippet, name, { onChange, onRun }) {
    this.block = snippet.querySelector(".snippet-code .highlight pre");
    this.original = this.block.textContent;
    this.key = `code:${location.pathname}#${name}`;
    this.name = name;
    this.onChange = onChange;
    this.onRun = onRun;
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
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.onRun();
    } else if (key === "Tab" && !this.leaves && !event.ctrlKey && !event.altKey && !event.metaKey) {
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
