// Every act on a page is a form. Here it goes to the queue instead of the server: first on the
// phone's disk, then sent, and what is shown is what the server then says, never what was hoped for.
import { inGroups, read } from './tag-code.js';
import { say } from './scan-result.js';
import { add, discard, freshId, told } from './queue.js';
import { me, remember } from './device-context.js';

// A server that answers within this is not worth a word about waiting.
const SOON = 1500;
const REFRESH = 800;
// The acts made on this page that have not come out yet: the scan's id, the part of the page, the button.
const open = new Map();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form.act')) return;
  event.preventDefault();
  act(form, event.submitter);
});

async function act(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = 'yes';
  try {
    await perform(form, button);
  } catch (error) {
    // Without a disk to keep it on, the form goes the way it goes without script.
    console.warn(error);
    form.submit();
  }
  delete form.dataset.busy;
}

async function perform(form, button) {
  const who = await me();
  // Somebody else has signed in since, or nobody is: this page is nobody's to act on.
  if (!who) return document.body.dataset.user ? location.reload() : say('refused', 'nobody is signed in on this phone, so nothing was kept.');
  const label = form.dataset.label ?? (button ?? form.querySelector('button')).innerText.trim().replace(/\s+/g, ' ');
  await record(scanOf(form), label, who, part(form));
}

// Keeps one scan, and says what comes of it in this part of the page.
export async function record(scan, label, who, region) {
  open.set(scan.id, region);
  const kept = add(scan, label, who);
  kept.catch(() => open.delete(scan.id));
  const item = await kept;
  setTimeout(() => { if (open.has(scan.id)) shownWaiting([item]); }, SOON);
}

const part = (form) => form.closest('[data-from]') ?? document.getElementById('main');

function scanOf(form) {
  const fields = new FormData(form);
  const text = (name) => fields.get(name)?.trim() || null;
  const tag = read(form.action).code ?? read(form.action.replace(/\/acts$/, '')).code;
  const scan = { id: freshId(), tag, occurred_at: new Date().toISOString(), actions: JSON.parse(text('actions') ?? '[]') };
  if (text('place')) scan.place = text('place');
  if (text('rules')) {
    scan.override = { rules: JSON.parse(text('rules')), reason: text('reason') };
    if (text('hand_magnet_test')) scan.override.hand_magnet_test = true;
  }
  return scan;
}

told.addEventListener('waiting', ({ detail }) => shownWaiting(detail.filter(({ id }) => open.has(id))));

function shownWaiting(items) {
  for (const item of items) {
    const region = open.get(item.id);
    if (!region || region.querySelector(`[data-scan="${item.id}"]`)) continue;
    say('waiting', `${item.label}. Kept on this phone, not yet saved.`);
    const note = noteOn(region, item, 'waiting');
    note.textContent = `“${item.label}” at ${clock(item)} waits on this phone and is not saved yet. What stands below is from before.`;
  }
}

told.addEventListener('saved', async ({ detail }) => {
  const ours = detail.filter(({ id }) => open.has(id));
  if (!ours.length) {
    if (!document.hidden) say('saved', `${detail.length} that waited`);
    return;
  }
  const last = ours.at(-1);
  const region = open.get(last.id);
  ours.forEach(({ id }) => open.delete(id));
  // Who hears it looks, and should see what is true by now; a slow page is not waited for.
  await Promise.race([refresh(region, last.id), pause(REFRESH)]);
  say('saved', ours.length > 1 ? `${ours.length} that waited` : last.label);
});

told.addEventListener('refused', async ({ detail }) => {
  for (const item of detail) {
    const region = open.get(item.id);
    open.delete(item.id);
    say('refused', `${item.label}. ${item.problem?.detail ?? 'The server did not take it.'}`);
    if (region) await explain(region, item);
  }
});

// Shows the page as it stands, and above it why not. Who reads that has settled it; who leaves
// without a word finds it in the list of what was refused.
async function explain(region, item) {
  await refresh(region);
  const note = noteOn(region, item, 'no');
  const title = document.createElement('h2');
  title.textContent = `Not done: ${item.label}`;
  const understood = document.createElement('button');
  understood.type = 'button';
  understood.className = 'wide understood';
  understood.textContent = 'Understood, it was not done';
  understood.onclick = async () => {
    await discard(item, 'seen at once', await me());
    note.remove();
  };
  note.append(title, reasons(item.problem), understood);
}

// What the server said, in its words.
export function reasons(problem) {
  const list = document.createElement('ul');
  list.className = 'blockers';
  const told = problem?.blockers ?? (problem?.code === 'invalid' ? problem.errors : null) ?? [];
  const words = told.length ? told.map(({ detail }) => detail) : [problem?.detail ?? 'The server did not take it.'];
  list.append(...words.map((detail) => Object.assign(document.createElement('li'), { textContent: detail })));
  return list;
}

function noteOn(region, item, kind) {
  const note = document.createElement('section');
  note.className = kind === 'waiting' ? 'waiting note' : 'card note';
  note.dataset.scan = item.id;
  note.ariaLabel = `${inGroups(item.scan.tag)}: ${item.label}`;
  region.prepend(note);
  return note;
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

const clock = ({ scan }) => new Date(scan.occurred_at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

// The page as the server has it now, in place of what stood here.
export async function refresh(region, saved) {
  const path = region.dataset.from ?? location.pathname;
  if (!region.isConnected) return;
  try {
    const answer = await fetch(saved ? `${path}?saved=${saved}` : path, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (new URL(answer.url).pathname === '/sign-in') return location.assign(`/sign-in?next=${encodeURIComponent(path)}`);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    region.replaceChildren(...page.getElementById('main').childNodes);
    follow(page);
    // A page below the one that is shown now has become it, and going back must not ask again.
    if (location.pathname.startsWith(`${path}/`)) history.replaceState(null, '', path);
    if (region.id === 'main') window.scrollTo(0, 0);
  } catch {
    // The signal went in between: it is saved, and what stands here is from before.
    region.classList.add('stale');
  }
}

// A wall's page makes it this phone's place, and the top of this page says so as well.
function follow(page) {
  const here = page.querySelector('.top .here');
  if (here) document.querySelector('.top .here')?.replaceWith(here);
  for (const name of ['place', 'placeName']) {
    if (page.body.dataset[name]) document.body.dataset[name] = page.body.dataset[name];
    else delete document.body.dataset[name];
  }
  remember();
}
