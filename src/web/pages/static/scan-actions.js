// Sends every action form through the offline queue instead of submitting it. The page shows only what
// the server has confirmed.
import { formatCode, parseCode } from './tag-code.js';
import { showResult } from './scan-result.js';
import { discard, enqueue } from './queue.js';
import { queueEvents } from './queue-events.js';
import { currentUser, saveContext } from './device-context.js';
import { uuidV7 } from './uuid.js';

// If the server has not answered after this many milliseconds, the page says that the scan is waiting.
const WAITING_AFTER = 1500;
const MAX_REFRESH_TIME = 800;
const UNKNOWN_ERROR = 'The server did not accept it.';
// Scans made on this page that are not saved or refused yet: scan id to the page region that shows them.
const pending = new Map();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form.act')) return;
  event.preventDefault();
  submitAction(form, event.submitter);
});

async function submitAction(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  try {
    await queueAction(form, button);
  } catch (error) {
    // Without working storage, submit the form directly, as it works without JavaScript.
    console.warn(error);
    form.submit();
  }
  delete form.dataset.busy;
}

async function queueAction(form, button) {
  const user = await currentUser();
  if (!user) {
    // The page's user has signed out or a different one has signed in: reload instead of acting for them.
    return document.body.dataset.user
      ? location.reload()
      : showResult('refused', 'nobody is signed in on this phone, so nothing was stored.', 'Not saved');
  }
  const label = form.dataset.label ?? (button ?? form.querySelector('button')).innerText.trim().replace(/\s+/g, ' ');
  await recordScan(scanFrom(form), label, user, regionOf(form));
}

// Queues one scan and shows its result in the given region of the page.
export async function recordScan(scan, label, user, region) {
  pending.set(scan.id, region);
  const queued = enqueue(scan, label, user);
  queued.catch(() => pending.delete(scan.id));
  const item = await queued;
  setTimeout(() => { if (pending.has(scan.id)) showWaiting([item]); }, WAITING_AFTER);
}

const regionOf = (form) => form.closest('[data-from]') ?? document.getElementById('main');

function scanFrom(form) {
  const fields = new FormData(form);
  const text = (name) => fields.get(name)?.trim() || null;
  const tag = parseCode(form.action).code ?? parseCode(form.action.replace(/\/acts$/, '')).code;
  const scan = { id: uuidV7(), tag, occurred_at: new Date().toISOString(), actions: JSON.parse(text('actions') ?? '[]') };
  if (text('place')) scan.place = text('place');
  if (text('rules')) {
    scan.override = { rules: JSON.parse(text('rules')), reason: text('reason') };
    if (text('hand_magnet_test')) scan.override.hand_magnet_test = true;
  }
  return scan;
}

queueEvents.addEventListener('waiting', ({ detail }) => showWaiting(detail.filter(({ id }) => pending.has(id))));

function showWaiting(items) {
  for (const item of items) {
    const region = pending.get(item.id);
    if (!region || region.querySelector(`[data-scan="${item.id}"]`)) continue;
    showResult('waiting', `${item.label}. Stored on this phone, not sent.`);
    const note = addNote(region, item, 'waiting note');
    note.textContent = `“${item.label}” (${timeOf(item)}) is stored on this phone and not sent yet. Details below may be out of date.`;
  }
}

const storedScansSent = (count) => `${count} stored ${count === 1 ? 'scan' : 'scans'} sent`;

queueEvents.addEventListener('saved', async ({ detail }) => {
  const own = detail.filter(({ id }) => pending.has(id));
  if (!own.length) {
    if (!document.hidden) showResult('saved', storedScansSent(detail.length));
    return;
  }
  const last = own.at(-1);
  const region = pending.get(last.id);
  own.forEach(({ id }) => pending.delete(id));
  // The sound makes people look at the page, so refresh it first, but do not wait for a slow server.
  await Promise.race([refreshRegion(region, last.id), sleep(MAX_REFRESH_TIME)]);
  showResult('saved', own.length > 1 ? storedScansSent(own.length) : last.label);
});

queueEvents.addEventListener('refused', async ({ detail }) => {
  for (const item of detail) {
    const region = pending.get(item.id);
    pending.delete(item.id);
    showResult('refused', `${item.label}. ${item.problem?.detail ?? UNKNOWN_ERROR}`);
    if (region) await showRefusal(region, item);
  }
});

// Shows the reasons above the refreshed page. The button discards the scan;
// without that it stays in the list of refused scans.
async function showRefusal(region, item) {
  await refreshRegion(region);
  const note = addNote(region, item, 'card note');
  const title = document.createElement('h2');
  title.textContent = `Not recorded: ${item.label}`;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'wide understood';
  button.textContent = 'OK, I know it was not recorded';
  button.onclick = async () => {
    await discard(item, 'Refusal acknowledged', await currentUser());
    note.remove();
  };
  note.append(title, problemList(item.problem), button);
}

// Lists the reasons that the server gave.
export function problemList(problem) {
  const list = document.createElement('ul');
  list.className = 'blockers';
  const details = problem?.blockers ?? (problem?.code === 'invalid' ? problem.errors : null) ?? [];
  const texts = details.length ? details.map(({ detail }) => detail) : [problem?.detail ?? UNKNOWN_ERROR];
  list.append(...texts.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
  return list;
}

function addNote(region, item, className) {
  const note = document.createElement('section');
  note.className = className;
  note.dataset.scan = item.id;
  note.ariaLabel = `${formatCode(item.scan.tag)}: ${item.label}`;
  region.prepend(note);
  return note;
}

const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

const timeOf = ({ scan }) => new Date(scan.occurred_at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

// Replaces the region with the current page from the server.
export async function refreshRegion(region, savedScan) {
  const path = region.dataset.from ?? location.pathname;
  if (!region.isConnected) return;
  try {
    const response = await fetch(savedScan ? `${path}?saved=${savedScan}` : path, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (new URL(response.url).pathname === '/sign-in') return location.assign(`/sign-in?next=${encodeURIComponent(path)}`);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    region.replaceChildren(...page.getElementById('main').childNodes);
    updateLocation(page);
    // A subpage such as the screening now shows its parent page; going back must not show the form again.
    if (location.pathname.startsWith(`${path}/`)) history.replaceState(null, '', path);
    if (region.id === 'main') window.scrollTo(0, 0);
  } catch {
    // The signal was lost after saving, so the region still shows the old details.
    region.classList.add('stale');
  }
}

// Loading a place's page sets the phone's location, so the header of this page has to follow.
function updateLocation(page) {
  const header = page.querySelector('.top .here');
  if (header) document.querySelector('.top .here')?.replaceWith(header);
  for (const name of ['place', 'placeName']) {
    if (page.body.dataset[name]) document.body.dataset[name] = page.body.dataset[name];
    else delete document.body.dataset[name];
  }
  saveContext();
}
