"use strict";

// "@" in a comment opens the list of colleagues that the page carries; the arrow keys choose, Enter or Tab writes.
(() => {
  const MOST = 8;
  const begun = (field) => field.value.slice(0, field.selectionStart).match(/(?:^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}_. -]{0,40})$/u);
  const list = (field) => document.getElementById(field.getAttribute("aria-controls"));
  const chosen = (field) => list(field).querySelector('[aria-selected="true"]');

  function choose(field, option) {
    list(field).querySelectorAll("[aria-selected]").forEach((one) => one.removeAttribute("aria-selected"));
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close(field) {
    list(field).hidden = true;
    choose(field, null);
  }

  function offer(field) {
    const typed = begun(field)?.[1].toLowerCase();
    let left = MOST;
    list(field).querySelectorAll("[role=option]").forEach((option) => {
      const words = option.textContent.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = typed !== undefined && (option.dataset.writes.toLowerCase().startsWith(typed) || words.some((word) => word.startsWith(typed)));
      option.hidden = !fits || left-- <= 0;
    });
    const first = list(field).querySelector("[role=option]:not([hidden])");
    const done = first && typed === first.dataset.writes.toLowerCase();
    list(field).hidden = !first || done;
    choose(field, first && !done ? first : null);
  }

  function write(field, option) {
    const typed = begun(field)[1], at = field.selectionStart;
    field.setRangeText(`${option.dataset.writes} `, at - typed.length, at, "end");
    field.focus();
    close(field);
  }

  function step(field, by) {
    const shown = [...list(field).querySelectorAll("[role=option]:not([hidden])")];
    choose(field, shown[(shown.indexOf(chosen(field)) + by + shown.length) % shown.length]);
  }

  const field = (event) => event.target.closest?.("[data-mentions]");
  document.addEventListener("input", (event) => { if (field(event)) offer(field(event)); });
  document.addEventListener("focusout", (event) => { if (field(event)) setTimeout(() => close(field(event)), 200); });
  document.addEventListener("keydown", (event) => {
    const here = field(event);
    if (!here || list(here).hidden) return;
    const act = {
      ArrowDown: () => step(here, 1), ArrowUp: () => step(here, -1), Escape: () => close(here),
      Enter: () => write(here, chosen(here)), Tab: () => write(here, chosen(here)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[data-writes]");
    if (!option) return;
    event.preventDefault();
    write(document.querySelector(`[aria-controls="${option.parentElement.id}"]`), option);
  });
})();
