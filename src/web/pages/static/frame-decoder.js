// Decodes QR codes on the server, for browsers without a decoder. To save bandwidth, only the middle of
// the picture is sent, scaled down, and only if it is sharp and differs from the last one sent.
const FRAME_SIZE = 640; // Pixels a side.
const MAX_BYTES = 100_000;
const THUMBNAIL_SIZE = 40; // Pixels a side of the copy that sharpness and change are measured on.
const MIN_SHARPNESS = 2; // Mean difference of neighbouring grey values.
const MIN_CHANGE = 4; // Mean difference of grey values between two thumbnails.
// An unchanged picture is sent again after this many milliseconds, because the light may have been poor.
const RESEND_AFTER = 2000;
const REQUEST_TIMEOUT = 8000;

const createCanvas = (side) => Object.assign(document.createElement('canvas'), { width: side, height: side });

// Returns a function that reads the current frame: the text of a code, or null.
export function serverDecoder(video) {
  const frame = createCanvas(FRAME_SIZE).getContext('2d');
  const thumbnail = createCanvas(THUMBNAIL_SIZE).getContext('2d', { willReadFrequently: true });
  let lastSent = null;
  let lastSentAt = 0;

  return async () => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    const source = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side];
    thumbnail.drawImage(video, ...source, 0, 0, THUMBNAIL_SIZE, THUMBNAIL_SIZE);
    const pixels = greyValues(thumbnail.getImageData(0, 0, THUMBNAIL_SIZE, THUMBNAIL_SIZE).data);
    if (sharpness(pixels) < MIN_SHARPNESS) return null;
    if (lastSent && difference(pixels, lastSent) < MIN_CHANGE && performance.now() - lastSentAt < RESEND_AFTER) return null;
    [lastSent, lastSentAt] = [pixels, performance.now()];
    frame.drawImage(video, ...source, 0, 0, FRAME_SIZE, FRAME_SIZE);
    return decodeOnServer(await toJpeg(frame.canvas));
  };
}

// From RGBA bytes, with green counted twice.
const greyValues = (data) => Float32Array.from({ length: data.length / 4 }, (_, index) => (data[4 * index] + 2 * data[4 * index + 1] + data[4 * index + 2]) / 4);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const difference = (one, other) => mean(one.map((value, index) => Math.abs(value - other[index])));

// Close to zero for a blurred or dark picture.
const sharpness = (pixels) => mean(pixels.map((value, index) => Math.abs(value - pixels[Math.max(index - 1, 0)])));

async function toJpeg(canvas) {
  for (const quality of [0.7, 0.4, 0.2]) {
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', quality); });
    if (blob.size <= MAX_BYTES || quality === 0.2) return blob;
  }
}

// Returns the path of the tag or place in the frame, null without a code, or a path that no parser accepts.
async function decodeOnServer(blob) {
  const response = await fetch('/scan/frame', { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: blob, signal: AbortSignal.timeout(REQUEST_TIMEOUT) });
  if (response.status === 401) throw new Error('signed out');
  if (response.status !== 200) return null;
  const { kind, code } = await response.json();
  return { tag: `/T/${code}`, place: `/P/${code}` }[kind] ?? 'not/a/code';
}
