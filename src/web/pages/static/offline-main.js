// Where the page without a signal begins: it locks like any other, after as long as its user's pages do.
import { me } from './device-context.js';

const who = await me();
if (who) document.body.dataset.lock = who.lock;
await import('./lock.js');
await import('./offline-page.js');
