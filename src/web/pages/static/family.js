// The family's page, told of news as they come: what is shown is always what the server says now.

const main = document.getElementById('family');
const line = document.getElementById('line');
const said = document.getElementById('said');

let looking = false;
let wanted = false;
let later;
let pause = 2000;

/** Looks once at a time, and once more where something came meanwhile; a look that failed is tried again. */
async function look() {
  wanted = true;
  if (looking) return;
  looking = true;
  clearTimeout(later);
  try {
    while (wanted) {
      wanted = false;
      await fetched();
    }
    pause = 2000;
    tell(source.readyState === EventSource.OPEN);
  } catch {
    tell(false);
    later = setTimeout(look, pause);
    pause = Math.min(pause * 2, 60000);
  }
  looking = false;
}

/** Asks for the page anew and shows it where something has changed. */
async function fetched() {
  const answer = await fetch(location.href, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('family');
  if (!answer.ok || !fresh) {
    // The link is over: whatever was here may not stay.
    if (answer.status === 404) location.reload();
    throw new Error(`answered ${answer.status}`);
  }
  if (fresh.innerHTML === main.innerHTML) return;
  main.innerHTML = fresh.innerHTML;
  document.title = page.title;
  // What a screen reader says: a changed sentence, and nothing that was said before.
  said.textContent = sentences().join(' ');
  main.classList.remove('fresh');
  requestAnimationFrame(() => main.classList.add('fresh'));
}

function sentences() {
  return [...main.querySelectorAll('.now')].map((now) => now.textContent);
}

/** Says whether the line stands. */
function tell(live) {
  line.textContent = live ? line.dataset.live : line.dataset.notLive;
  line.classList.toggle('off', !live);
}

let wait = 1000;
let again;
let source;

/** Follows the news; a line that the browser gave up is taken up again by us. */
function follow() {
  source = new EventSource(main.dataset.events);
  // Whoever was away may have missed that a photo is gone, which a silent stream does not tell.
  source.onopen = () => {
    wait = 1000;
    look();
  };
  source.addEventListener('state', look);
  source.onerror = () => {
    tell(false);
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(again);
    again = setTimeout(() => look().then(follow), wait);
    wait = Math.min(wait * 2, 60000);
  };
}

/** Reads the sentences aloud, where the phone has a voice for their language. */
function offerReading() {
  const button = document.getElementById('read');
  const voices = globalThis.speechSynthesis;
  if (!voices) return;
  const tag = document.documentElement.lang.split('-')[0];
  const known = (voice) => [tag, tag === 'tl' ? 'fil' : tag].includes(voice.lang.split(/[-_]/)[0]);
  const offer = () => {
    button.hidden = !voices.getVoices().some(known);
  };
  voices.addEventListener?.('voiceschanged', offer);
  offer();
  button.addEventListener('click', () => {
    voices.cancel();
    const parts = main.querySelectorAll('.now, .hour, .wears');
    const words = new SpeechSynthesisUtterance([...parts].map((part) => part.textContent).join(' '));
    words.lang = document.documentElement.lang;
    words.voice = voices.getVoices().find(known) ?? null;
    voices.speak(words);
  });
}

// A phone that was asleep may have missed the line's end.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) look();
});
// Until the line stands nothing is said of it.
line.textContent = '';
follow();
offerReading();
