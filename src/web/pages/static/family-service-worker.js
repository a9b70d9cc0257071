// The service worker of one family link. It shows push notifications and opens the page; it caches nothing.
// Its scope is the address of the page. The server puts NEWS (a default text) and ICON in front of this script.

self.addEventListener('push', (event) => event.waitUntil(notify(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage());
});

async function notify(data) {
  const { id, text, lang } = parse(data);
  // A new notification replaces the older ones. One that is delivered twice replaces itself silently.
  const notifications = await self.registration.getNotifications();
  notifications.filter(({ tag }) => tag !== id).forEach((notification) => notification.close());
  await self.registration.showNotification(text, { tag: id, lang, dir: 'auto', icon: ICON });
}

function parse(data) {
  try {
    const { id, text, lang } = data.json();
    return { id: String(id), text: String(text), lang: String(lang) };
  } catch {
    return { id: 'news', text: NEWS, lang: 'en' };
  }
}

async function openPage() {
  const url = self.registration.scope;
  const clients = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const client = clients.find((candidate) => candidate.url.startsWith(url));
  if (client) return client.focus();
  return self.clients.openWindow(url);
}
