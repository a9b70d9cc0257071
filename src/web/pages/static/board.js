// Keeps the board up to date. The event stream names the journeys that have changed; their rows are
// loaded in batches and replaced on the page.
import { applyRows } from './board-rows.js';

const board = document.getElementById('board');
const status = document.getElementById('live');
const { query } = board.dataset;
const quietAfter = Number(board.dataset.quiet);
// The difference between the server's clock and the phone's, in milliseconds.
const clockOffset = Number(board.dataset.now) - Date.now();
const onWall = board.classList.contains('wall');

// Times in milliseconds.
const BATCH_DELAY = 150; // Changes within this time are loaded together.
const RETRY_DELAY = 3000;
const STREAM_TIMEOUT = 40_000; // A little more than two heartbeats.
const AGES_INTERVAL = 10_000;
const STREAM_CHECK_INTERVAL = 5000;
const MAX_IDS = 60; // More would make the URL too long.

let lastEventId = board.dataset.after;
let lastEventAt = Date.now();
let source = null;
let connected = false;
let signedOut = false;

const outdated = new Set(); // Ids of journeys whose rows have to be loaded, or 'all'.
let loadTimer = 0;
let loadFailed = false;

/* Status */

function formatTime(millis) {
  return new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(millis);
}

function showStatus() {
  let state = 'live';
  let text = 'Live';
  if (signedOut) [state, text] = ['over', 'This screen no longer has access to the board. Open /wall to set it up again.'];
  else if (!connected || loadFailed) [state, text] = ['lost', `Not live since ${formatTime(lastEventAt)}`];
  if (status.textContent === text) return;
  status.textContent = text;
  status.dataset.state = state;
}

/* Event stream */

function connect() {
  disconnect();
  if (signedOut || document.hidden) return;
  source = new EventSource(`/api/v1/events?after=${lastEventId}`);
  source.addEventListener('open', () => setConnected());
  for (const name of ['from', 'beat', 'change', 'reset']) {
    source.addEventListener(name, (event) => {
      if (event.lastEventId) lastEventId = event.lastEventId;
      setConnected();
      if (name === 'change') handleChange(JSON.parse(event.data));
      if (name === 'reset') requestRows('all');
    });
  }
  source.addEventListener('error', () => {
    connected = false;
    showStatus();
    // The browser reconnects by itself unless the server rejected the request. Then we find out why.
    if (source?.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(checkAccess, RETRY_DELAY);
    }
  });
}

function disconnect() {
  source?.close();
  source = null;
  connected = false;
}

function setConnected() {
  lastEventAt = Date.now();
  connected = true;
  showStatus();
}

async function checkAccess() {
  try {
    const response = await fetch(`/board/rows?${query}`);
    if (response.ok || response.status >= 500) connect();
    else handleSignedOut();
  } catch {
    setTimeout(checkAccess, RETRY_DELAY);
  }
}

// Without a valid session the page must not stay on the screen.
function handleSignedOut() {
  disconnect();
  if (!onWall) return location.reload();
  signedOut = true;
  board.querySelectorAll('li').forEach((row) => row.remove());
  showStatus();
}

/* Loading changed rows */

function handleChange({ topic, subject_id: subject, journey_id: journey }) {
  if (journey) return requestRows(journey);
  const attribute = { companion: 'companion', tag: 'companion', place: 'place' }[topic];
  if (!attribute || !subject) return;
  for (const row of board.querySelectorAll(`.line[data-${attribute}="${subject}"]`)) requestRows(row.id.slice(1));
}

function requestRows(id) {
  outdated.add(id);
  loadTimer ||= setTimeout(loadRows, BATCH_DELAY);
}

async function loadRows() {
  const all = outdated.has('all');
  const ids = all ? ['all'] : [...outdated].slice(0, MAX_IDS);
  if (all) outdated.clear();
  ids.forEach((id) => outdated.delete(id));
  let delay = BATCH_DELAY;
  try {
    const response = await fetch(`/board/rows?${query}&ids=${ids.join(',')}`);
    if (response.status === 401 || response.status === 403) return handleSignedOut();
    if (!response.ok) throw new Error(String(response.status));
    applyRows(await response.text(), all ? null : ids);
    loadFailed = false;
  } catch {
    ids.forEach((id) => outdated.add(id));
    loadFailed = true;
    delay = RETRY_DELAY;
  }
  showStatus();
  loadTimer = outdated.size > 0 ? setTimeout(loadRows, delay) : 0;
}

/* Ages of the last scans, which change without any event */

function formatAge(millis) {
  const minutes = Math.max(0, Math.floor(millis / 60000));
  if (minutes === 0) return 'now';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}

function updateAges() {
  const now = Date.now() + clockOffset;
  for (const row of board.querySelectorAll('li[data-seen]')) {
    const age = now - Number(row.dataset.seen);
    const time = row.querySelector('time');
    const text = formatAge(age);
    if (time.textContent !== text) time.textContent = text;
    if (!('watched' in row.dataset)) continue;
    const quiet = age >= quietAfter;
    row.classList.toggle('quiet', quiet);
    // The server decides whether a reminder appears at the top of the board.
    if (quiet && !document.getElementById(`q${row.id.slice(1)}`)) requestRows(row.id.slice(1));
  }
}

setInterval(updateAges, AGES_INTERVAL);
// A connection can die without an error event.
setInterval(() => {
  if (!source || signedOut || Date.now() - lastEventAt < STREAM_TIMEOUT) return;
  connected = false;
  showStatus();
  connect();
}, STREAM_CHECK_INTERVAL);
addEventListener('offline', () => {
  connected = false;
  showStatus();
});
addEventListener('online', connect);
// A hidden board needs no connection: it gets the missed events when it reconnects.
document.addEventListener('visibilitychange', () => (document.hidden ? disconnect() : connect()));
// The browser may restore the page from its back/forward cache, hours old.
addEventListener('pageshow', (event) => event.persisted && location.reload());
connect();
