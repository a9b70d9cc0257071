// The scanner: it stays open, and what is read by camera, hand scanner or hand is shown below it.
import { record, refresh } from './scan-actions.js';
import * as camera from './camera.js';
import { inGroups, read } from './tag-code.js';
import { used } from './lock.js';
import { freshId } from './queue.js';
import { listen } from './keyboard-scanner.js';
import { cookie, me, place } from './device-context.js';

// The same tag within this time after it was last in sight is the same reading.
const SAME = 10_000;

const part = document.getElementById('scanner');
const shown = document.getElementById('read');
const [video, sees, start, torch, typed] = ['video', '.sees', '.start', '.torch', '.typed'].map((css) => part.querySelector(css));

let last = { code: null, at: 0 };
// What is done with a code; the shell, which has no server to ask, does otherwise.
let show = { tag: fromServer('/T/'), place: fromServer('/P/'), bare };

export const showBy = (other) => { show = { ...show, ...other }; };

async function take(text) {
  const { kind, code, fault } = read(text);
  if (fault) return say(fault);
  const same = code === last.code && performance.now() - last.at < SAME;
  last = { code, at: performance.now() };
  // A scan is a use of the page, though nobody touched it.
  if (!same) used();
  if (same) return say(`Already scanned: ${inGroups(code)}`);
  say(`Scanned: ${inGroups(code)}`);
  // What was read needs the room more than what the camera sees next.
  part.classList.add('read');
  if (kind !== 'place' && await swept(code)) return;
  await show[kind](code);
}

// While a room is swept, to read a tag is to confirm that its companion is here; the list shows it.
async function swept(code) {
  const [who, here] = [await me(), await place()];
  if (!cookie('stuffy_sweep') || !here || !who) return false;
  shown.dataset.from = `/P/${here.code}`;
  const scan = { id: freshId(), tag: code, place: here.code, occurred_at: new Date().toISOString(), actions: [] };
  await record(scan, `Here: ${here.name}`, who, shown);
  return true;
}

function say(words) {
  if (sees.textContent !== words) sees.textContent = words;
}

function fromServer(room) {
  return async (code) => {
    shown.dataset.from = room + code;
    await refresh(shown);
  };
}

// A code that was typed says not whether it hangs on a companion or on a wall.
async function bare(code) {
  const answer = await fetch(`/T/${code}`, { method: 'HEAD' }).catch(() => null);
  return (answer?.status === 404 ? show.place : show.tag)(code);
}

typed.addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = typed.elements.code;
  const { fault } = read(field.value);
  await take(field.value);
  if (!fault) field.value = '';
});

listen(take);

let eye = null;

async function open() {
  start.hidden = true;
  try {
    eye = await camera.open(video);
  } catch (error) {
    start.hidden = false;
    say(error.name === 'NotAllowedError' ? 'The camera may not be used; allow it, or type the code.' : 'There is no camera to use; type the code.');
    return;
  }
  video.parentElement.hidden = false;
  torch.hidden = !eye.hasLight;
  camera.watch(video, take, (error) => {
    if (error) say(error.message === 'signed out' ? 'Sign in again to scan.' : 'No signal: this browser reads no code without it. Type the code.');
  });
}

function close() {
  eye?.close();
  eye = null;
}

start.addEventListener('click', open);
torch.addEventListener('click', async () => {
  const on = torch.ariaPressed !== 'true';
  await eye?.light(on);
  torch.ariaPressed = on;
});
document.addEventListener('stuffy-locked', close);
// Some phones give their camera to one part of a page at a time.
document.addEventListener('stuffy-camera-taken', close);
document.addEventListener('stuffy-camera-free', () => { if (!document.hidden && part.isConnected && !eye) open(); });
// Nobody wants a camera that goes on looking out of a pocket.
document.addEventListener('visibilitychange', () => (document.hidden || !part.isConnected ? close() : eye ?? open()));
if (navigator.mediaDevices) open();
