
// The service worker. Above this stand the queue, the version and the files, as the server has them.
// It keeps the shell, which names nobody, and never an answer of the API nor any other page.
const CACHE = `stuffy-${VERSION}`;
// A network that does not answer a page for so long is no network.
const PATIENCE = 8000;
const AWAY = [502, 503, 504];

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  // This leads out of the house and back: what it says itself is better than a page without a signal.
  if (pathname.startsWith('/sign-in/hospital')) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});
self.addEventListener('sync', (event) => {
  if (event.tag === 'stuffy-queue') event.waitUntil(drain().then((left) => { if (left) throw new Error('some still wait'); }));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const shell = await fetch('/offline', { credentials: 'omit', cache: 'no-store' });
  // While several servers change their version, the page may come from one that has not yet.
  if (!shell.ok || !(await shell.clone().text()).includes(VERSION)) throw new Error('the shell is of another version');
  await cache.put('/offline', shell);
  await self.skipWaiting();
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith('stuffy-') && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

async function page(request) {
  try {
    const waits = request.method === 'GET' ? [patience()] : [];
    const answer = await Promise.race([fetch(request), ...waits]);
    if (request.method !== 'GET' || !AWAY.includes(answer.status)) return answer;
    return (await shell()) ?? answer;
  } catch {
    return (await shell()) ?? Response.error();
  }
}

const shell = () => caches.match('/offline', { cacheName: CACHE });

const patience = () => new Promise((_, reject) => { setTimeout(() => reject(new Error('too slow')), PATIENCE); });
