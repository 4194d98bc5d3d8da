/* Forms with data-passkey="create" or "get": asks the browser for a passkey, puts its answer into the form, sends it.
   What to ask for stands in the JSON element that data-options names, else at the form's own address. */

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${form.action} answered ${response.status}`);
  return response.json();
}

async function answer(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return webauthnJSON.get(options.request_options);
  const wanted = options.creation_options.publicKey.authenticatorSelection;
  Object.assign(wanted, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return webauthnJSON.create(options.creation_options);
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const failure = form.querySelector("[data-failure]");
  failure.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await answer(form));
    form.submit();
  } catch {
    failure.hidden = false; // given up, timed out, no such passkey here: browsers don't tell which
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", send);
  form.hidden = !window.PublicKeyCredential;
}
