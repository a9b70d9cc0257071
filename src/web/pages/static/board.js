// The board, kept true while it is looked at. The stream tells which journeys have changed; their lines are
// fetched a few at a time and put in their places, and nothing else on the page is touched.

const board = document.getElementById('board');
const live = document.getElementById('live');
const amiss = document.querySelector('#amiss ul');
const { query } = board.dataset;
const quietAfter = Number(board.dataset.quiet);
// The server's clock, for a phone's own may be off.
const ahead = Number(board.dataset.now) - Date.now();
const onWall = board.classList.contains('wall');

const TOGETHER = 150; // Changes that come so soon after each other are fetched at once.
const AT_ONCE = 60; // As many lines as an address has room for.
const AGAIN = 3000; // How soon something that failed is tried again.
const SILENCE = 40000; // Two beats and a little more: the line is dead though nobody said so.

let after = board.dataset.after; // The last event that was told.
let heard = Date.now();
let source = null;
let connected = false;
let over = false;

const wanted = new Set(); // Journeys whose lines are out of date; 'all' for everything.
let timer = 0;
let failed = false;

/* Saying how things stand. */

function clock(millis) {
  return new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(millis);
}

function say() {
  let state = 'live';
  let words = 'Live';
  if (over) [state, words] = ['over', 'This screen may show the board no more. Open it anew at /wall.'];
  else if (!connected || failed) [state, words] = ['lost', `Not live since ${clock(heard)}`];
  if (live.textContent === words) return;
  live.textContent = words;
  live.dataset.state = state;
}

/* The stream. */

function open() {
  close();
  if (over || document.hidden) return;
  source = new EventSource(`/api/v1/events?after=${after}`);
  source.addEventListener('open', () => hear());
  for (const name of ['from', 'beat', 'change', 'reset']) {
    source.addEventListener(name, (event) => {
      if (event.lastEventId) after = event.lastEventId;
      hear();
      if (name === 'change') changed(JSON.parse(event.data));
      if (name === 'reset') want('all');
    });
  }
  source.addEventListener('error', () => {
    connected = false;
    say();
    // A browser comes back by itself unless it was turned away; then it is asked why.
    if (source?.readyState === EventSource.CLOSED) {
      close();
      setTimeout(ask, AGAIN);
    }
  });
}

function close() {
  source?.close();
  source = null;
  connected = false;
}

function hear() {
  heard = Date.now();
  connected = true;
  say();
}

async function ask() {
  try {
    const answer = await fetch(`/board/rows?${query}`);
    if (answer.ok || answer.status >= 500) open();
    else turnedAway();
  } catch {
    setTimeout(ask, AGAIN);
  }
}

// A session that has ended: the page must not stand there as if it had not.
function turnedAway() {
  close();
  if (!onWall) return location.reload();
  over = true;
  board.querySelectorAll('li').forEach((line) => line.remove());
  say();
}

/* What has changed. */

function changed({ topic, subject_id: subject, journey_id: journey }) {
  if (journey) return want(journey);
  const where = { companion: 'companion', tag: 'companion', place: 'place' }[topic];
  if (!where || !subject) return;
  for (const line of board.querySelectorAll(`.line[data-${where}="${subject}"]`)) want(line.id.slice(1));
}

function want(id) {
  wanted.add(id);
  timer ||= setTimeout(fetchWanted, TOGETHER);
}

async function fetchWanted() {
  const whole = wanted.has('all');
  const ids = whole ? ['all'] : [...wanted].slice(0, AT_ONCE);
  if (whole) wanted.clear();
  ids.forEach((id) => wanted.delete(id));
  let wait = TOGETHER;
  try {
    const answer = await fetch(`/board/rows?${query}&ids=${ids.join(',')}`);
    if (answer.status === 401 || answer.status === 403) return turnedAway();
    if (!answer.ok) throw new Error(String(answer.status));
    patch(await answer.text(), whole ? null : ids);
    failed = false;
  } catch {
    ids.forEach((id) => wanted.add(id));
    failed = true;
    wait = AGAIN;
  }
  say();
  timer = wanted.size > 0 ? setTimeout(fetchWanted, wait) : 0;
}

/* Putting lines in their places. */

function patch(html, ids) {
  const came = document.createElement('template');
  came.innerHTML = html;
  const lines = [...came.content.querySelectorAll('#lines > li')];
  const looks = [...came.content.querySelectorAll('#looks > li')];
  const asked = ids && new Set(ids);
  const touched = new Set([amiss]);
  const gone = new Set((ids ?? [...board.querySelectorAll('.line')].map((line) => line.id.slice(1))));
  for (const line of lines) {
    gone.delete(line.id.slice(1));
    const list = board.querySelector(`.stage[data-stage="${line.dataset.stage}"] ul`);
    if (list) settle(line, list, touched);
  }
  for (const id of gone) remove(document.getElementById(`j${id}`), touched);
  const kept = new Set(looks.map((look) => look.id));
  for (const look of [...amiss.children]) {
    if ((!asked || asked.has(look.dataset.journey)) && !kept.has(look.id)) look.remove();
  }
  for (const look of looks) settle(look, amiss, touched);
  touched.forEach(count);
  document.getElementById('nobody').hidden = board.querySelector('.line') !== null;
}

function settle(line, list, touched) {
  const old = document.getElementById(line.id);
  const focused = old?.contains(document.activeElement);
  line.classList.add('fresh');
  if (old && old.parentNode === list && old.dataset.sort === line.dataset.sort) {
    old.replaceWith(line);
  } else {
    remove(old, touched);
    list.insertBefore(line, place(list.children, line.dataset.sort));
    touched.add(list);
  }
  if (focused) line.querySelector('a')?.focus();
}

function remove(line, touched) {
  if (!line) return;
  touched.add(line.parentNode);
  line.remove();
}

// The first line that comes after, found by halves: a board may hold a thousand.
function place(lines, sort) {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle].dataset.sort < sort) low = middle + 1;
    else high = middle;
  }
  return lines[low] ?? null;
}

function count(list) {
  const section = list.closest('section');
  section.querySelector('.count').textContent = list.children.length;
  section.hidden = list.children.length === 0 && !(onWall && section.classList.contains('stage'));
}

/* What becomes so by the hour alone. */

function ago(millis) {
  const minutes = Math.max(0, Math.floor(millis / 60000));
  if (minutes === 0) return 'now';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

function tick() {
  const now = Date.now() + ahead;
  for (const line of board.querySelectorAll('li[data-seen]')) {
    const since = now - Number(line.dataset.seen);
    const time = line.querySelector('time');
    const words = ago(since);
    if (time.textContent !== words) time.textContent = words;
    if (!('watched' in line.dataset)) continue;
    const quiet = since >= quietAfter;
    line.classList.toggle('quiet', quiet);
    // The nudge stands at the top, and the server says whether it is due.
    if (quiet && !document.getElementById(`q${line.id.slice(1)}`)) want(line.id.slice(1));
  }
}

setInterval(tick, 10000);
setInterval(() => {
  if (!source || over || Date.now() - heard < SILENCE) return;
  connected = false;
  say();
  open();
}, 5000);
addEventListener('offline', () => {
  connected = false;
  say();
});
addEventListener('online', open);
// A board that nobody sees needs no line; the log tells afterwards what happened.
document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
// Brought back from the browser's own store, a page may be hours old.
addEventListener('pageshow', (event) => event.persisted && location.reload());
open();
