/* A message that could not be sent: its form says so, and goes on holding what was written. */

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const said = detail.elt.closest("form.message-form")?.querySelector("[data-unsent]");
  if (said) said.hidden = detail.xhr.status > 0 && detail.xhr.status < 500;
});
