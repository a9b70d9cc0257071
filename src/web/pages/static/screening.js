// Turns the screening answers into one scan action, so that they can wait in the queue without a signal.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('form.screening')) return;
  const allClear = event.submitter?.name === 'none';
  const action = { kind: 'screened' };
  for (const row of form.querySelectorAll('.answers')) {
    const answer = row.querySelector(':checked') ?? row.querySelector('[value=unknown]');
    action[answer.name] = allClear && !row.matches('.wished') ? 'no' : answer.value;
  }
  form.elements.actions.value = JSON.stringify([action]);
  form.action = form.dataset.acts;
  form.classList.add('act');
}, true);
