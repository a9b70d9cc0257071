// Where the browser cannot read a code, the server looks at frames: the middle of the picture, small,
// and only one that is sharp and shows something else than the one before.
const SIDE = 640;
const MOST = 100_000;
const LOOK = 40;
const SHARP = 2;
const OTHER = 4;
// The same picture is sent again after this long: the light may have been poor.
const AGAIN = 2000;

const canvas = (side) => Object.assign(document.createElement('canvas'), { width: side, height: side });

export function serverReads(video) {
  const whole = canvas(SIDE).getContext('2d');
  const small = canvas(LOOK).getContext('2d', { willReadFrequently: true });
  let sent = null;
  let at = 0;

  return async () => {
    const side = Math.min(video.videoWidth, video.videoHeight);
    const from = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side];
    small.drawImage(video, ...from, 0, 0, LOOK, LOOK);
    const looks = greys(small.getImageData(0, 0, LOOK, LOOK).data);
    if (edges(looks) < SHARP) return null;
    if (sent && difference(looks, sent) < OTHER && performance.now() - at < AGAIN) return null;
    [sent, at] = [looks, performance.now()];
    whole.drawImage(video, ...from, 0, 0, SIDE, SIDE);
    return ask(await jpeg(whole.canvas));
  };
}

const greys = (data) => Float32Array.from({ length: data.length / 4 }, (_, nth) => (data[4 * nth] + 2 * data[4 * nth + 1] + data[4 * nth + 2]) / 4);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const difference = (one, other) => mean(one.map((value, nth) => Math.abs(value - other[nth])));

// How much neighbours differ: next to nothing where it is blurred, or dark.
const edges = (looks) => mean(looks.map((value, nth) => Math.abs(value - looks[Math.max(nth - 1, 0)])));

async function jpeg(picture) {
  for (const quality of [0.7, 0.4, 0.2]) {
    const blob = await new Promise((resolve) => { picture.toBlob(resolve, 'image/jpeg', quality); });
    if (blob.size <= MOST || quality === 0.2) return blob;
  }
}

// The code in a frame as an address of ours, or null.
async function ask(blob) {
  const answer = await fetch('/scan/frame', { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: blob, signal: AbortSignal.timeout(8000) });
  if (answer.status === 401) throw new Error('signed out');
  if (answer.status !== 200) return null;
  const { kind, code } = await answer.json();
  return { tag: `/T/${code}`, place: `/P/${code}` }[kind] ?? 'no/code/of/ours';
}
