// Shows the pushes of schools, also while no page is open. Before it stand WORDS: our icon, and what is said in the
// language that was read last. What comes is what Firebase makes of the payload in common/cloud/push.py.
"use strict";

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => event.waitUntil(show(pushIn(event))));

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.link));
});

// The browser gave up its subscription, so the token at Firebase leads nowhere. Only the parent can log in and renew it.
addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(show({ title: "Ouderbrief", body: WORDS.renew, lang: WORDS.lang, tag: "renew", link: "/profiel" }));
});

// A browser takes a permission away from whoever shows nothing for a push, so there is always something to show.
function pushIn(event) {
  try {
    const { notification, data } = event.data.json();
    return { ...notification, link: data.link };
  } catch {
    return { title: "Ouderbrief", body: WORDS.news, lang: WORDS.lang, tag: "news", link: "/berichten" };
  }
}

function show({ title, body, lang, tag, link }) {
  return registration.showNotification(title, { body, lang, tag, icon: WORDS.icon, data: { link } });
}

// A window that shows the page already comes to the front; its address has the language before the same path.
async function open(link) {
  const page = new URL(link, location.origin);
  const path = page.origin === location.origin ? page.pathname : "/berichten";
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => new URL(one.url).pathname.endsWith(path));
  return there ? there.focus() : clients.openWindow(path);
}
