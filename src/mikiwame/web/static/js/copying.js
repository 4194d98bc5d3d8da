/* A button with data-copies="id" copies that list's lines, where the browser lets it; until then it is hidden. */

const SAID_FOR = 4000; // milliseconds

const linesOf = (list) => [...list.querySelectorAll("li")].map((item) => item.textContent.trim()).join("\n");

async function copy({ target }) {
  const button = target.closest("button[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(linesOf(document.getElementById(button.dataset.copies)));
  say(button.querySelector("[data-copied]"), button.parentElement.querySelector("[role=status]"));
}

function say(label, status) {
  label.dataset.copy ??= label.textContent;
  label.textContent = status.textContent = label.dataset.copied;
  clearTimeout(Number(label.dataset.timer));
  label.dataset.timer = setTimeout(() => {
    label.textContent = label.dataset.copy;
    status.textContent = "";
  }, SAID_FOR);
}

function show(element) {
  for (const button of element.querySelectorAll("button[data-copies]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", copy);
document.addEventListener("htmx:load", ({ detail }) => show(detail.elt));
show(document);
