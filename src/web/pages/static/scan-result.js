// Shows the result of a scan. Saved, waiting and refused differ in text, colour, shape, sound and
// vibration, so that staff notice the result without looking at the screen.
const LABELS = { saved: 'Saved', waiting: 'Waiting', refused: 'Refused' };
// Tones as [frequency in Hz, start in seconds, duration in seconds].
const SOUNDS = {
  saved: [[660, 0, 0.09], [990, 0.1, 0.12]],
  waiting: [[440, 0, 0.3]],
  refused: [[170, 0, 0.2], [170, 0.28, 0.2], [170, 0.56, 0.2]],
};
// Vibration patterns and display time in milliseconds.
const VIBRATIONS = { saved: [40], waiting: [90, 90, 90], refused: [260, 90, 260, 90, 260] };
const DISPLAY_TIME = 5000;

let audio;
let timer;

export function showResult(kind, text, label = LABELS[kind]) {
  const banner = document.getElementById('outcome');
  // A locked page has no banner.
  if (!banner) return;
  banner.className = kind;
  banner.textContent = `${label}: ${text}`;
  banner.hidden = false;
  clearTimeout(timer);
  // Only successes disappear by themselves.
  if (kind === 'saved') timer = setTimeout(() => { banner.hidden = true; }, DISPLAY_TIME);
  navigator.vibrate?.(VIBRATIONS[kind]);
  play(SOUNDS[kind]);
}

function play(tones) {
  try {
    audio ??= new AudioContext();
    audio.resume();
    for (const [frequency, start, duration] of tones) {
      const oscillator = audio.createOscillator();
      const gain = audio.createGain();
      oscillator.frequency.value = frequency;
      oscillator.type = frequency < 300 ? 'square' : 'sine';
      gain.gain.value = 0.15;
      oscillator.connect(gain).connect(audio.destination);
      oscillator.start(audio.currentTime + start);
      oscillator.stop(audio.currentTime + start + duration);
    }
  } catch { /* Without sound, the other signals remain. */ }
}
