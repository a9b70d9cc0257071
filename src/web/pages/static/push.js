// Asking to be told on this phone that there is news. Where the browser cannot, nothing is offered.
const part = document.getElementById('news');
const [said, button] = [part.querySelector('[role=status]'), part.querySelector('button')];
const { key, worker, offer, on, stop, blocked, failed } = part.dataset;
// The page's address without what a child's view or a language adds: one worker for each link.
const token = location.pathname.split('/')[2];
const scope = `/f/${token}`;
const api = `/api/v1/family/${token}/push-subscriptions`;
let id = null;

if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) begin();

async function begin() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const own = registration?.scope === new URL(scope, location).href;
  const subscription = own ? await registration.pushManager.getSubscription() : null;
  // Told again each time, so that the server knows it even where it was restored from a copy.
  if (subscription && isOurs(subscription)) await keep(subscription).catch(() => {});
  // Whoever said no once is not told so each time.
  if (id !== null || Notification.permission !== 'denied') show();
}

function show(words = '') {
  const asked = id !== null;
  const refused = Notification.permission === 'denied';
  said.textContent = words || (asked ? on : refused ? blocked : '');
  said.hidden = !said.textContent;
  button.textContent = asked ? stop : offer;
  button.hidden = refused && !asked;
  button.onclick = () => act(asked ? end : ask);
  part.hidden = false;
}

async function act(what) {
  button.disabled = true;
  try {
    await what();
    show();
  } catch {
    show(Notification.permission === 'denied' ? '' : failed);
  }
  button.disabled = false;
}

async function ask() {
  if (await Notification.requestPermission() !== 'granted') throw new Error('not granted');
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await active(registration);
  const before = await registration.pushManager.getSubscription();
  if (before && !isOurs(before)) await before.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await keep(subscription);
}

async function end() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const answer = await fetch(`${api}/${id}`, { method: 'DELETE' });
  if (!answer.ok && answer.status !== 404) throw new Error(answer.status);
  id = null;
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await registration?.unregister();
}

async function keep(subscription) {
  const { endpoint, keys: { p256dh, auth } } = subscription.toJSON();
  const body = JSON.stringify({ endpoint, keys: { p256dh, auth } });
  const answer = await fetch(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(answer.status);
  id = (await answer.json()).id;
}

// A browser lets only those through whose key it was given; after a new key it has to be asked anew.
function isOurs(subscription) {
  const given = subscription.options?.applicationServerKey;
  return !given || String(new Uint8Array(given)) === String(bytes(key));
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function active(registration) {
  if (registration.active) return registration;
  const coming = registration.installing ?? registration.waiting;
  return new Promise((done) => coming.addEventListener('statechange', () => registration.active && done(registration)));
}
