// Puts changed rows of the board into the right places and leaves the rest of the page alone.

const board = document.getElementById('board');
const alerts = document.querySelector('#needs-attention ul');
const onWall = board.classList.contains('wall');

// Applies a response of /board/rows. It covers the journeys with these ids, or all of them if ids is null.
export function applyRows(html, ids) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const rows = [...template.content.querySelectorAll('#lines > li')];
  const alertRows = [...template.content.querySelectorAll('#alert-rows > li')];
  const requested = ids && new Set(ids);
  const changedLists = new Set([alerts]);
  const removed = new Set((ids ?? [...board.querySelectorAll('.line')].map((row) => row.id.slice(1))));
  for (const row of rows) {
    removed.delete(row.id.slice(1));
    const list = board.querySelector(`.stage[data-stage="${row.dataset.stage}"] ul`);
    if (list) place(row, list, changedLists);
  }
  for (const id of removed) remove(document.getElementById(`j${id}`), changedLists);
  const currentAlerts = new Set(alertRows.map((row) => row.id));
  for (const row of [...alerts.children]) {
    if ((!requested || requested.has(row.dataset.journey)) && !currentAlerts.has(row.id)) row.remove();
  }
  for (const row of alertRows) place(row, alerts, changedLists);
  changedLists.forEach(updateCount);
  document.getElementById('nobody').hidden = board.querySelector('.line') !== null;
}

function place(row, list, changedLists) {
  const old = document.getElementById(row.id);
  const focused = old?.contains(document.activeElement);
  row.classList.add('fresh');
  if (old && old.parentNode === list && old.dataset.sort === row.dataset.sort) {
    old.replaceWith(row);
  } else {
    remove(old, changedLists);
    list.insertBefore(row, findSuccessor(list.children, row.dataset.sort));
    changedLists.add(list);
  }
  if (focused) row.querySelector('a')?.focus();
}

function remove(row, changedLists) {
  if (!row) return;
  changedLists.add(row.parentNode);
  row.remove();
}

// Binary search, because a board may have a thousand rows.
function findSuccessor(rows, sort) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].dataset.sort < sort) low = middle + 1;
    else high = middle;
  }
  return rows[low] ?? null;
}

function updateCount(list) {
  const section = list.closest('section');
  section.querySelector('.count').textContent = list.children.length;
  // A wall display shows empty stages as well.
  section.hidden = list.children.length === 0 && !(onWall && section.classList.contains('stage'));
}
