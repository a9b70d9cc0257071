// The offline queue. Each scan is stored on the phone first and deleted once the server has confirmed it.
import * as storage from './storage.js';
import { publish } from './queue-events.js';
import { sendQueue } from './queue-upload.js';
import { uuidV7 } from './uuid.js';

// Stores a scan together with the user who made it, then starts sending.
// When this returns, the scan is on the disk.
export async function enqueue(scan, label, user) {
  const item = { id: scan.id, scan, label, user: user.id, name: user.name, token: user.token, state: 'waiting' };
  item.order = await storage.addScan(item);
  publish('change');
  sendQueue();
  globalThis.navigator?.serviceWorker?.ready.then((worker) => worker.sync?.register('stuffy-queue')).catch(() => {});
  return item;
}

// Marks a refused scan as discarded, with the reason and the user who discarded it.
export async function discard(item, why, user) {
  await storage.updateScans([[item.order, { state: 'discarded', why, settled: new Date().toISOString(), settler: user?.name ?? null }]]);
  publish('change');
}

export async function retry(item, user) {
  if (item.problem?.code === 'not-cleared') {
    // The blocked action did not happen, so the retry is a new scan by the current user.
    const scan = { ...item.scan, id: uuidV7(), occurred_at: new Date().toISOString() };
    await enqueue(scan, item.label, user);
    await storage.updateScans([[item.order, null]]);
  } else {
    await storage.updateScans([[item.order, { state: 'waiting', problem: null }]]);
  }
  publish('change');
  return sendQueue();
}
