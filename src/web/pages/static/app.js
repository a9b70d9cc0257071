// Entry point of every staff page.
import './lock.js';
import './scan-actions.js';
import './queue-badge.js';
import { sendQueue } from './queue-upload.js';
import { saveContext } from './device-context.js';

saveContext();
sendQueue();

// The service worker is a module, so it can import the same files as the pages.
navigator.serviceWorker?.register('/sw.js', { type: 'module' })
  .catch(() => { /* Old browsers lack module workers: pages work, but only with a signal. */ });
// Without this the browser may delete the queue when the disk is full.
navigator.storage?.persist?.();
