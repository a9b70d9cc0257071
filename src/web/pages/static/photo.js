// Takes a photo of the companion and uploads it at once. The phone never stores or queues photos;
// the photos shown afterwards come from the server.
import { refreshRegion } from './scan-actions.js';
import { showResult } from './scan-result.js';
import { uuidV7 } from './uuid.js';

const UPLOAD_TIMEOUT = 30_000;
const JPEG_QUALITY = 0.9;
const CAMERA_RESOLUTION = [1600, 1200];

let camera = null;
// Counts closings. If the camera was closed while it was still opening, the new stream is closed at once.
let generation = 0;

// Without a camera, the photo buttons stay hidden.
const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
document.documentElement.classList.toggle('has-camera', Boolean(devices?.some(({ kind }) => kind === 'videoinput')));

document.addEventListener('click', ({ target }) => {
  const panel = target.closest('.photos');
  if (target.closest('.take')) open(panel);
  else if (target.closest('.shoot')) takePhoto(panel);
  else if (target.closest('.enough')) close(panel);
});

async function open(panel) {
  const { openCamera } = await import('./camera.js');
  close();
  const opening = generation;
  document.dispatchEvent(new Event('stuffy-camera-taken'));
  try {
    const opened = await openCamera(panel.querySelector('video'), ...CAMERA_RESOLUTION);
    if (opening !== generation) return opened.close();
    camera = { ...opened, panel };
  } catch (error) {
    if (opening !== generation) return;
    document.dispatchEvent(new Event('stuffy-camera-free'));
    showResult('refused', error.name === 'NotAllowedError' ? 'camera access is blocked. Allow it first.' : 'no camera found.', 'No photo');
    return;
  }
  showViewfinder(panel, true);
  panel.querySelector('.shoot').scrollIntoView({ block: 'end' });
  panel.querySelector('.shoot').focus();
}

function showViewfinder(panel, visible) {
  panel.querySelector('.take').hidden = visible;
  panel.querySelector('.finder').hidden = !visible;
}

function close() {
  generation += 1;
  if (!camera) return;
  const { panel } = camera;
  camera.close();
  camera = null;
  if (panel.isConnected) showViewfinder(panel, false);
  document.dispatchEvent(new Event('stuffy-camera-free'));
}

async function takePhoto(panel) {
  const [video, button] = [panel.querySelector('video'), panel.querySelector('.shoot')];
  if (button.disabled || !video.videoWidth) return;
  button.disabled = true;
  // Freezes the preview on the photo that was taken.
  video.pause();
  const error = await upload(panel.dataset.journey, await toJpeg(video));
  button.disabled = false;
  if (error) {
    showResult('refused', error, 'Not saved');
    if (camera) video.play();
    return;
  }
  const region = panel.closest('[data-from]') ?? document.getElementById('main');
  close();
  showResult('saved', 'a colleague will review it before the family sees it.');
  await refreshRegion(region);
  region.querySelector('.photos .sheet li:last-child')?.scrollIntoView({ block: 'nearest' });
}

function toJpeg(video) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext('2d').drawImage(video, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY); });
}

// Returns an error text, or null on success. If the response is lost, the request is repeated once with the
// same idempotency key, so the server saves the photo only once.
async function upload(journey, body) {
  const headers = { 'content-type': 'image/jpeg', 'idempotency-key': uuidV7() };
  const post = () => fetch(`/api/v1/journeys/${journey}/photos`, { method: 'POST', headers, body, signal: AbortSignal.timeout(UPLOAD_TIMEOUT) });
  let response;
  try {
    response = await post().catch(post);
  } catch {
    return 'there is no signal, and photos are not stored on the phone. Take it again when the signal is back.';
  }
  if (response.ok) return null;
  const problem = await response.json().catch(() => ({}));
  return problem.detail ?? 'the server did not accept the photo.';
}

document.addEventListener('stuffy-locked', close);
document.addEventListener('visibilitychange', () => { if (document.hidden) close(); });
