// The badge in the page header that counts the waiting and refused scans on this phone.
import { allScans } from './storage.js';
import { queueEvents } from './queue-events.js';

const badge = document.createElement('a');
badge.className = 'queue-badge';
badge.href = '/queue';

async function update() {
  const items = await allScans();
  const count = (state) => items.filter((item) => item.state === state).length;
  const [waiting, refused] = [count('waiting'), count('refused')];
  badge.dataset.waiting = waiting;
  badge.dataset.refused = refused;
  badge.replaceChildren(counter('waiting-count', waiting, 'waiting'), ...(refused ? [counter('refused-count', refused, 'refused')] : []));
}

function counter(className, number, label) {
  const element = document.createElement('span');
  element.className = 'many';
  element.append(
    Object.assign(document.createElement('b'), { className, textContent: number }), ' ',
    Object.assign(document.createElement('span'), { className: 'small', textContent: label }),
  );
  return element;
}

for (const kind of ['change', 'saved', 'refused', 'waiting']) queueEvents.addEventListener(kind, update);
// Shown only after the first count: an empty link would have no accessible name.
update().then(() => document.querySelector('.top .home')?.after(badge));
