// The list of what this phone keeps: what waits, what was refused and waits for a person, and what
// a person discarded in the last seven days.
import { reasons } from './scan-actions.js';
import { inGroups } from './tag-code.js';
import { discard, drain, retry, told } from './queue.js';
import { all } from './storage.js';
import { me } from './device-context.js';

const WHY = ['It did not happen', 'It is entered already', 'It was the wrong companion', 'It was a try'];

const part = document.getElementById('kept');

const make = (name, className, text = '', more = {}) => Object.assign(document.createElement(name), { className, textContent: text, ...more });

export async function list() {
  const items = await all();
  const of = (state) => items.filter((item) => item.state === state);
  part.replaceChildren(
    ...group('Refused', of('refused'), refused, 'Nothing was refused.'),
    ...group('Waiting', of('waiting'), waiting, 'Nothing waits: what was scanned here is saved.'),
    ...(of('discarded').length ? group('Discarded in the last 7 days', of('discarded'), discarded, '') : []),
  );
}

function group(title, items, row, none) {
  const rows = make('ul', 'items');
  rows.append(...items.map(row));
  return [make('h2', '', items.length ? `${title}: ${items.length}` : title), items.length ? rows : make('p', 'small', none)];
}

function card(item, kind) {
  const row = make('li', `card ${kind}-row`);
  row.dataset.scan = item.id;
  const at = new Date(item.scan.occurred_at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  row.append(make('h3', '', item.label), make('p', 'small', `${at}, by ${item.name}`));
  row.append(make('a', 'code', inGroups(item.scan.tag), { href: `/T/${item.scan.tag}` }));
  return row;
}

function waiting(item) {
  const row = card(item, 'waiting');
  const mine = document.body.dataset.user === item.user;
  row.append(make('p', 'waiting', item.dead && !mine ? `Sign in as ${item.name} to send it.` : 'It is sent as soon as there is a signal.'));
  return row;
}

function refused(item) {
  const row = card(item, 'refused');
  row.append(reasons(item.problem), button('Try again', async () => retry(item, await me())));
  // Setting a rule aside asks for its reason, and the scan page does that.
  if (item.problem?.blockers) row.append(make('a', 'button wide', 'Do it as override', { href: `/T/${item.scan.tag}` }));
  const away = make('details', 'discard');
  away.append(make('summary', '', 'Discard'));
  away.append(...WHY.map((why) => button(why, async () => discard(item, why, await me()))));
  row.append(away);
  return row;
}

function discarded(item) {
  const row = card(item, 'discarded');
  row.append(make('p', 'small', `${item.why}. Discarded by ${item.settler ?? 'somebody'}.`));
  return row;
}

function button(text, press) {
  return make('button', 'wide', text, { type: 'button', onclick: press });
}

for (const kind of ['change', 'saved', 'refused', 'waiting']) {
  told.addEventListener(kind, () => { if (part.dataset.on) list(); });
}
if (location.pathname === '/queue') {
  part.dataset.on = 'yes';
  list();
  drain();
}
