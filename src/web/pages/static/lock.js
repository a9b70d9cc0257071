// Locks an idle page and ends its session (R31). A page that comes back from the back button or from a
// sleeping tab, or that a different user sees after signing in, is checked before it is shown.
import { deleteCookie, readCookie } from './cookies.js';

const lockAfter = Number(document.body.dataset.lock) * 1000;
const pingInterval = Math.min(30_000, lockAfter / 4);
const LAST_USED_KEY = 'stuffy-used';

// Scripts cannot read the session cookie. The queue token changes with every sign-in, so it identifies the session.
const queueToken = () => readCookie('stuffy_queue') ?? '';
const ownToken = queueToken();
let lastPing = Date.now();
let locked = false;

// Activity in any tab keeps all tabs unlocked.
const lastUsedInAnyTab = () => {
  try { return Number(localStorage.getItem(LAST_USED_KEY)) || 0; } catch { return 0; }
};
let lastUsed = Date.now();
const saveLastUsed = () => {
  lastUsed = Date.now();
  try { localStorage.setItem(LAST_USED_KEY, String(lastUsed)); } catch { /* Without storage, each tab counts its own idle time. */ }
};

// Records user activity. A scan counts too, although nobody touches the page.
export function recordActivity() {
  lockIfNeeded();
  if (locked) return;
  saveLastUsed();
  if (lastUsed - lastPing < pingInterval) return;
  lastPing = lastUsed;
  // A network error does not lock the page: the server decides once it can be reached again.
  fetch('/api/v1/sessions/current', { method: 'HEAD', cache: 'no-store' }).then(
    (response) => { if (response.status === 401) lock(); }, () => {});
}

// Locks the page if it was idle for too long or a different user has signed in since.
function lockIfNeeded() {
  if (locked) return;
  const idle = Date.now() - Math.max(lastUsed, lastUsedInAnyTab());
  // A large negative idle time means the phone's clock was set back.
  if (queueToken() !== ownToken || !ownToken || idle >= lockAfter || idle < -lockAfter) lock();
}

function lock() {
  if (locked) return;
  locked = true;
  const path = location.pathname;
  // Hide the page first; other modules then clean up on the event.
  hidePage();
  document.dispatchEvent(new Event('stuffy-locked'));
  const token = queueToken();
  if (token && token !== ownToken) {
    // A different user is signed in: load the same page for them.
    location.replace(path);
    return;
  }
  deleteCookie('stuffy_queue');
  signOut(path);
}

function hidePage() {
  const main = document.createElement('main');
  const title = document.createElement('h1');
  const status = document.createElement('p');
  title.textContent = 'Locked';
  status.setAttribute('role', 'status');
  main.append(title, status);
  document.title = 'Locked';
  document.body.replaceChildren(main);
  for (const name of ['user', 'name', 'place', 'placeName']) delete document.body.dataset[name];
}

function signOut(returnPath) {
  const signInUrl = '/sign-in?next=' + encodeURIComponent(returnPath);
  fetch('/sign-out', { method: 'POST', redirect: 'manual', keepalive: true, cache: 'no-store' }).then(
    () => location.replace(signInUrl),
    () => {
      document.querySelector('p').textContent =
        'There is no signal. Your scans are stored on this phone and will be sent when the signal is back.';
      const button = document.createElement('button');
      button.className = 'main';
      button.textContent = 'Sign in';
      button.addEventListener('click', () => signOut(returnPath), { once: true });
      document.querySelector('main').replaceChildren(
        document.querySelector('h1'), document.querySelector('p'), button);
      window.addEventListener('online', () => signOut(returnPath), { once: true });
    });
}

if (lockAfter > 0) {
  // The browser must not offer one user's input to the next.
  for (const form of document.forms) form.autocomplete = 'off';
  saveLastUsed();
  lockIfNeeded();
  for (const kind of ['pointerdown', 'keydown']) {
    document.addEventListener(kind, (event) => {
      recordActivity();
      if (!locked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, { capture: true });
  }
  document.addEventListener('submit', (event) => {
    if (event.target.getAttribute('action') !== '/sign-out') return;
    event.preventDefault();
    lock();
  });
  document.addEventListener('visibilitychange', lockIfNeeded);
  window.addEventListener('pageshow', lockIfNeeded);
  window.addEventListener('focus', lockIfNeeded);
  setInterval(lockIfNeeded, Math.min(1000, lockAfter / 8));
}
