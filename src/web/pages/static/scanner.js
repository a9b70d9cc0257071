// The scanner page. It stays open and shows whatever was scanned by camera, hand scanner or typing.
import { recordScan, refreshRegion } from './scan-actions.js';
import { openCamera, readCodes } from './camera.js';
import { formatCode, parseCode } from './tag-code.js';
import { recordActivity } from './lock.js';
import { listenForScans } from './keyboard-scanner.js';
import { readCookie } from './cookies.js';
import { currentPlace, currentUser } from './device-context.js';
import { uuidV7 } from './uuid.js';

// A tag that stays in front of the camera counts as one scan. Milliseconds since it was last seen.
const REPEAT_WINDOW = 10_000;

const scanner = document.getElementById('scanner');
const result = document.getElementById('read');
const [video, status, startButton, torchButton, codeForm] =
  ['video', '.scan-status', '.start', '.torch', '.typed'].map((selector) => scanner.querySelector(selector));

let last = { code: null, at: 0 };
// What to do with a code, by its kind. The offline page replaces these.
let handlers = { tag: showPage('/T/'), place: showPage('/P/'), bare: showBareCode };

export const setCodeHandlers = (other) => { handlers = { ...handlers, ...other }; };

async function handleText(text) {
  const { kind, code, fault } = parseCode(text);
  if (fault) return setStatus(fault);
  const repeated = code === last.code && performance.now() - last.at < REPEAT_WINDOW;
  last = { code, at: performance.now() };
  if (!repeated) recordActivity();
  if (repeated) return setStatus(`Already scanned: ${formatCode(code)}`);
  setStatus(`Scanned: ${formatCode(code)}`);
  // Shrinks the camera to make space for the result.
  scanner.classList.add('read');
  if (kind !== 'place' && await recordInSweep(code)) return;
  await handlers[kind](code);
}

// During a room sweep, scanning a tag confirms that its companion is here. Shows the sweep's list.
async function recordInSweep(code) {
  const [user, here] = [await currentUser(), await currentPlace()];
  if (!readCookie('stuffy_sweep') || !here || !user) return false;
  result.dataset.from = `/P/${here.code}`;
  const scan = { id: uuidV7(), tag: code, place: here.code, occurred_at: new Date().toISOString(), actions: [] };
  await recordScan(scan, `Here: ${here.name}`, user, result);
  return true;
}

function setStatus(text) {
  // An unchanged text is not set again, so that screen readers do not repeat it.
  if (status.textContent !== text) status.textContent = text;
}

function showPage(prefix) {
  return async (code) => {
    result.dataset.from = prefix + code;
    await refreshRegion(result);
  };
}

// A typed code does not say whether it belongs to a tag or a place.
async function showBareCode(code) {
  const response = await fetch(`/T/${code}`, { method: 'HEAD' }).catch(() => null);
  return (response?.status === 404 ? handlers.place : handlers.tag)(code);
}

codeForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = codeForm.elements.code;
  const { fault } = parseCode(field.value);
  await handleText(field.value);
  if (!fault) field.value = '';
});

listenForScans(handleText);

let camera = null;

async function open() {
  startButton.hidden = true;
  try {
    camera = await openCamera(video);
  } catch (error) {
    startButton.hidden = false;
    setStatus(error.name === 'NotAllowedError' ? 'Camera access is blocked. Allow it, or type the code.' : 'No camera found. Type the code.');
    return;
  }
  video.parentElement.hidden = false;
  torchButton.hidden = !camera.hasTorch;
  readCodes(video, handleText, (error) => {
    if (error) setStatus(error.message === 'signed out' ? 'Sign in again to scan.' : 'No signal. This browser can’t read QR codes offline; type the code.');
  });
}

function close() {
  camera?.close();
  camera = null;
}

startButton.addEventListener('click', open);
torchButton.addEventListener('click', async () => {
  const on = torchButton.ariaPressed !== 'true';
  await camera?.setTorch(on);
  torchButton.ariaPressed = on;
});
document.addEventListener('stuffy-locked', close);
// Some phones let only one part of a page use the camera at a time.
document.addEventListener('stuffy-camera-taken', close);
document.addEventListener('stuffy-camera-free', () => { if (!document.hidden && scanner.isConnected && !camera) open(); });
// The camera must not stay on in a pocket.
document.addEventListener('visibilitychange', () => (document.hidden || !scanner.isConnected ? close() : camera ?? open()));
if (navigator.mediaDevices) open();
