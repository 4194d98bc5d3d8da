/* Lets this browser receive notices: the form with data-push-key asks the browser for a subscription and sends it.
   Devices carry the SHA-256 of their address as data-endpoint, so that this browser's own is known by it. */

const form = document.querySelector("form[data-push-key]");
const canReceive = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscribe() {
  const registration = await navigator.serviceWorker.register(form.dataset.worker);
  await settled(registration);
  const earlier = await registration.pushManager.getSubscription();
  await earlier?.unsubscribe(); // it may be for another key
  return registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.pushKey,
  });
}

/* A worker that is being installed can't be subscribed yet. */
function settled(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return Promise.resolve();
  return new Promise((done) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && done());
  });
}

async function send(event) {
  event.preventDefault();
  const failure = form.querySelector("[data-failure]");
  failure.hidden = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not granted");
    const { endpoint, keys } = (await subscribe()).toJSON();
    Object.assign(form.elements.endpoint, { value: endpoint });
    Object.assign(form.elements.key, { value: keys.p256dh });
    Object.assign(form.elements.secret, { value: keys.auth });
    form.submit();
  } catch {
    failure.hidden = false; // refused, or no service answers: browsers don't tell which
  }
}

async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* The button stays away where this browser receives already, and its own line says so. */
async function show() {
  const registration = await navigator.serviceWorker.getRegistration(form.dataset.worker);
  const subscription = await registration?.pushManager.getSubscription();
  const own = subscription && document.querySelector(`[data-endpoint="${await digest(subscription.endpoint)}"]`);
  if (own) own.querySelector("[data-own]").hidden = false;
  form.hidden = Boolean(own);
}

if (form) {
  form.addEventListener("submit", send);
  if (canReceive) show();
  document.querySelector("[data-push-none]").hidden = canReceive;
}
