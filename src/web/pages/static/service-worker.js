
// The service worker of the staff pages. The server puts the import of sendQueue, VERSION and FILES in front
// of this script. It caches only the offline page and its files: no API responses and no other pages.
const CACHE = `stuffy-${VERSION}`;
// A page request that takes longer than this many milliseconds counts as offline.
const PAGE_TIMEOUT = 8000;
const UNAVAILABLE = [502, 503, 504];

self.addEventListener('install', (event) => event.waitUntil(fillCache()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  // The hospital sign-in redirects to another site and back. Its own error page is better than the offline page.
  if (pathname.startsWith('/sign-in/hospital')) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});
self.addEventListener('sync', (event) => {
  // An error makes the browser try again later.
  if (event.tag === 'stuffy-queue') event.waitUntil(sendQueue().then((left) => { if (left) throw new Error('Some scans were not sent'); }));
});

async function fillCache() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const response = await fetch('/offline', { credentials: 'omit', cache: 'no-store' });
  // While nodes are being upgraded, the page may come from a server with another version.
  if (!response.ok || !(await response.clone().text()).includes(VERSION)) throw new Error('The offline page has another version');
  await cache.put('/offline', response);
  await self.skipWaiting();
}

async function takeOver() {
  const oldCaches = (await caches.keys()).filter((name) => name.startsWith('stuffy-') && name !== CACHE);
  await Promise.all(oldCaches.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

async function page(request) {
  try {
    const timeouts = request.method === 'GET' ? [timeout()] : [];
    const response = await Promise.race([fetch(request), ...timeouts]);
    if (request.method !== 'GET' || !UNAVAILABLE.includes(response.status)) return response;
    return (await offlinePage()) ?? response;
  } catch {
    return (await offlinePage()) ?? Response.error();
  }
}

const offlinePage = () => caches.match('/offline', { cacheName: CACHE });

const timeout = () => new Promise((_, reject) => { setTimeout(() => reject(new Error('Timeout')), PAGE_TIMEOUT); });
