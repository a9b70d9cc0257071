// Sends queued scans to the server, in order and in batches. One bad scan does not block the others.
import * as storage from './storage.js';
import { publish } from './queue-events.js';

const BATCH_SIZE = 500;
// Times in milliseconds.
const REQUEST_TIMEOUT = 20_000;
const DISCARDED_RETENTION = 7 * 24 * 3600_000;
const MIN_RETRY_DELAY = 1000;
const MAX_RETRY_DELAY = 30_000;

// How sending went, from best to worst. 'stuck': the server failed on some scans, the others went through.
// 'sign-in': the user who made the scans has to sign in. 'later': no usable response, retry everything.
const OUTCOMES = ['done', 'stuck', 'sign-in', 'later'];
const worst = (...outcomes) => OUTCOMES[Math.max(...outcomes.map((outcome) => OUTCOMES.indexOf(outcome)))];

let running = null;
let rerun = false;
let retryDelay = MIN_RETRY_DELAY;
let retryAfter = 0;
let timer;

// Sends all waiting scans. Resolves to true if some are left that a later attempt may send.
export function sendQueue() {
  rerun = true;
  running ??= sendUntilIdle().finally(() => { running = null; });
  return running;
}

async function sendUntilIdle() {
  let left = false;
  while (rerun) {
    rerun = false;
    // Only one tab sends at a time. Two would send each scan twice (harmless) and announce it twice.
    const locks = globalThis.navigator?.locks;
    left = await (locks ? locks.request('stuffy-queue', sendAll) : sendAll());
  }
  return left;
}

async function sendAll() {
  const items = await storage.allScans();
  await deleteOldDiscarded(items);
  const groups = new Map();
  for (const item of items.filter(({ state }) => state === 'waiting')) {
    const key = `${item.user} ${item.token} ${item.dead}`;
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  let left = false;
  for (const group of groups.values()) left = await sendGroup(group) || left;
  if (left) scheduleRetry();
  else retryDelay = MIN_RETRY_DELAY;
  return left;
}

async function deleteOldDiscarded(items) {
  const expired = ({ state, settled }) => state === 'discarded' && Date.now() - Date.parse(settled) > DISCARDED_RETENTION;
  const changes = items.filter(expired).map(({ order }) => [order, null]);
  if (changes.length) await storage.updateScans(changes);
}

// Sends the scans of one user and one queue token in order. Returns true if some should be retried later.
async function sendGroup(group) {
  let outcome = 'done';
  for (let from = 0; from < group.length && !['later', 'sign-in'].includes(outcome); from += BATCH_SIZE) {
    outcome = worst(outcome, await sendBatch(group.slice(from, from + BATCH_SIZE)));
  }
  if (outcome === 'done') return false;
  const stored = new Map((await storage.allScans()).map((item) => [item.order, item]));
  publish('waiting', group.map(({ order }) => stored.get(order)).filter((item) => item?.state === 'waiting'));
  return outcome !== 'sign-in';
}

async function sendBatch(items) {
  const credentials = await credentialsFor(items[0]);
  if (typeof credentials === 'string') return credentials;
  let response;
  let body;
  try {
    response = await fetch('/api/v1/scans/batch', {
      method: 'POST',
      ...credentials,
      headers: { 'content-type': 'application/json', ...credentials.headers },
      body: JSON.stringify({ sent_at: new Date().toISOString(), scans: items.map(({ scan }) => scan) }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    });
    body = await response.json();
  } catch {
    return 'later';
  }
  if (response.status === 200 && Array.isArray(body.results)) return applyResults(items, body.results);
  if ([401, 403].includes(response.status)) return retryWithSession(items, credentials);
  if ([400, 413, 422, 500].includes(response.status)) return splitBatch(items, response.status, body);
  retryAfter = Number(response.headers.get('retry-after')) * 1000;
  return 'later';
}

// A scan is sent with the queue token of the user who made it. If the server has rejected that token
// (dead), only a session of the same user may send it. Returns fetch options or an outcome.
async function credentialsFor({ user, token, dead }) {
  if (token && !dead) return { credentials: 'omit', headers: { authorization: `Bearer ${token}` } };
  if (globalThis.document?.body.dataset.user !== user) return 'sign-in';
  try {
    // Another tab may have signed in a different user since this page was loaded.
    const response = await fetch('/api/v1/sessions/current', { cache: 'no-store', signal: AbortSignal.timeout(REQUEST_TIMEOUT) });
    const session = response.ok && await response.json();
    return session && session.user.id === user ? { credentials: 'same-origin' } : 'sign-in';
  } catch {
    return 'later';
  }
}

async function retryWithSession(items, credentials) {
  if (!credentials.headers) return 'sign-in';
  await storage.updateScans(items.map(({ order }) => [order, { dead: true }]));
  return sendBatch(items.map((item) => ({ ...item, dead: true })));
}

// The server rejects the batch because of some scan in it. Halving finds that scan and sends the others.
async function splitBatch(items, status, problem) {
  if (items.length > 1) {
    const middle = Math.ceil(items.length / 2);
    const first = await sendBatch(items.slice(0, middle));
    return first === 'later' ? first : worst(first, await sendBatch(items.slice(middle)));
  }
  if (status === 500) return 'stuck';
  return applyResults(items, [{ id: items[0].id, status, body: problem }]);
}

async function applyResults(items, results) {
  const [saved, refused, waiting, unauthorized] = [[], [], [], []];
  items.forEach((item, index) => {
    const { id, status, body } = results[index] ?? {};
    // A result counts only for the scan it names. The server answers an unreadable id with null and an error.
    if (id !== item.id && !(id === null && status >= 400)) waiting.push(item);
    else if (status === 200 || status === 201) saved.push(item);
    else if (status === 401 || status === 403 || body?.code === 'outside-session') unauthorized.push(item);
    else if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) refused.push({ ...item, problem: body });
    else waiting.push(item);
  });
  const toRetry = unauthorized.filter(({ dead }) => !dead);
  await storage.updateScans([
    ...saved.map(({ order }) => [order, null]),
    ...refused.map(({ order, problem }) => [order, { state: 'refused', problem }]),
    ...toRetry.map(({ order }) => [order, { dead: true }]),
  ]);
  if (saved.length) publish('saved', saved);
  if (refused.length) publish('refused', refused);
  return worst(
    toRetry.length ? await sendBatch(toRetry.map((item) => ({ ...item, dead: true }))) : 'done',
    unauthorized.length > toRetry.length ? 'sign-in' : 'done',
    waiting.length ? 'stuck' : 'done',
  );
}

// The random part keeps phones that lost the signal together from retrying at the same moment.
function scheduleRetry() {
  // A service worker has no document and may be stopped at any time; background sync wakes it instead.
  if (!globalThis.document) return;
  clearTimeout(timer);
  timer = setTimeout(sendQueue, Math.max(retryAfter || 0, retryDelay * (0.5 + Math.random() / 2)));
  retryDelay = Math.min(retryDelay * 2, MAX_RETRY_DELAY);
  retryAfter = 0;
}

function sendNow() {
  retryDelay = MIN_RETRY_DELAY;
  sendQueue();
}

globalThis.addEventListener('online', sendNow);
globalThis.document?.addEventListener('visibilitychange', () => { if (!document.hidden) sendNow(); });
