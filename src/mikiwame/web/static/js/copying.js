/* A button with data-copies="id" copies that list's lines, where the browser lets it; until then it is hidden. */

const linesOf = (list) => [...list.querySelectorAll("li")].map((item) => item.textContent.trim()).join("\n");

async function copy({ target }) {
  const button = target.closest("button[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(linesOf(document.getElementById(button.dataset.copies)));
  const said = button.parentElement.querySelector("[data-copied]");
  said.textContent = said.dataset.copied;
}

function show(element) {
  for (const button of element.querySelectorAll("button[data-copies]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", copy);
document.addEventListener("htmx:load", ({ detail }) => show(detail.elt));
show(document);
