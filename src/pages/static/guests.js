// The list of links, kept true while it is looked at: a link that is opened says so here at once. The address
// that is shown once stays as it is; only the list is put in anew.

const links = document.getElementById('links');
const offer = document.getElementById('offer');
const source = new EventSource(`/api/v1/events?after=${links.dataset.after}`);

source.addEventListener('change', (event) => {
  const { topic, visit_id: visit } = JSON.parse(event.data);
  if (topic === 'family_link' && visit === links.dataset.visit) look();
});
source.addEventListener('reset', look);

async function look() {
  const answer = await fetch(`${links.dataset.path}?again=1`);
  // A session that has ended: what stands here is read no further.
  if (!answer.ok) return source.close();
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById('links');
  if (!fresh) return;
  links.replaceChildren(...fresh.childNodes);
  say();
}

function say() {
  const row = offer && document.getElementById(`l${offer.dataset.link}`);
  if (!row?.classList.contains('opened')) return;
  const state = document.getElementById('offer-state');
  state.className = 'saved';
  state.textContent = 'Opened: it works';
}
