/* A textarea with data-draft="key" keeps what is typed in this browser until it has been sent. Ctrl+Enter sends. */

const keyOf = (field) => `draft:${field.dataset.draft}`;
const draftsIn = (element) => element.querySelectorAll("textarea[data-draft]");
const writtenIn = (element) => element.querySelectorAll("textarea[data-draft], textarea[data-keeps]");

function recall(element) {
  for (const field of draftsIn(element)) field.value ||= localStorage.getItem(keyOf(field)) ?? "";
}

function keep({ target }) {
  if (!target.matches("textarea[data-draft]")) return;
  if (target.value.trim()) localStorage.setItem(keyOf(target), target.value);
  else localStorage.removeItem(keyOf(target));
}

function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  if (!event.target.matches("textarea[data-draft], textarea[data-keeps]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

/* Sent: the draft is done with, and what replaced the form is ready for the next words. */
function settle({ detail }) {
  const { verb, elt } = detail.requestConfig;
  if (verb !== "post" || !writtenIn(elt).length) return;
  if (detail.successful) for (const field of draftsIn(elt)) localStorage.removeItem(keyOf(field));
  writtenIn(document)[0]?.focus({ preventScroll: true });
}

document.addEventListener("htmx:load", ({ detail }) => recall(detail.elt));
document.addEventListener("input", keep);
document.addEventListener("keydown", sendByKey);
document.addEventListener("htmx:afterRequest", settle);
recall(document);
