// The list of scans stored on this phone: waiting, refused, and discarded in the last seven days.
import { problemList } from './scan-actions.js';
import { formatCode } from './tag-code.js';
import { discard, retry } from './queue.js';
import { queueEvents } from './queue-events.js';
import { sendQueue } from './queue-upload.js';
import { allScans } from './storage.js';
import { currentUser } from './device-context.js';

const DISCARD_REASONS = ['Did not happen', 'Already recorded', 'Wrong companion', 'Just a test'];

const section = document.getElementById('queue-list');

const element = (name, className, text = '', more = {}) => Object.assign(document.createElement(name), { className, textContent: text, ...more });

async function render() {
  const items = await allScans();
  const withState = (state) => items.filter((item) => item.state === state);
  const discarded = withState('discarded');
  section.replaceChildren(
    ...group('Refused', withState('refused'), refusedRow, 'No refused scans.'),
    ...group('Waiting to send', withState('waiting'), waitingRow, 'No scans waiting: everything scanned on this phone is saved.'),
    ...(discarded.length ? group('Discarded in the last 7 days', discarded, discardedRow, '') : []),
  );
}

function group(title, items, row, emptyText) {
  const rows = element('ul', 'items');
  rows.append(...items.map(row));
  return [element('h2', '', items.length ? `${title}: ${items.length}` : title), items.length ? rows : element('p', 'small', emptyText)];
}

function scanRow(item, kind) {
  const row = element('li', `card ${kind}-row`);
  row.dataset.scan = item.id;
  const time = new Date(item.scan.occurred_at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  row.append(element('h3', '', item.label), element('p', 'small', `${time}, by ${item.name}`));
  row.append(element('a', 'code', formatCode(item.scan.tag), { href: `/T/${item.scan.tag}` }));
  return row;
}

function waitingRow(item) {
  const row = scanRow(item, 'waiting');
  const mine = document.body.dataset.user === item.user;
  row.append(element('p', 'waiting', item.dead && !mine ? `Sign in as ${item.name} to send it.` : 'It will be sent when there is a signal.'));
  return row;
}

function refusedRow(item) {
  const row = scanRow(item, 'refused');
  row.append(problemList(item.problem), button('Try again', async () => retry(item, await currentUser())));
  // An override needs a reason, which the scan page asks for.
  if (item.problem?.blockers) row.append(element('a', 'button wide', 'Record with an override', { href: `/T/${item.scan.tag}` }));
  const menu = element('details', 'discard');
  menu.append(element('summary', '', 'Discard'));
  menu.append(...DISCARD_REASONS.map((reason) => button(reason, async () => discard(item, reason, await currentUser()))));
  row.append(menu);
  return row;
}

function discardedRow(item) {
  const row = scanRow(item, 'discarded');
  row.append(element('p', 'small', `${item.why}. Discarded by ${item.settler ?? 'an unknown user'}.`));
  return row;
}

function button(text, onclick) {
  return element('button', 'wide', text, { type: 'button', onclick });
}

for (const kind of ['change', 'saved', 'refused', 'waiting']) {
  queueEvents.addEventListener(kind, () => { if (section.dataset.on) render(); });
}
if (location.pathname === '/queue') {
  section.dataset.on = 'yes';
  render();
  sendQueue();
}
