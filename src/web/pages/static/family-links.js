// The list of links, kept true while it is looked at: a link that is opened says so here at once. The address
// that is shown once stays as it is; only the list is put in anew.

// What the house could not be asked it is asked again after this long, until it answers.
const AGAIN = 3000;
const AWAY = Symbol('away');
const OVER = Symbol('over');

const links = document.getElementById('links');
const offer = document.getElementById('offer');
let source;
let later;
watch();

function watch() {
  source = new EventSource(`/api/v1/events?after=${links.dataset.after}`);
  source.addEventListener('change', (event) => {
    const { topic, visit_id: visit } = JSON.parse(event.data);
    if (topic === 'family_link' && visit === links.dataset.visit) look();
  });
  source.addEventListener('reset', look);
  // A browser comes back by itself unless it was turned away.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) lookLater();
  });
}

async function look() {
  clearTimeout(later);
  const page = await asked();
  if (page === AWAY) return lookLater();
  // A session that has ended: what stands here is read no further.
  if (page === OVER) return source.close();
  const fresh = new DOMParser().parseFromString(page, 'text/html').getElementById('links');
  if (!fresh) return;
  links.replaceChildren(...fresh.childNodes);
  say();
  if (source.readyState === EventSource.CLOSED) watch();
}

function lookLater() {
  clearTimeout(later);
  later = setTimeout(look, AGAIN);
}

// The page as it is now.
async function asked() {
  try {
    const answer = await fetch(links.dataset.path);
    if (answer.ok) return await answer.text();
    return answer.status >= 500 || answer.status === 429 ? AWAY : OVER;
  } catch {
    return AWAY;
  }
}

function say() {
  const row = offer && document.getElementById(`l${offer.dataset.link}`);
  if (!row?.classList.contains('opened')) return;
  const state = document.getElementById('offer-state');
  state.className = 'saved';
  state.textContent = 'Opened: it works';
}
