// Keeps the list of family links up to date. Only the list is replaced: the new link's code above it is shown
// just once and has to stay.

const RETRY_DELAY = 3000;
const UNAVAILABLE = Symbol('unavailable');
const SIGNED_OUT = Symbol('signed out');

const links = document.getElementById('links');
const offer = document.getElementById('offer');
let source;
let retryTimer;
subscribe();

function subscribe() {
  source = new EventSource(`/api/v1/events?after=${links.dataset.after}`);
  source.addEventListener('change', (event) => {
    const { topic, visit_id: visit } = JSON.parse(event.data);
    if (topic === 'family_link' && visit === links.dataset.visit) refresh();
  });
  source.addEventListener('reset', refresh);
  // The browser reconnects by itself unless the server rejected the request.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) scheduleRefresh();
  });
}

async function refresh() {
  clearTimeout(retryTimer);
  const page = await loadPage();
  if (page === UNAVAILABLE) return scheduleRefresh();
  if (page === SIGNED_OUT) return source.close();
  const newLinks = new DOMParser().parseFromString(page, 'text/html').getElementById('links');
  if (!newLinks) return;
  links.replaceChildren(...newLinks.childNodes);
  updateOffer();
  if (source.readyState === EventSource.CLOSED) subscribe();
}

function scheduleRefresh() {
  clearTimeout(retryTimer);
  retryTimer = setTimeout(refresh, RETRY_DELAY);
}

async function loadPage() {
  try {
    const response = await fetch(links.dataset.path);
    if (response.ok) return await response.text();
    return response.status >= 500 || response.status === 429 ? UNAVAILABLE : SIGNED_OUT;
  } catch {
    return UNAVAILABLE;
  }
}

// Shows next to the new link's code that the link was opened.
function updateOffer() {
  const row = offer && document.getElementById(`l${offer.dataset.link}`);
  if (!row?.classList.contains('opened')) return;
  const state = document.getElementById('offer-state');
  state.className = 'saved';
  state.textContent = 'Opened: it works';
}
