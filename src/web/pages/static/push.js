// Push notifications for a family page. The section stays hidden in browsers without push support.
const section = document.getElementById('news');
const [status, button] = [section.querySelector('[role=status]'), section.querySelector('button')];
const { key, worker, offer, on, stop, blocked, failed } = section.dataset;
// Each link has its own service worker. The token identifies the link, without the page's view and language.
const token = location.pathname.split('/')[2];
const scope = `/f/${token}`;
const api = `/api/v1/family/${token}/push-subscriptions`;
let subscriptionId = null;

if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) init();

async function init() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const ownRegistration = registration?.scope === new URL(scope, location).href;
  const subscription = ownRegistration ? await registration.pushManager.getSubscription() : null;
  // Saved on every visit, in case the server was restored from a backup.
  if (subscription && usesCurrentKey(subscription)) await save(subscription).catch(() => {});
  // A family that has blocked notifications is not reminded of that on every visit.
  if (subscriptionId !== null || Notification.permission !== 'denied') show();
}

function show(message = '') {
  const subscribed = subscriptionId !== null;
  const denied = Notification.permission === 'denied';
  status.textContent = message || (subscribed ? on : denied ? blocked : '');
  status.hidden = !status.textContent;
  button.textContent = subscribed ? stop : offer;
  button.hidden = denied && !subscribed;
  button.onclick = () => run(subscribed ? unsubscribe : subscribe);
  section.hidden = false;
}

async function run(action) {
  button.disabled = true;
  try {
    await action();
    show();
  } catch {
    show(Notification.permission === 'denied' ? '' : failed);
  }
  button.disabled = false;
}

async function subscribe() {
  if (await Notification.requestPermission() !== 'granted') throw new Error('not granted');
  const registration = await navigator.serviceWorker.register(worker, { scope });
  await activated(registration);
  const existing = await registration.pushManager.getSubscription();
  if (existing && !usesCurrentKey(existing)) await existing.unsubscribe();
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: decodeBase64Url(key) });
  await save(subscription);
}

async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  const response = await fetch(`${api}/${subscriptionId}`, { method: 'DELETE' });
  if (!response.ok && response.status !== 404) throw new Error(response.status);
  subscriptionId = null;
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await registration?.unregister();
}

async function save(subscription) {
  const { endpoint, keys: { p256dh, auth } } = subscription.toJSON();
  const body = JSON.stringify({ endpoint, keys: { p256dh, auth } });
  const response = await fetch(api, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!response.ok) throw new Error(response.status);
  subscriptionId = (await response.json()).id;
}

// A subscription is bound to the server key it was made with. After a key change the browser has to subscribe again.
function usesCurrentKey(subscription) {
  const subscriptionKey = subscription.options?.applicationServerKey;
  return !subscriptionKey || String(new Uint8Array(subscriptionKey)) === String(decodeBase64Url(key));
}

function decodeBase64Url(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function activated(registration) {
  if (registration.active) return registration;
  const installing = registration.installing ?? registration.waiting;
  return new Promise((resolve) => installing.addEventListener('statechange', () => registration.active && resolve(registration)));
}
