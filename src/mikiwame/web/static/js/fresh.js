/* A page that shows a thing asks for itself when something about that is told (components/fresh.html, js/live.js).

   htmx fetches the page and hands over its parts; each is taken where it says something else than before. A part in
   which somebody is writing stays as it is, and a sentence above offers to read the page anew. What was unfolded stays
   unfolded, and the focus stays where it was. */

const FIELDS = "input:not([type=hidden]), textarea, select";
const AT = "a[href], button, summary, [tabindex]";
const told = new Map();

/* Every rendering has its own token. */
const saidIn = (part) => part.innerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");

function isWritten(field) {
  if (field.type === "file") return field.files.length > 0;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

const isBusy = (part) => document.activeElement.matches(FIELDS) && part.contains(document.activeElement)
  || [...part.querySelectorAll(FIELDS)].some(isWritten);

const nameOf = (element) => `${element.tagName} ${element.getAttribute("href") ?? ""} ${element.textContent.trim()}`;
const unfolded = (part) => new Map([...part.querySelectorAll("details")].map((one) => [nameOf(one.firstElementChild), one.open]));

function take(event) {
  const { target, fragment } = event.detail;
  if (!target.matches("[data-fresh]")) return;
  const said = saidIn(fragment);
  const isNew = said !== told.get(target.id);
  const busy = isNew && isBusy(target);
  event.detail.shouldSwap = isNew && !busy;
  if (busy) document.getElementById("fresh-offer").hidden = false;
  if (!event.detail.shouldSwap) return;
  told.set(target.id, said);
  keep(target, fragment);
}

/* What the reader has unfolded and where she stands go over to what replaces it. */
function keep(part, fresh) {
  const open = unfolded(part);
  for (const one of fresh.querySelectorAll("details")) one.open = open.get(nameOf(one.firstElementChild)) ?? one.open;
  const focused = part.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  if (focused === null) return announce();
  setTimeout(() => {
    const same = [...part.querySelectorAll(AT)].find((one) => nameOf(one) === focused);
    (same ?? document.getElementById("main")).focus({ preventScroll: true });
  });
  announce();
}

/* What a toast said of the page as it was is over. */
function announce() {
  document.querySelector(".toasts")?.replaceChildren();
  const status = document.getElementById("fresh-status");
  status.textContent = status.dataset.said;
}

for (const part of document.querySelectorAll("[data-fresh]")) told.set(part.id, saidIn(part));
document.addEventListener("htmx:oobBeforeSwap", take);
