// What every page for staff does: it begins here.
import './lock.js';
import './scan-actions.js';
import './queue-badge.js';
import { drain } from './queue.js';
import { remember } from './device-context.js';

remember();
drain();

// The worker is a module of its own address, so that it can use what pages use.
navigator.serviceWorker?.register('/sw.js', { type: 'module' })
  .catch(() => { /* An old browser: pages work, but open only with a signal. */ });
// The browser may not throw the queue away when the disk gets full.
navigator.storage?.persist?.();
