/* Answering a unit: what is written stays in this browser until it is sent, the keyboard chooses, the clock is quiet.

   Drafts lie under draft-answer:<worker, batch, unit>. One that was sent and not answered is marked as pending, with
   all that it takes to send it once more: the server takes the same answer to the same place only once. */

const KEPT = "draft-answer:";
const KEEP_DAYS = 14;
const RETRY_SECONDS = [2, 5, 10, 20, 40, 60];
const PASSED_OVER = new Set(["csrfmiddlewaretoken", "place", "form_version"]);

const formsIn = (element) => element.querySelectorAll("form[data-draft-key]");
const keyOf = (form) => KEPT + form.dataset.draftKey;
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");

function pairsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !PASSED_OVER.has(name));
}

function keep(form, more = {}) {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ pairs: pairsOf(form), at: Date.now(), ...more }));
    for (const sign of form.querySelectorAll("[data-kept]")) sign.hidden = false;
  } catch {
    /* The browser has no room for it, or is told to remember nothing: then nothing is promised. */
  }
}

function recall(form) {
  const draft = read(keyOf(form));
  if (!draft || "filled" in form.dataset) return;
  const left = [...draft.pairs];
  for (const field of form.elements) {
    if (!field.name || PASSED_OVER.has(field.name) || ["hidden", "file", "submit"].includes(field.type)) continue;
    const chosen = left.findIndex(
      ([name, value]) => name === field.name && (!["radio", "checkbox"].includes(field.type) || value === field.value),
    );
    if (["radio", "checkbox"].includes(field.type)) field.checked = chosen >= 0;
    else if (chosen >= 0) field.value = left[chosen][1];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  keep(form, draft.pending ? { pending: draft.pending } : {});
}

function forget(key) {
  localStorage.removeItem(key);
}

function forgetOld() {
  const limit = Date.now() - KEEP_DAYS * 86_400_000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEPT) && !(read(key)?.at > limit)) forget(key);
  }
}

/* The clock: seconds from the server, counted on by how long the page has been open, never by the time of day. */

let clock = null;

function startClock() {
  const element = document.querySelector("[data-seconds-left]");
  clock = element && { element, until: performance.now() + element.dataset.secondsLeft * 1000, told: "" };
  tick();
}

function tell(said) {
  if (clock.told === said) return;
  clock.told = said;
  clock.element.querySelector("[data-told]").textContent = said;
}

function tick() {
  if (!clock) return;
  const left = (clock.until - performance.now()) / 1000;
  const { left: pattern, nearly, over } = clock.element.dataset;
  const shown = clock.element.querySelector("[data-time]");
  if (left <= 0) {
    shown.textContent = over;
    clock.element.classList.add("over");
    clock.element.querySelector(".clock-until")?.remove();
    tell(over);
    clock = null;
    return;
  }
  const [unit, size] = left >= 3600 ? ["hour", 3600] : left >= 60 ? ["minute", 60] : ["second", 10];
  const amount = unit === "second" ? Math.ceil(left / size) * size : Math.floor(left / size);
  const language = document.documentElement.lang;
  const time = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
  shown.textContent = pattern.replace("{time}", language === "ja" ? time.replace(" ", "") : time);
  if (left < 60) tell(nearly);
  clock.element.classList.toggle("pressing", left < 60);
}

/* After a sleep of the device the page doesn't know how long that was: it asks. */
function askTheTime() {
  if (document.visibilityState === "visible" && document.querySelector("#time-left")) {
    htmx.ajax("GET", location.pathname, { target: "#time-left", select: "#time-left", swap: "outerHTML" });
  }
}

/* The keyboard: a digit chooses in the question that has the focus, else in the first that wants an answer. */

function chosenBy(form, digit) {
  const groups = [...form.querySelectorAll(".question:not([hidden]) :is(.choices, .scale-steps)")];
  const open = groups.filter((group) => group.querySelector("input[type=radio]"));
  const here = open.find((group) => group.closest("fieldset").contains(document.activeElement));
  const group = here ?? open.find((one) => !one.querySelector(":checked")) ?? open[0];
  return group?.querySelectorAll("input[type=radio]")[digit - 1];
}

function byKey(event) {
  const form = document.querySelector("form[data-draft-key]");
  if (!form || event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  } else if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
    if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const choice = chosenBy(form, Number(event.key));
    if (!choice) return;
    choice.click();
    choice.focus();
  }
}

/* The connection: what could not be sent is sent again, after a while or when the browser is connected. */

let tries = 0;
let waiting = null;

function tryAgain() {
  clearTimeout(waiting);
  const form = document.querySelector("#answer-form");
  if (form && read(keyOf(form))?.pending) form.requestSubmit(form.querySelector("[data-send]"));
  else resend();
}

/* A page that was left while its answer was under way: whether it has come, only the server knows. */
function resend() {
  const hand = document.querySelector("#hand");
  if (!hand) return;
  for (const key of Object.keys(localStorage)) {
    const draft = key.startsWith(KEPT) && key.includes(hand.dataset.batch) ? read(key) : null;
    const form = document.querySelector("#answer-form");
    if (!draft?.pending || (form && keyOf(form) === key)) continue;
    const values = new FormData();
    for (const [name, value] of [...draft.pairs, ...draft.pending]) values.append(name, value);
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (token) values.append("csrfmiddlewaretoken", token);
    fetch(location.pathname, { method: "POST", body: values }).then(({ ok, status }) => {
      if (ok) forget(key);
      else if (status < 500) localStorage.setItem(key, JSON.stringify({ pairs: draft.pairs, at: draft.at }));
    }, () => {});
  }
}

function onSent({ detail }) {
  const { elt: form, verb } = detail.requestConfig;
  if (detail.target?.id !== "hand" || verb !== "post") return;
  const isAnswer = form.matches("form[data-draft-key]");
  if (detail.successful) {
    tries = 0;
    if (isAnswer) forget(keyOf(form));
    document.querySelector("#hand")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  } else if (isAnswer && (detail.xhr.status === 0 || detail.xhr.status >= 500)) {
    keep(form, { pending: [...new FormData(form)].filter(([name]) => ["place", "form_version"].includes(name)) });
    form.querySelector("[data-unconnected]").hidden = false;
    const seconds = RETRY_SECONDS[Math.min(tries++, RETRY_SECONDS.length - 1)];
    waiting = setTimeout(tryAgain, seconds * 1000);
  } else if (isAnswer) {
    (document.querySelector("#hand .summary") ?? document.querySelector("#hand"))?.focus();
  }
}

function begin(element) {
  for (const form of formsIn(element)) recall(form);
  startClock();
}

forgetOld();
begin(document);
setTimeout(tryAgain, 500); // when htmx knows the page
setInterval(tick, 1000);
document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) begin(detail.elt.parentElement ?? document);
});
document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-draft-key]");
  if (form) keep(form);
});
document.addEventListener("keydown", byKey);
document.addEventListener("htmx:afterRequest", onSent);
document.addEventListener("visibilitychange", askTheTime);
addEventListener("online", tryAgain);
