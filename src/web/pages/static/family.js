// The family page. It reloads its content from the server whenever the event stream announces a change.

const MAX_RETRY_DELAY = 60_000;

const main = document.getElementById('family');
const status = document.getElementById('line');
const announcement = document.getElementById('announcement');

let refreshing = false;
let refreshAgain = false;
let refreshTimer;
let refreshDelay = 2000;

// Runs one refresh at a time, and another one if it was called meanwhile. A failed refresh is retried.
async function refresh() {
  refreshAgain = true;
  if (refreshing) return;
  refreshing = true;
  clearTimeout(refreshTimer);
  try {
    while (refreshAgain) {
      refreshAgain = false;
      await loadContent();
    }
    refreshDelay = 2000;
    showStatus(source.readyState === EventSource.OPEN);
  } catch {
    showStatus(false);
    refreshTimer = setTimeout(refresh, refreshDelay);
    refreshDelay = Math.min(refreshDelay * 2, MAX_RETRY_DELAY);
  }
  refreshing = false;
}

async function loadContent() {
  const response = await fetch(location.href, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const content = page.getElementById('family');
  if (!response.ok || !content) {
    // The link has expired, so the content must not stay on the screen.
    if (response.status === 404) location.reload();
    throw new Error(`status ${response.status}`);
  }
  if (content.innerHTML === main.innerHTML) return;
  main.innerHTML = content.innerHTML;
  document.title = page.title;
  // Screen readers read only the current sentences, not the whole page.
  announcement.textContent = sentences().join(' ');
  main.classList.remove('fresh');
  requestAnimationFrame(() => main.classList.add('fresh'));
}

function sentences() {
  return [...main.querySelectorAll('.now')].map((sentence) => sentence.textContent);
}

function showStatus(live) {
  status.textContent = live ? status.dataset.live : status.dataset.notLive;
  status.classList.toggle('off', !live);
}

let connectDelay = 1000;
let connectTimer;
let source;

// Opens the event stream. The browser reconnects by itself, unless it has given up; then we reconnect.
function connect() {
  source = new EventSource(main.dataset.events);
  // While disconnected the page may have missed the deletion of a photo, which sends no event afterwards.
  source.onopen = () => {
    connectDelay = 1000;
    refresh();
  };
  source.addEventListener('state', refresh);
  source.onerror = () => {
    showStatus(false);
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(connectTimer);
    connectTimer = setTimeout(() => refresh().then(connect), connectDelay);
    connectDelay = Math.min(connectDelay * 2, MAX_RETRY_DELAY);
  };
}

// Shows the button that reads the page aloud if the phone has a voice for its language.
function setUpReadAloud() {
  const button = document.getElementById('read');
  const synthesis = globalThis.speechSynthesis;
  if (!synthesis) return;
  const language = document.documentElement.lang.split('-')[0];
  // Tagalog voices are also tagged as Filipino.
  const matches = (voice) => [language, language === 'tl' ? 'fil' : language].includes(voice.lang.split(/[-_]/)[0]);
  const update = () => {
    button.hidden = !synthesis.getVoices().some(matches);
  };
  synthesis.addEventListener?.('voiceschanged', update);
  update();
  button.addEventListener('click', () => {
    synthesis.cancel();
    const parts = main.querySelectorAll('.now, .hour, .wears');
    const utterance = new SpeechSynthesisUtterance([...parts].map((part) => part.textContent).join(' '));
    utterance.lang = document.documentElement.lang;
    utterance.voice = synthesis.getVoices().find(matches) ?? null;
    synthesis.speak(utterance);
  });
}

// A sleeping phone may not have noticed that the connection was lost.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
// The status stays empty until the first connection or error.
status.textContent = '';
connect();
setUpReadAloud();
