// Entry point of the offline page. It locks after the same idle time as the user's other pages.
import { currentUser } from './device-context.js';

const user = await currentUser();
if (user) document.body.dataset.lock = user.lock;
await import('./lock.js');
await import('./offline-page.js');
