/* A textarea with data-keeps="address" keeps what is typed on the server, so that the member goes on elsewhere.

   Each change is kept from the revision that this window knows; has another window changed it, she chooses. */

const PAUSE = 800; // milliseconds without a key

let waiting = null;
let last = Promise.resolve();

const part = (field, name) => field.form.querySelector(`[${name}]`);

// Sent from that revision, it is no draft any more.
function goOnFrom(field, revision) {
  field.dataset.revision = revision;
  field.form.elements.draft.value = revision;
}

function tell(field, kept) {
  const box = part(field, "data-draft-changed");
  box.querySelector("[data-why]").textContent = kept.why;
  box.querySelector("[data-other]").textContent = kept.text;
  box.dataset.revision = kept.revision;
  box.hidden = false;
}

async function send(field, { leaving = false } = {}) {
  const text = field.value;
  if (text === field.dataset.kept || !part(field, "data-draft-changed").hidden) return;
  const token = field.form.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ text, revision: field.dataset.revision, csrfmiddlewaretoken: token });
  const answer = await fetch(field.dataset.keeps, { method: "POST", body, keepalive: leaving }).catch(() => null);
  if (!answer || (!answer.ok && answer.status !== 409)) return; // kept with the next key
  const kept = await answer.json();
  if (answer.status === 409) return tell(field, kept);
  field.dataset.kept = text;
  goOnFrom(field, kept.revision);
  part(field, "data-draft-kept").hidden = !text.trim();
}

function keep(field, how) {
  clearTimeout(waiting);
  last = last.then(() => send(field, how));
}

function later({ target }) {
  if (!target.matches("textarea[data-keeps]")) return;
  clearTimeout(waiting);
  part(target, "data-draft-kept").hidden = true;
  waiting = setTimeout(keep, PAUSE, target);
}

function take({ target }) {
  const button = target.closest("[data-take]");
  if (!button) return;
  const field = button.form.querySelector("textarea[data-keeps]");
  const box = part(field, "data-draft-changed");
  goOnFrom(field, box.dataset.revision);
  if (button.dataset.take === "theirs") field.value = box.querySelector("[data-other]").textContent;
  box.hidden = true;
  field.focus();
  keep(field);
}

function leave() {
  const field = document.querySelector("textarea[data-keeps]");
  if (field && document.visibilityState === "hidden") send(field, { leaving: true });
}

function begin() {
  const field = document.querySelector("textarea[data-keeps]");
  if (!field) return;
  field.dataset.kept ??= field.value;
  goOnFrom(field, field.dataset.revision);
}

begin();
document.addEventListener("input", later);
document.addEventListener("click", take);
document.addEventListener("visibilitychange", leave);
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "post") clearTimeout(waiting); // sent: it is no draft any more
});
document.addEventListener("htmx:load", begin);
