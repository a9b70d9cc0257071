// The answers of the screening become one act, so that they wait on the phone where there is no signal.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form.screening')) return;
  const none = event.submitter?.name === 'none';
  const answers = { kind: 'screened' };
  for (const row of form.querySelectorAll('.answers')) {
    const told = row.querySelector(':checked') ?? row.querySelector('[value=unknown]');
    answers[told.name] = none && !row.matches('.wished') ? 'no' : told.value;
  }
  form.elements.actions.value = JSON.stringify([answers]);
  form.action = form.dataset.acts;
  form.classList.add('act');
}, true);
