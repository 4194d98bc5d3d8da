/* What is new, told by the server while the page is looked at: a stream of events that name things.

   An element with data-asks="message read" asks for itself (its htmx trigger is "ask") when such an event comes; with
   data-about, only for one that names this. While no stream is open, all of them ask every ten seconds, but those that
   show what seldom changes ("thread"): a stream that was broken and is open again has them ask once. */

const ASK_EVERY = 10_000;
const LOOK_EVERY = 60_000; // with a stream: should it have stopped telling without anybody's noticing
const HIDDEN_FOR = 20_000;
const PAUSES = [1, 2, 5, 10, 30, 60]; // seconds until a stream is tried again
const address = document.body.dataset.live;

let stream = null;
let failures = 0;
let trying = null;
let leaving = null;
let asked = Date.now();

function ask(kind, named = {}) {
  if (!kind || kind === "again") asked = Date.now();
  for (const element of document.querySelectorAll("[data-asks]")) {
    const { asks, about } = element.dataset;
    const isMeant =
      kind === "again" ||
      (kind ? asks.split(" ").includes(kind) && (!about || Object.values(named).includes(about)) : asks !== "thread");
    if (isMeant) htmx.trigger(element, "ask");
  }
}

function count(counts) {
  for (const element of document.querySelectorAll("[data-count-of]")) {
    const number = counts[element.dataset.countOf] ?? 0;
    element.querySelector("[data-number]").textContent = number;
    element.hidden = number === 0;
  }
}

function open() {
  if (stream || document.hidden) return;
  clearTimeout(trying);
  stream = new EventSource(address, { withCredentials: true });
  stream.addEventListener("again", () => {
    ask(failures ? "again" : undefined);
    failures = 0;
    document.body.dataset.liveIs = "open";
  });
  stream.addEventListener("counts", ({ data }) => count(JSON.parse(data)));
  for (const kind of ["message", "read", "thread", "notice", "fact"]) {
    stream.addEventListener(kind, ({ data }) => ask(kind, JSON.parse(data)));
  }
  stream.addEventListener("error", () => {
    close();
    const pause = PAUSES[Math.min(failures++, PAUSES.length - 1)] * 1000;
    trying = setTimeout(open, pause * (0.5 + Math.random()));
  });
}

function close() {
  stream?.close();
  stream = null;
  delete document.body.dataset.liveIs;
}

/* Browsers open few connections to a server at once: a page that nobody looks at leaves them to others. */
function look() {
  clearTimeout(leaving);
  if (document.hidden) leaving = setTimeout(close, HIDDEN_FOR);
  else open();
}

setInterval(() => {
  const every = document.body.dataset.liveIs ? LOOK_EVERY : ASK_EVERY;
  if (!document.hidden && Date.now() - asked >= every) ask();
}, 1000);
document.addEventListener("visibilitychange", look);
addEventListener("online", open);
addEventListener("pagehide", close);
addEventListener("pageshow", look);
look();
