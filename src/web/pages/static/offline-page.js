// What opens where there is no signal: the code that was scanned, this phone's place, and the acts
// that need no picture. Whatever is done here goes to the queue. It says nothing of the companion,
// for nothing about it is kept on the phone.
import './scan-actions.js';
import './queue-badge.js';
import { inGroups, read } from './tag-code.js';
import './queue-list.js';
import { drain } from './queue.js';
import { showBy } from './scanner.js';
import { recall } from './storage.js';
import { me, place } from './device-context.js';

const ACTS = [
  ['Gown and mask on', [{ kind: 'dressed', items: ['gown', 'mask'] }]],
  ['Gown and mask off', [{ kind: 'undressed', items: ['gown', 'mask'] }]],
  ['Handed to the child', [{ kind: 'handed_over', to: 'child' }]],
  ['Handed to the guardian', [{ kind: 'handed_over', to: 'guardian' }]],
  ['Handed to staff', [{ kind: 'handed_over', to: 'staff' }]],
  ['Missing', [{ kind: 'reported_missing' }]],
];

const shown = document.getElementById('read');

function act(code, label, actions, here, main = false) {
  const form = document.createElement('form');
  form.className = 'act';
  form.method = 'post';
  form.action = `/T/${code}/acts`;
  const hidden = (name, value) => Object.assign(document.createElement('input'), { type: 'hidden', name, value });
  const button = Object.assign(document.createElement('button'), { textContent: label, className: main ? 'main' : 'wide' });
  form.append(hidden('actions', JSON.stringify(actions)), hidden('place', here?.code ?? ''), button);
  return form;
}

async function tag(code) {
  const [who, here] = [await me(), await place()];
  const title = Object.assign(document.createElement('h2'), { className: 'code', textContent: inGroups(code) });
  shown.replaceChildren(title);
  if (!who) {
    shown.append(Object.assign(document.createElement('p'), { className: 'refused', textContent: 'Nobody is signed in on this phone. Signing in needs a signal.' }));
    return;
  }
  const more = document.createElement('div');
  more.className = 'ways';
  more.append(...ACTS.map(([label, actions]) => act(code, label, actions, here)));
  shown.append(act(code, here ? `Here: ${here.name}` : 'Seen by me', [], here, true), more);
}

// The wall's code makes it this phone's place, as the server would.
async function wall(code) {
  document.cookie = `stuffy_place=${code}; Path=/; Max-Age=43200; SameSite=Lax`;
  await header();
  shown.replaceChildren(Object.assign(document.createElement('p'), { textContent: `This phone is now in ${(await place()).name}.` }));
}

async function header() {
  const [who, here] = [await me(), await place()];
  const line = Object.assign(document.createElement('span'), { className: 'here' });
  line.textContent = here ? `You are in ${here.name}` : 'No place set';
  const lock = Object.assign(document.createElement('form'), { method: 'post', action: '/sign-out' });
  const name = Object.assign(document.createElement('span'), { className: 'small', textContent: who?.name ?? 'Nobody signed in' });
  const button = Object.assign(document.createElement('button'), { className: 'lock' });
  button.append(name, who ? ' Lock' : '');
  if (who) lock.append(button);
  document.querySelector('.top').replaceChildren(...document.querySelectorAll('.top .home, .top .tally'), line, who ? lock : name);
}

await header();
showBy({ tag, place: wall, bare: async (code) => ((await recall('places'))?.[code] ? wall(code) : tag(code)) });

const { kind, code } = read(location.pathname);
if (kind === 'tag') await tag(code);
if (kind === 'place') await wall(code);
// A form that did not get through is not sent again behind anybody's back.
if (!['/scan', '/queue', '/', '/board'].includes(location.pathname) && !kind) {
  shown.append(Object.assign(document.createElement('p'), { textContent: 'This page needs a signal. If you sent a form, it did not get through.' }));
}
drain();
