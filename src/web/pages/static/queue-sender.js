// The sign-in page of a locked phone also sends the queue: each scan is sent with the token of its own user.
import { sendQueue } from './queue-upload.js';

sendQueue();
