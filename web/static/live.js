"use strict";

// An open list learns that it has changed. It never moves by itself: it offers to be shown again, in its place.
(() => {
  const show = (id, yes) => document.getElementById(id)?.toggleAttribute("hidden", !yes);
  const of = (list) => (event) => event.target.matches?.("[data-live]") && list(event);
  const AGAIN = 10_000; // ms
  let kept = null;

  function begin({ target }) {
    show("lost", true);
    setTimeout(() => target.isConnected && htmx.ajax("GET", target.getAttribute("hx-sse:connect"), { source: target }), AGAIN);
  }

  document.addEventListener("inbox", of(() => show("fresh", true)));
  document.addEventListener("over", of(() => show("over", true)));
  document.addEventListener("htmx:sse:error", of(() => show("lost", true)));
  // A stream that never began is not begun again by the extension itself.
  document.addEventListener("htmx:error", of(begin));
  document.addEventListener("htmx:response:error", of(begin));
  document.addEventListener("htmx:sse:after:connection", of(() => show("lost", false)));

  // What one had chosen, ticked and stood on is so afterwards too.
  document.addEventListener("htmx:before:swap", (event) => {
    const list = document.getElementById("list");
    if (!event.target.closest?.("#fresh") || !list) return;
    kept = {
      open: list.querySelector(".row-title[aria-current]")?.getAttribute("href"),
      ticked: new Set([...list.querySelectorAll("input[name=ids]:checked")].map((box) => box.value)),
    };
  });
  document.addEventListener("htmx:after:swap", () => {
    const list = document.getElementById("list");
    if (!kept || !list) return;
    const { open, ticked } = kept;
    kept = null;
    list.querySelectorAll("input[name=ids]").forEach((box) => { box.checked = ticked.has(box.value); });
    const row = open && list.querySelector(`.row-title[href="${CSS.escape(open)}"]`);
    row?.setAttribute("aria-current", "true");
    row?.closest("tr").classList.add("selected");
    (row || list).focus();
  });
})();
