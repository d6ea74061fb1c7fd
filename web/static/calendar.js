"use strict";

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
