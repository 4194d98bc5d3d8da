/* Recording in the page: the microphone's sound becomes a file of the question's own field, which htmx sends at once. */

const FORMATS = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
const canRecord = Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);

const part = (recorder, name) => recorder.querySelector(`[data-${name}]`);
const clockFace = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function showRecorders(element) {
  if (!canRecord) return;
  for (const recorder of element.querySelectorAll("[data-recorder]")) recorder.hidden = false;
}

async function record(recorder) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    part(recorder, "said").textContent = recorder.dataset.denied;
    return;
  }
  const [type, ending] = FORMATS.find(([format]) => MediaRecorder.isTypeSupported(format)) ?? ["", "webm"];
  const machine = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const pieces = [];
  const begun = performance.now();
  const show = () => {
    const seconds = (performance.now() - begun) / 1000;
    part(recorder, "recorded").textContent = clockFace(seconds);
    if (seconds >= Number(recorder.dataset.most)) machine.stop();
  };
  const ticking = setInterval(show, 250);
  machine.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  machine.addEventListener("stop", () => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    turn(recorder, false);
    hand(recorder, new File(pieces, `recording.${ending}`, { type: type.split(";")[0] }));
  });
  part(recorder, "said").textContent = "";
  part(recorder, "stop").onclick = () => machine.stop();
  turn(recorder, true);
  show();
  machine.start(1000);
}

/* Which of the two buttons there is; the keyboard stays on it. */
function turn(recorder, isRecording) {
  part(recorder, "record").hidden = isRecording;
  part(recorder, "stop").hidden = !isRecording;
  part(recorder, isRecording ? "stop" : "record").focus();
}

function hand(recorder, file) {
  const heard = part(recorder, "heard");
  heard.src = URL.createObjectURL(file);
  heard.hidden = false;
  const label = part(recorder, "again");
  label.textContent = label.dataset.again;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  const field = recorder.closest(".upload").querySelector("input[type=file]");
  field.files = chosen.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/* What could not be sent stays in its field, and goes when there is a connection. */

function following({ detail }) {
  const field = detail.requestConfig?.elt ?? detail.elt;
  if (!field.matches?.("[data-uploads]") || !field.isConnected) return;
  const upload = field.closest(".upload");
  const isUnderWay = detail.xhr.readyState < XMLHttpRequest.DONE;
  upload.querySelector("[data-uploading]").hidden = !isUnderWay;
  upload.querySelector("[data-unsent]").hidden = isUnderWay || detail.xhr.status !== 0;
}

function sendUnsent() {
  for (const sign of document.querySelectorAll("[data-unsent]:not([hidden])")) {
    sign.closest(".upload").querySelector("input[type=file]").dispatchEvent(new Event("change", { bubbles: true }));
  }
}

showRecorders(document);
document.addEventListener("htmx:load", ({ detail }) => showRecorders(detail.elt.parentElement ?? document));
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-record]");
  if (button) record(button.closest("[data-recorder]"));
});
document.addEventListener("htmx:beforeSend", following);
document.addEventListener("htmx:afterRequest", following);
addEventListener("online", sendUnsent);
