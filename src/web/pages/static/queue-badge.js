// How much this phone keeps, always in sight: what waits, and what was refused.
import { all } from './storage.js';
import { told } from './queue.js';

const link = document.createElement('a');
link.className = 'tally';
link.href = '/queue';

async function count() {
  const items = await all();
  const many = (state) => items.filter((item) => item.state === state).length;
  const [waiting, refused] = [many('waiting'), many('refused')];
  link.dataset.waiting = waiting;
  link.dataset.refused = refused;
  link.replaceChildren(shows('waits', waiting, 'waiting'), ...(refused ? [shows('no', refused, 'refused')] : []));
}

function shows(look, number, word) {
  const part = document.createElement('span');
  part.className = 'many';
  part.append(
    Object.assign(document.createElement('b'), { className: look, textContent: number }), ' ',
    Object.assign(document.createElement('span'), { className: 'small', textContent: word }),
  );
  return part;
}

for (const kind of ['change', 'saved', 'refused', 'waiting']) told.addEventListener(kind, count);
// Before it has counted it has nothing to say, and nobody could tell what it is for.
count().then(() => document.querySelector('.top .home')?.after(link));
