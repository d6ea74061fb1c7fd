"use strict";

// Tick boxes of a list: all at once, how many, and what can be done to them once there are any.
function countPicked(name) {
  const boxes = [...document.querySelectorAll(`input[name="${name}"][type="checkbox"]`)];
  const picked = boxes.filter((box) => box.checked).length;
  const all = document.querySelector(`[data-pick-all="${name}"]`);
  if (all) {
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  }
  document.querySelectorAll(`[data-picked="${name}"]`).forEach((says) => {
    says.hidden = picked === 0;
    says.querySelector("strong").textContent = picked;
  });
}

function pick(event) {
  const all = event.target.dataset?.pickAll;
  if (all) document.querySelectorAll(`input[name="${all}"][type="checkbox"]`).forEach((box) => { box.checked = event.target.checked; });
  const name = all ?? (event.target.type === "checkbox" ? event.target.name : "");
  if (name) countPicked(name);
}

// On a wide screen what is taken from a list opens beside it.
function sendBeside(event) {
  const form = event.target;
  if (!form.matches("[data-pane]") || !form.action.includes("?") || !matchMedia("(min-width: 1400px)").matches) return;
  form.action += "&beside=1";
}

// A form beside the list leaves the list and the task where they were.
const beside = () => ({ pane: document.querySelector(".pane"), task: new URL(location).searchParams.get("task") });

function remember(event) {
  const { pane, task } = beside();
  if (task && pane?.contains(event.target)) sessionStorage.setItem("beside", JSON.stringify([task, scrollY, pane.scrollTop]));
}

function stay() {
  const [task, list, down] = JSON.parse(sessionStorage.getItem("beside") ?? "[]");
  const { pane, task: shown } = beside();
  sessionStorage.removeItem("beside");
  if (!task || task !== shown || !pane) return;
  scrollTo(0, list);
  if (!pane.querySelector("[data-focus]")) pane.scrollTop = down;
}

// The way back goes when its time is over.
function expire(form) {
  const says = form.querySelector(".sub");
  const until = Date.now() + Number(form.dataset.until) * 1000;
  const words = says.textContent;
  const tick = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left > 0) {
      says.textContent = words.replace(/\d+/, left);
      return;
    }
    clearInterval(tick);
    form.remove();
  }, 1000);
}

document.addEventListener("change", pick);
document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-picked]").forEach((says) => countPicked(says.dataset.picked)));
document.addEventListener("submit", sendBeside, true);
document.addEventListener("submit", remember);
addEventListener("load", stay);
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-picked]").forEach((says) => countPicked(says.dataset.picked));
  // On a small screen the list comes first, but what narrows it stays in sight.
  if (matchMedia("(max-width: 640px)").matches) document.querySelectorAll("[data-fold='']").forEach((fold) => { fold.open = false; });
  document.querySelectorAll("form[data-until]").forEach(expire);
  const open = document.querySelector(".pane[data-open]");
  if (open && !document.querySelector("[data-focus]")) open.focus({ preventScroll: true });
});
