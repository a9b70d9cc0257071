// A photo of the companion in front of somebody: taken in the page and sent at once. The phone keeps no copy
// and queues none; what is shown of it afterwards is what the server has.
import { refresh } from './scan-actions.js';
import { say } from './scan-result.js';
import { freshId } from './queue.js';

const PATIENCE = 30_000;
// How closely the picture is kept to, and how many dots of it are asked of the camera.
const QUALITY = 0.9;
const SIZE = [1600, 1200];

let eye = null;
// How often the camera was opened or shut: what was asked for before the last time is not wanted any more.
let turn = 0;

// Where there is no camera nothing is offered.
const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
document.documentElement.classList.toggle('has-camera', Boolean(devices?.some(({ kind }) => kind === 'videoinput')));

document.addEventListener('click', ({ target }) => {
  const part = target.closest('.photos');
  if (target.closest('.take')) open(part);
  else if (target.closest('.shoot')) shoot(part);
  else if (target.closest('.enough')) close(part);
});

async function open(part) {
  const { open: look } = await import('./camera.js');
  close();
  const mine = turn;
  document.dispatchEvent(new Event('stuffy-camera-taken'));
  try {
    const seen = await look(part.querySelector('video'), ...SIZE);
    if (mine !== turn) return seen.close();
    eye = { ...seen, part };
  } catch (error) {
    if (mine !== turn) return;
    document.dispatchEvent(new Event('stuffy-camera-free'));
    say('refused', error.name === 'NotAllowedError' ? 'the camera may not be used. Allow it first.' : 'there is no camera to use.');
    return;
  }
  show(part, true);
  part.querySelector('.shoot').scrollIntoView({ block: 'end' });
  part.querySelector('.shoot').focus();
}

function show(part, taking) {
  part.querySelector('.take').hidden = taking;
  part.querySelector('.finder').hidden = !taking;
}

function close() {
  turn += 1;
  if (!eye) return;
  const { part } = eye;
  eye.close();
  eye = null;
  if (part.isConnected) show(part, false);
  document.dispatchEvent(new Event('stuffy-camera-free'));
}

async function shoot(part) {
  const [video, button] = [part.querySelector('video'), part.querySelector('.shoot')];
  if (button.disabled || !video.videoWidth) return;
  button.disabled = true;
  // It stands still as it was taken.
  video.pause();
  const why = await send(part.dataset.journey, await picture(video));
  button.disabled = false;
  if (why) {
    say('refused', why);
    if (eye) video.play();
    return;
  }
  const region = part.closest('[data-from]') ?? document.getElementById('main');
  close();
  say('saved', 'somebody else looks at it before the family does.');
  await refresh(region);
  region.querySelector('.photos .sheet li:last-child')?.scrollIntoView({ block: 'nearest' });
}

function picture(video) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY); });
}

// Why it was not taken; nothing where it was. Sent twice under one key where the answer is lost, and kept once.
async function send(journey, body) {
  const headers = { 'content-type': 'image/jpeg', 'idempotency-key': freshId() };
  const ask = () => fetch(`/api/v1/journeys/${journey}/photos`, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE) });
  let answer;
  try {
    answer = await ask().catch(ask);
  } catch {
    return 'there is no signal, and a phone keeps no photos. Take it again when there is one.';
  }
  if (answer.ok) return null;
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? 'the photo was not taken.';
}

document.addEventListener('stuffy-locked', close);
document.addEventListener('visibilitychange', () => { if (document.hidden) close(); });
