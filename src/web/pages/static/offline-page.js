// The page shown without a signal: the scanned code, the phone's location, and the most common actions,
// which go to the queue. It shows nothing about companions, because the phone stores nothing about them.
import './scan-actions.js';
import './queue-badge.js';
import { formatCode, parseCode } from './tag-code.js';
import './queue-list.js';
import { sendQueue } from './queue-upload.js';
import { setCodeHandlers } from './scanner.js';
import { writeCookie } from './cookies.js';
import { loadValue } from './storage.js';
import { currentPlace, currentUser } from './device-context.js';

const ACTIONS = [
  ['Gown and mask on', [{ kind: 'dressed', items: ['gown', 'mask'] }]],
  ['Gown and mask off', [{ kind: 'undressed', items: ['gown', 'mask'] }]],
  ['Hand over to child', [{ kind: 'handed_over', to: 'child' }]],
  ['Hand over to guardian', [{ kind: 'handed_over', to: 'guardian' }]],
  ['Hand over to staff', [{ kind: 'handed_over', to: 'staff' }]],
  ['Report missing', [{ kind: 'reported_missing' }]],
];

const result = document.getElementById('read');

const element = (name, properties) => Object.assign(document.createElement(name), properties);

function actionForm(code, label, actions, here, main = false) {
  const form = element('form', { className: 'act', method: 'post', action: `/T/${code}/acts` });
  const hidden = (name, value) => element('input', { type: 'hidden', name, value });
  const button = element('button', { textContent: label, className: main ? 'main' : 'wide' });
  form.append(hidden('actions', JSON.stringify(actions)), hidden('place', here?.code ?? ''), button);
  return form;
}

async function showTag(code) {
  const [user, here] = [await currentUser(), await currentPlace()];
  result.replaceChildren(element('h2', { className: 'code', textContent: formatCode(code) }));
  if (!user) {
    result.append(element('p', { className: 'refused', textContent: 'Nobody is signed in on this phone. You need a signal to sign in.' }));
    return;
  }
  const buttons = element('div', { className: 'ways' });
  buttons.append(...ACTIONS.map(([label, actions]) => actionForm(code, label, actions, here)));
  result.append(actionForm(code, here ? `Here: ${here.name}` : 'Record sighting', [], here, true), buttons);
}

// Sets the phone's location to this place, as the server does when the page of a place is loaded.
async function setPlace(code) {
  writeCookie('stuffy_place', code, 43200);
  await showHeader();
  result.replaceChildren(element('p', { textContent: `Location set: ${(await currentPlace()).name}. Scans are recorded here.` }));
}

async function showHeader() {
  const [user, here] = [await currentUser(), await currentPlace()];
  const place = element('span', { className: 'here', textContent: here ? `Location: ${here.name}` : 'No location set' });
  const form = element('form', { method: 'post', action: '/sign-out' });
  const name = element('span', { className: 'small', textContent: user?.name ?? 'Not signed in' });
  const button = element('button', { className: 'lock' });
  button.append(name, user ? ' Lock' : '');
  if (user) form.append(button);
  document.querySelector('.top').replaceChildren(...document.querySelectorAll('.top .home, .top .queue-badge'), place, user ? form : name);
}

await showHeader();
setCodeHandlers({
  tag: showTag,
  place: setPlace,
  bare: async (code) => ((await loadValue('places'))?.[code] ? setPlace(code) : showTag(code)),
});

const { kind, code } = parseCode(location.pathname);
if (kind === 'tag') await showTag(code);
if (kind === 'place') await setPlace(code);
// A form that failed is not sent again automatically.
if (!['/scan', '/queue', '/', '/board'].includes(location.pathname) && !kind) {
  result.append(element('p', { textContent: 'This page needs a signal. If you submitted a form, it was not sent.' }));
}
sendQueue();
