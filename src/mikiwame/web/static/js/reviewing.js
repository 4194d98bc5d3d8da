/* The review page by keyboard: J and K go through the answers, a letter of a button or link presses it. */

const cards = () => [...document.querySelectorAll("[data-reviewing] > li")];
const isTyping = ({ target }) => target.closest("input, textarea, select, [contenteditable]");

function go(step) {
  const all = cards();
  const at = all.indexOf(document.activeElement.closest("[data-reviewing] > li"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
}

function press(key) {
  const card = document.activeElement.closest("[data-reviewing] > li") ?? cards()[0];
  card?.querySelector(`[data-key="${key}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (!cards().length || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") go(key === "j" ? 1 : -1);
  else if (key === "a" || key === "r") press(key);
  else return;
  event.preventDefault();
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id === "waiting") cards()[0]?.focus();
});
