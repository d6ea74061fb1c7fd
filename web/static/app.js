"use strict";

// Set up what one part of the page needs; the page works without it. DKFDS.init a second time
// would add a second listener that closes a calendar at once.
function prepare(scope) {
  DKFDS.datePicker.init(scope);
  scope.querySelector("[data-focus]")?.focus();
  new Set([...scope.querySelectorAll("[data-shown-when]")].map((group) => group.closest("form"))).forEach(follow);
}

// Fields that belong to some answers only: "name=one|other". A field that is hidden answers nothing itself,
// and the field that it hangs on stands before it.
function follow(form) {
  const update = () => {
    const answers = new FormData(form);
    form.querySelectorAll("[data-shown-when]").forEach((group) => {
      const [name, wanted] = group.dataset.shownWhen.split("=");
      const asked = form.elements.namedItem(name);
      const control = asked instanceof RadioNodeList ? asked[0] : asked;
      const away = !control || control.closest("[data-shown-when][hidden]") !== null;
      group.hidden = away || !wanted.split("|").includes(answers.get(name) ?? "");
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
  htmx.ajax("GET", address.pathname + address.search, { target: "#detail", swap: "innerHTML", select: "#task" }).then(() => pane.focus());
}

function move(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  if (event.key !== "j" && event.key !== "k") return;
  const links = [...document.querySelectorAll("[data-keys] .row-title")];
  const at = links.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
  links[Math.max(0, Math.min(at, links.length - 1))]?.focus();
}

// The design system's calendar speaks Danish unless told otherwise.
function calendarInEnglish() {
  const strings = {
    open_calendar: "Open calendar", choose_a_date: "Choose a date",
    choose_a_date_between: "Choose a date between {minDay} {minMonthStr} {minYear} and {maxDay} {maxMonthStr} {maxYear}",
    choose_a_date_before: "Choose a date until {maxDay} {maxMonthStr} {maxYear}",
    choose_a_date_after: "Choose a date from {minDay} {minMonthStr} {minYear}",
    aria_label_date: "{dayStr} {day} {monthStr} {year}", current_month_displayed: "Showing {monthLabel} {focusedYear}",
    first_possible_date: "First possible date", last_possible_date: "Last possible date",
    previous_year: "One year back", previous_month: "One month back", next_month: "One month ahead", next_year: "One year ahead",
    select_month: "Choose month", select_year: "Choose year", previous_years: "{years} years back", next_years: "{years} years ahead",
    guide: "Arrow keys change the day and week, page up and page down the month, with shift the year. Home and end go to the start and end of the week.",
    months_displayed: "Choose a month", years_displayed: "Showing {start} to {end}. Choose a year.",
  };
  const name = (options, date) => new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" }).format(date);
  for (let n = 0; n < 12; n++) {
    const month = name({ month: "long" }, Date.UTC(2026, n, 1));
    strings[month.toLowerCase()] = month;
  }
  for (let n = 0; n < 7; n++) {
    const day = name({ weekday: "long" }, Date.UTC(2026, 0, 5 + n));
    strings[day.toLowerCase()] = day;
  }
  DKFDS.datePicker.setLanguage(strings);
}

document.addEventListener("click", openBeside);
document.addEventListener("htmx:after:swap", (event) => prepare(event.detail.ctx?.target ?? event.target));
document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("scripted");
  if (document.documentElement.lang === "en") calendarInEnglish();
  DKFDS.init();
  prepare(document);
  if (document.querySelector("[data-keys]")) {
    document.addEventListener("keydown", move);
    document.getElementById("keys-hint").hidden = false;
  }
  document.querySelector("[data-live]")?.addEventListener("inbox", () => {
    document.getElementById("fresh").hidden = false;
  });
  // A double click must not send the same form twice.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 3000);
  });
});
