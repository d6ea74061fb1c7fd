"use strict";

// Set up what one part of the page needs; the page works without it. DKFDS.init a second time
// would add a second listener that closes a calendar at once.
function prepare(scope) {
  DKFDS.datePicker.init(scope);
  scope.querySelector("[data-focus]")?.focus();
  scope.querySelectorAll(".scroll[tabindex]").forEach((box) => {
    stop(box);
    [box, ...box.children].forEach((one) => resized.observe(one));
  });
  new Set([...scope.querySelectorAll("[data-shown-when]")].map((group) => group.closest("form"))).forEach(follow);
}

// A box that scrolls is reached by keyboard; one that shows all of itself is no stop on the way.
const resized = new ResizeObserver((changed) => {
  new Set(changed.map((one) => one.target.closest(".scroll")).filter(Boolean)).forEach(stop);
});

function stop(box) {
  const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  if (scrolls) box.tabIndex = 0;
  else if (box !== document.activeElement) box.removeAttribute("tabindex");
}

// Fields that belong to some answers only: "name=one|other". A field that is hidden answers nothing itself,
// and the field that it hangs on stands before it. An option that fits an answer no more is chosen no more.
function follow(form) {
  const update = (event) => {
    const answers = new FormData(form);
    form.querySelectorAll("[data-shown-when]").forEach((group) => {
      const [name, wanted] = group.dataset.shownWhen.split("=");
      const asked = form.elements.namedItem(name);
      const control = asked instanceof RadioNodeList ? asked[0] : asked;
      const away = !control || control.closest("[data-shown-when][hidden]") !== null;
      group.hidden = away || !wanted.split("|").includes(answers.get(name) ?? "");
      if (!(group instanceof HTMLOptionElement)) return;
      if (event && group.hidden && group.selected) group.parentElement.value = "";
      group.disabled = group.hidden && !group.selected;
    });
  };
  form.addEventListener("change", update);
  update();
}

// On a wide screen a task opens beside the list; else its link leads to its page.
function openBeside(event) {
  const link = event.target.closest?.("a[data-pane]");
  const pane = document.getElementById("detail");
  if (!link || !pane || event.metaKey || event.ctrlKey || event.shiftKey || !matchMedia("(min-width: 1400px)").matches) return;
  event.preventDefault();
  document.querySelectorAll(".list .selected").forEach((row) => row.classList.remove("selected"));
  document.querySelectorAll(".list [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  link.closest("tr").classList.add("selected");
  link.setAttribute("aria-current", "true");
  const address = new URL(link.href);
  const here = new URL(location.href);
  here.searchParams.set("task", address.pathname.split("/").pop());
  ["notice", "about", "bulk"].forEach((said) => here.searchParams.delete(said));
  history.replaceState(history.state, "", here);
  address.searchParams.set("pane", "1");
  pane.setAttribute("aria-busy", "true");
  say(pane, pane.dataset.loading);
  const wanted = { source: pane, target: pane, swap: "innerHTML", select: "#task" };
  htmx.ajax("GET", address.pathname + address.search, wanted).catch(() => {}).then(() => {
    if (!link.hasAttribute("aria-current")) return; // another one was chosen meanwhile
    pane.removeAttribute("aria-busy");
    if (!pane.querySelector("#task")) say(pane, pane.dataset.failed);
    pane.dataset.open = "";
    pane.scrollTop = 0;
    pane.focus();
  });
}

function say(pane, text) {
  const line = document.createElement("p");
  line.className = "empty";
  line.textContent = text;
  pane.replaceChildren(line);
}

// On a phone the menu is a strip that scrolls: where one is stands in sight.
function showCurrent(menu) {
  const current = menu?.querySelector("[aria-current]");
  if (!current) return;
  const [strip, item] = [menu, current].map((one) => one.getBoundingClientRect());
  menu.scrollLeft += item.left - strip.left - (strip.width - item.width) / 2;
}

// A page that the browser had kept as it was is asked for anew, as whoever is logged in now.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("form[data-forgets]")) location.replace(location.href);
});
document.addEventListener("click", openBeside);
document.addEventListener("htmx:after:swap", (event) => prepare(event.detail.ctx?.target ?? event.target));
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("scripted");
  if (document.documentElement.lang === "en") calendarInEnglish();
  DKFDS.init();
  prepare(document);
  showCurrent(document.querySelector(".side"));
  // A double click must not send the same form twice.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 3000);
  });
});
