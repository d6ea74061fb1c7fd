"use strict";

// Obeys the table of shortcuts that the page itself shows in its dialog. Where they are switched off, there is none.
(() => {
  const PATIENCE = 1500; // ms between two keys that belong together
  const SEEN = 6000; // ms that a word stands
  let dialog, shortcuts, begun = "", forget, hush;

  const rows = () => [...document.querySelectorAll("main .row-title")].filter((link) => link.href);
  const does = {
    move(by) {
      const links = rows(), at = links.indexOf(document.activeElement.closest("tr, li")?.querySelector(".row-title"));
      const chosen = links.findIndex((link) => link.hasAttribute("aria-current") || link.closest(":target"));
      const from = at >= 0 ? at : chosen;
      links[Math.max(0, Math.min(from + Number(by), links.length - 1))]?.focus();
    },
    press: (what, row) => press(document, what, row),
    // The row on which one stands, else the task that is open: never the first that happens to be on the page.
    press_here: (what, row) => press(document.activeElement.closest("main tr") ?? document.getElementById("task"), what, row),
    back(list) {
      const here = document.querySelector("main .row-title[aria-current]") ?? document.getElementById("list");
      if (here) here.focus();
      else location.assign(document.querySelector("[data-back]")?.href ?? list);
    },
    go: (address) => location.assign(address),
    focus: (what) => document.querySelector(what)?.focus(),
    help: () => dialog.showModal(),
  };

  function press(part, what, { otherwise }) {
    const found = part?.querySelector(what);
    if (found) found.click();
    else if (otherwise) say(otherwise);
  }

  function say(text) {
    const line = document.getElementById("keys-say");
    line.textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { line.textContent = ""; }, SEEN);
  }

  function pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role=listbox]")) return;
    const keys = begun ? `${begun} ${event.key}` : event.key;
    const found = shortcuts.get(keys) ?? shortcuts.get(event.key);
    clearTimeout(forget);
    begun = "";
    if (found && does[found.does]) {
      event.preventDefault();
      does[found.does](found.to, found);
    } else if ([...shortcuts.keys()].some((one) => one.startsWith(`${event.key} `))) {
      begun = event.key;
      forget = setTimeout(() => { begun = ""; }, PATIENCE);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    dialog = document.getElementById("keys");
    if (!dialog) return;
    shortcuts = new Map([...dialog.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row.dataset]));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    document.addEventListener("keydown", pressed);
    document.getElementById("keys-hint").hidden = false;
  });
})();
