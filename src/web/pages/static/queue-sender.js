// A locked phone sends what waits on it all the same: each scan goes as its maker's, whoever signs in next.
import { drain } from './queue.js';

drain();
