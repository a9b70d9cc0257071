// The queue: what was scanned is on the phone's disk first, and leaves it when the server has
// answered for that very scan. It drains by itself; one bad item never stops the rest.
import * as shelf from './storage.js';

const MOST = 500;
const PATIENCE = 20_000;
const KEEP_DISCARDED = 7 * 24 * 3600_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

// Tells this page what came of each scan: 'saved', 'refused', 'waiting', each with items; 'change'.
export const told = new EventTarget();
const channel = new BroadcastChannel('stuffy-queue');
channel.onmessage = ({ data }) => announce(data.kind, data.items);

const announce = (kind, items) => told.dispatchEvent(new CustomEvent(kind, { detail: items }));

function tell(kind, items = []) {
  announce(kind, items);
  channel.postMessage({ kind, items });
}

// A UUIDv7, made here so that a scan sent twice is one scan.
export function freshId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let nth = 0; nth < 6; nth += 1) bytes[nth] = Math.floor(now / 2 ** (40 - 8 * nth)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// Keeps a scan with who made it, and sends it when it can. Once this returns, it is on the disk.
export async function add(scan, label, who) {
  const item = { id: scan.id, scan, label, user: who.id, name: who.name, token: who.token, state: 'waiting' };
  item.order = await shelf.add(item);
  tell('change');
  drain();
  globalThis.navigator?.serviceWorker?.ready.then((worker) => worker.sync?.register('stuffy-queue')).catch(() => {});
  return item;
}

// A person settles what was refused.
export async function discard(item, why, who) {
  await shelf.settle([[item.order, { state: 'discarded', why, settled: new Date().toISOString(), settler: who?.name ?? null }]]);
  tell('change');
}

export async function retry(item, who) {
  if (item.problem?.code === 'not-cleared') {
    // It was asked for and did not happen; now it is asked for anew, by who asks now.
    const scan = { ...item.scan, id: freshId(), occurred_at: new Date().toISOString() };
    await add(scan, item.label, who);
    await shelf.settle([[item.order, null]]);
  } else {
    await shelf.settle([[item.order, { state: 'waiting', problem: null }]]);
  }
  tell('change');
  return drain();
}

let running = null;
let again = false;

// Sends what waits; gives whether something is left that may go through later.
export function drain() {
  again = true;
  running ??= turns().finally(() => { running = null; });
  return running;
}

async function turns() {
  let left = false;
  while (again) {
    again = false;
    // One tab at a time: two would send the same scan twice, which is harmless, and tell it twice.
    const lock = globalThis.navigator?.locks;
    left = await (lock ? lock.request('stuffy-queue', sendAll) : sendAll());
  }
  return left;
}

async function sendAll() {
  const items = await shelf.all();
  await forget(items);
  const groups = new Map();
  for (const item of items.filter(({ state }) => state === 'waiting')) {
    const key = `${item.user} ${item.token} ${item.dead}`;
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  let left = false;
  for (const group of groups.values()) left = await sendGroup(group) || left;
  if (left) sendLater();
  else wait = FIRST_WAIT;
  return left;
}

async function forget(items) {
  const over = ({ state, settled }) => state === 'discarded' && Date.now() - Date.parse(settled) > KEEP_DISCARDED;
  const gone = items.filter(over).map(({ order }) => [order, null]);
  if (gone.length) await shelf.settle(gone);
}

// The scans of one user and one shift, in their order; gives whether some are to be sent later.
async function sendGroup(group) {
  let outcome = 'done';
  for (let from = 0; from < group.length && !['later', 'sign in'].includes(outcome); from += MOST) {
    outcome = worst(outcome, await send(group.slice(from, from + MOST)));
  }
  if (outcome === 'done') return false;
  const kept = new Map((await shelf.all()).map((item) => [item.order, item]));
  tell('waiting', group.map(({ order }) => kept.get(order)).filter((item) => item?.state === 'waiting'));
  return outcome !== 'sign in';
}

// How sending went: a scan that the server stumbles over is stuck, and the others go on.
const OUTCOMES = ['done', 'stuck', 'sign in', 'later'];
const worst = (...outcomes) => OUTCOMES[Math.max(...outcomes.map((outcome) => OUTCOMES.indexOf(outcome)))];

// Sends these together. Where the server wants to know who sends, the maker has to sign in.
async function send(items) {
  const credentials = await credentialsFor(items[0]);
  if (typeof credentials === 'string') return credentials;
  let answer;
  let body;
  try {
    answer = await fetch('/api/v1/scans/batch', {
      method: 'POST',
      ...credentials,
      headers: { 'content-type': 'application/json', ...credentials.headers },
      body: JSON.stringify({ sent_at: new Date().toISOString(), scans: items.map(({ scan }) => scan) }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    body = await answer.json();
  } catch {
    return 'later';
  }
  if (answer.status === 200 && Array.isArray(body.results)) return settle(items, body.results);
  if ([401, 403].includes(answer.status)) return noLongerGood(items, credentials);
  if ([400, 413, 422, 500].includes(answer.status)) return oneByOne(items, answer.status, body);
  hint = Number(answer.headers.get('retry-after')) * 1000;
  return 'later';
}

// A scan goes by its own maker's token; where that is dead, by the session of the same user alone.
async function credentialsFor({ user, token, dead }) {
  if (token && !dead) return { credentials: 'omit', headers: { authorization: `Bearer ${token}` } };
  if (globalThis.document?.body.dataset.user !== user) return 'sign in';
  try {
    // Another tab may have signed somebody else in since this page was made.
    const answer = await fetch('/api/v1/sessions/current', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    const session = answer.ok && await answer.json();
    return session && session.user.id === user ? { credentials: 'same-origin' } : 'sign in';
  } catch {
    return 'later';
  }
}

async function noLongerGood(items, credentials) {
  if (!credentials.headers) return 'sign in';
  await shelf.settle(items.map(({ order }) => [order, { dead: true }]));
  return send(items.map((item) => ({ ...item, dead: true })));
}

// Something in this batch is more than the server takes: halves find which, and let the rest through.
async function oneByOne(items, status, problem) {
  if (items.length > 1) {
    const middle = Math.ceil(items.length / 2);
    const first = await send(items.slice(0, middle));
    return first === 'later' ? first : worst(first, await send(items.slice(middle)));
  }
  if (status === 500) return 'stuck';
  return settle(items, [{ id: items[0].id, status, body: problem }]);
}

async function settle(items, results) {
  const [saved, refused, waiting, unowned] = [[], [], [], []];
  items.forEach((item, nth) => {
    const { id, status, body } = results[nth] ?? {};
    // An answer counts for the scan that it names; one whose id is no id can only be refused.
    if (id !== item.id && !(id === null && status >= 400)) waiting.push(item);
    else if (status === 200 || status === 201) saved.push(item);
    else if (status === 401 || status === 403 || body?.code === 'outside-session') unowned.push(item);
    else if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) refused.push({ ...item, problem: body });
    else waiting.push(item);
  });
  await shelf.settle([
    ...saved.map(({ order }) => [order, null]),
    ...refused.map(({ order, problem }) => [order, { state: 'refused', problem }]),
    ...unowned.filter(({ dead }) => !dead).map(({ order }) => [order, { dead: true }]),
  ]);
  if (saved.length) tell('saved', saved);
  if (refused.length) tell('refused', refused);
  const own = unowned.filter(({ dead }) => !dead).map((item) => ({ ...item, dead: true }));
  return worst(
    own.length ? await send(own) : 'done',
    unowned.length > own.length ? 'sign in' : 'done',
    waiting.length ? 'stuck' : 'done',
  );
}

let wait = FIRST_WAIT;
let hint = 0;
let timer;

// Phones that lost the signal together do not all come back in the same moment.
function sendLater() {
  if (!globalThis.document) return;
  clearTimeout(timer);
  timer = setTimeout(drain, Math.max(hint || 0, wait * (0.5 + Math.random() / 2)));
  wait = Math.min(wait * 2, LONGEST_WAIT);
  hint = 0;
}

function sendNow() {
  wait = FIRST_WAIT;
  drain();
}

globalThis.addEventListener('online', sendNow);
globalThis.document?.addEventListener('visibilitychange', () => { if (!document.hidden) sendNow(); });
