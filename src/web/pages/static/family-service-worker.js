// The worker of a family's page. It shows that there is news, and opens the page; it keeps nothing.
// It is registered for one link's address alone, so its scope says which page to open.

self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function show(data) {
  const { id, text, lang } = read(data);
  // One stands for all before it; the same one sent again takes its own place and makes no sound.
  const shown = await self.registration.getNotifications();
  shown.filter((one) => one.tag !== id).forEach((one) => one.close());
  await self.registration.showNotification(text, { tag: id, lang, dir: 'auto', icon: ICON });
}

function read(data) {
  try {
    const { id, text, lang } = data.json();
    return { id: String(id), text: String(text), lang: String(lang) };
  } catch {
    return { id: 'news', text: NEWS, lang: 'en' };
  }
}

async function open() {
  const page = self.registration.scope;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((one) => one.url.startsWith(page));
  if (there) return there.focus();
  return self.clients.openWindow(page);
}
