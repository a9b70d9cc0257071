// The rear camera with its torch, and the loop that reads codes from its picture.
import { serverDecoder } from './frame-decoder.js';

// Pause between two frames in milliseconds, for the browser's decoder and for the server's.
const LOCAL_INTERVAL = 120;
const SERVER_INTERVAL = 300;

export async function openCamera(video, width = 1280, height = 720) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, width: { ideal: width }, height: { ideal: height } },
  });
  video.srcObject = stream;
  await video.play();
  const [track] = stream.getVideoTracks();
  return {
    hasTorch: Boolean(track.getCapabilities?.().torch),
    setTorch: (on) => track.applyConstraints({ advanced: [{ torch: on }] }),
    close: () => { track.stop(); video.srcObject = null; },
  };
}

// Reads codes while the camera is open. Calls onText with each text, and onStatus after each attempt
// with the error or null.
export async function readCodes(video, onText, onStatus) {
  const local = await localDecoder(video);
  const decode = local ?? serverDecoder(video);
  while (video.srcObject) {
    let text = null;
    try {
      text = await decode();
      onStatus(null);
    } catch (error) {
      onStatus(error);
    }
    if (text && video.srcObject) await onText(text);
    await sleep(local ? LOCAL_INTERVAL : SERVER_INTERVAL);
  }
}

async function localDecoder(video) {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (!formats?.includes('qr_code')) return null;
  const detector = new BarcodeDetector({ formats: ['qr_code'] });
  return async () => (await detector.detect(video))[0]?.rawValue ?? null;
}

const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
