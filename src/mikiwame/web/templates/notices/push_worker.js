/* Shows what this site pushes to the browser, and opens what it is about. */

self.addEventListener("push", (event) => {
  const told = event.data.json();
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.words,
      lang: told.language,
      tag: told.id, // the same one, sent twice, is shown once
      icon: "{% static 'icons/mikiwame.svg' %}",
      data: { address: told.address },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(new URL(event.notification.data.address, self.location.origin)));
});
