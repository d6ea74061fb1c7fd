"use strict";

// Obeys the table of shortcuts that the page itself shows in its dialog. Where they are switched off, there is none.
(() => {
  const PATIENCE = 1500; // ms between two keys that belong together
  let dialog, shortcuts, begun = "", forget;

  const rows = () => [...document.querySelectorAll("main .row-title")].filter((link) => link.href);
  const does = {
    move(by) {
      const links = rows(), at = links.indexOf(document.activeElement.closest("tr, li")?.querySelector(".row-title"));
      const chosen = links.findIndex((link) => link.hasAttribute("aria-current") || link.closest(":target"));
      const from = at >= 0 ? at : chosen;
      links[Math.max(0, Math.min(from + Number(by), links.length - 1))]?.focus();
    },
    press: (what) => document.querySelector(what)?.click(),
    // The row on which one stands, else the task that is open: never the first that happens to be on the page.
    press_here(what) {
      const here = [document.activeElement.closest("main tr"), document.getElementById("task")];
      here.map((part) => part?.querySelector(what)).find(Boolean)?.click();
    },
    back(list) {
      const chosen = document.querySelector("main .row-title[aria-current]"), link = document.querySelector("[data-back]");
      if (chosen) chosen.focus();
      else location.assign(link?.href ?? list);
    },
    go: (address) => location.assign(address),
    focus: (what) => document.querySelector(what)?.focus(),
    help: () => dialog.showModal(),
  };

  function pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || event.isComposing || dialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable], [role=listbox]")) return;
    const keys = begun ? `${begun} ${event.key}` : event.key;
    const found = shortcuts.get(keys) ?? shortcuts.get(event.key);
    clearTimeout(forget);
    begun = "";
    if (found && does[found.does]) {
      event.preventDefault();
      does[found.does](found.to);
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
