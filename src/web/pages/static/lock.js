// The lock: a page that nobody uses hides, and its session ends (R31). What comes back by the back button,
// from a sleeping tab or after another sign-in is asked again whose it is before it is shown.
const limit = Number(document.body.dataset.lock) * 1000;
const everySoOften = Math.min(30_000, limit / 4);
const LAST = 'stuffy-used';

// The queue's cookie stands for the session where script can see it: each sign-in sets another one.
const mark = () => /(?:^|;\s*)stuffy_queue=([^;]+)/.exec(document.cookie)?.[1] ?? '';
const mine = mark();
let told = Date.now();
let locked = false;

const remembered = () => {
  try { return Number(localStorage.getItem(LAST)) || 0; } catch { return 0; }
};
let last = Date.now();
const remember = () => {
  last = Date.now();
  try { localStorage.setItem(LAST, String(last)); } catch { /* without it each tab counts for itself */ }
};

/** Says that somebody used the page, as a scan without a touch does. */
export function used() {
  look();
  if (locked) return;
  remember();
  if (last - told < everySoOften) return;
  told = last;
  // Away is no answer: the session goes on or not as the server says when it is back.
  fetch('/api/v1/sessions/current', { method: 'HEAD', cache: 'no-store' }).then(
    (answer) => { if (answer.status === 401) lock(); }, () => {});
}

/** Hides the page where nobody used it for too long, or it is another user's by now. */
function look() {
  if (locked) return;
  const idle = Date.now() - Math.max(last, remembered());
  if (mark() !== mine || !mine || idle >= limit || idle < -limit) lock();
}

/** Hides the page at once, and ends the session. */
export function lock() {
  if (locked) return;
  locked = true;
  // What others on the page still know is theirs to keep or drop; what is shown goes first.
  const back = location.pathname;
  hide();
  document.dispatchEvent(new Event('stuffy-locked'));
  const other = mark();
  if (other && other !== mine) {
    // Somebody else is signed in: the same page, as theirs.
    location.replace(back);
    return;
  }
  document.cookie = 'stuffy_queue=; Path=/; Max-Age=0; SameSite=Strict';
  leave(back);
}

function hide() {
  const main = document.createElement('main');
  const title = document.createElement('h1');
  const words = document.createElement('p');
  title.textContent = 'Locked';
  words.setAttribute('role', 'status');
  main.append(title, words);
  document.title = 'Locked';
  document.body.replaceChildren(main);
  for (const name of ['user', 'name', 'place', 'placeName']) delete document.body.dataset[name];
}

function leave(back) {
  const to = '/sign-in?next=' + encodeURIComponent(back);
  fetch('/sign-out', { method: 'POST', redirect: 'manual', keepalive: true, cache: 'no-store' }).then(
    () => location.replace(to),
    () => {
      document.querySelector('p').textContent =
        'There is no signal. What you scanned is kept on this phone, and is sent when the signal is back.';
      const again = document.createElement('button');
      again.className = 'main';
      again.textContent = 'Sign in';
      again.addEventListener('click', () => leave(back), { once: true });
      document.querySelector('main').replaceChildren(
        document.querySelector('h1'), document.querySelector('p'), again);
      window.addEventListener('online', () => leave(back), { once: true });
    });
}

if (limit > 0) {
  // What is typed into a form is nobody's to find later.
  for (const form of document.forms) form.autocomplete = 'off';
  remember();
  look();
  for (const kind of ['pointerdown', 'keydown']) {
    document.addEventListener(kind, (event) => {
      used();
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
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pageshow', look);
  window.addEventListener('focus', look);
  setInterval(look, Math.min(1000, limit / 8));
}
