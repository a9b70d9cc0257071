// Says what came of a scan: saved, waiting and refused differ in word, colour, shape, sound and
// vibration, so that one of them is enough for eyes that are elsewhere.
const WORDS = { saved: 'Saved', waiting: 'Waiting', refused: 'Refused' };
// Each tone: its pitch in Hz, when it begins and how long it lasts, in seconds.
const SOUNDS = {
  saved: [[660, 0, 0.09], [990, 0.1, 0.12]],
  waiting: [[440, 0, 0.3]],
  refused: [[170, 0, 0.2], [170, 0.28, 0.2], [170, 0.56, 0.2]],
};
const SHAKES = { saved: [40], waiting: [90, 90, 90], refused: [260, 90, 260, 90, 260] };
const SHOWN = 5000;

let sound;
let timer;

export function say(kind, words, { quietly = false } = {}) {
  const line = document.getElementById('outcome');
  // A locked page says nothing any more.
  if (!line) return;
  line.className = kind;
  line.textContent = `${WORDS[kind]}: ${words}`;
  line.hidden = false;
  clearTimeout(timer);
  // What is not saved stays in sight.
  if (kind === 'saved') timer = setTimeout(() => { line.hidden = true; }, SHOWN);
  if (quietly) return;
  navigator.vibrate?.(SHAKES[kind]);
  play(SOUNDS[kind]);
}

export function hush() {
  document.getElementById('outcome').hidden = true;
}

function play(tones) {
  try {
    sound ??= new AudioContext();
    sound.resume();
    for (const [pitch, begins, lasts] of tones) {
      const tone = sound.createOscillator();
      const loudness = sound.createGain();
      tone.frequency.value = pitch;
      tone.type = pitch < 300 ? 'square' : 'sine';
      loudness.gain.value = 0.15;
      tone.connect(loudness).connect(sound.destination);
      tone.start(sound.currentTime + begins);
      tone.stop(sound.currentTime + begins + lasts);
    }
  } catch { /* A phone without sound still has the other signs. */ }
}
