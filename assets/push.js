// Shows what is new when a push service calls (MSG-3). The call is empty, so that nobody on its way learns anything:
// what is new is asked here, by the session of whoever is signed in.
const words = new URL(location.href).searchParams.get("lang") === "en" ? "en" : "ru";

async function newest() {
  const asked = await fetch(`/api/v1/notifications?lang=${words}&unread=true`, { cache: "no-store" });
  return asked.ok ? (await asked.json()).notifications[0] : undefined;
}

async function show() {
  const news = await newest().catch(() => undefined);
  // A browser that was called must show something: where nobody is signed in, only whose call it was.
  await self.registration.showNotification(news?.title ?? "Medkarta", {
    body: news ? `Medkarta · ${news.body.split("\n", 1)[0]}` : "",
    icon: "/assets/medkarta.svg",
    lang: words,
    tag: news?.id ?? "medkarta",
  });
}

self.addEventListener("push", (event) => event.waitUntil(show()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/notifications"));
});
