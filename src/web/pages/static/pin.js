// The PIN pad: large keys for gloved fingers. It keeps the on-screen keyboard from covering the page.
const form = document.querySelector('form.pin');
const field = form.elements.pin;
const pad = form.querySelector('.pad');

pad.hidden = false;
field.inputMode = 'none';
pad.addEventListener('click', (event) => {
  const key = event.target.closest('button');
  if (!key) return;
  field.value = key.value ? (field.value + key.value).slice(0, field.maxLength) : field.value.slice(0, -1);
});
