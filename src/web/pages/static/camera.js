// The back camera, its light where there is one, and what reads the codes it sees.
import { serverReads } from './frame-decoder.js';

// Between two looks, in milliseconds; the server is asked less often than the phone itself.
const OWN = 120;
const SERVER = 300;

export async function open(video, width = 1280, height = 720) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: width }, height: { ideal: height } },
  });
  video.srcObject = stream;
  await video.play();
  const [track] = stream.getVideoTracks();
  return {
    hasLight: Boolean(track.getCapabilities?.().torch),
    light: (on) => track.applyConstraints({ advanced: [{ torch: on }] }),
    close: () => { track.stop(); video.srcObject = null; },
  };
}

// Looks for as long as the camera is open; `read` gets each text, `fails` is told when looking does not work.
export async function watch(video, read, fails) {
  const own = await ownReader(video);
  const look = own ?? serverReads(video);
  while (video.srcObject) {
    let text = null;
    try {
      text = await look();
      fails(null);
    } catch (error) {
      fails(error);
    }
    if (text && video.srcObject) await read(text);
    await pause(own ? OWN : SERVER);
  }
}

async function ownReader(video) {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!formats?.includes('qr_code')) return null;
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async () => (await detector.detect(video))[0]?.rawValue ?? null;
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
