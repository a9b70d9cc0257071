// A hand scanner is a keyboard that types very fast and ends with Enter, wherever the focus is.
const FAST = 60;

export function listen(read) {
  let typed = '';
  let last = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.('input, textarea, select')) return;
    if (event.timeStamp - last > FAST) typed = '';
    last = event.timeStamp;
    if (event.key === 'Enter') {
      if (typed.length < 6) return;
      // Enter would press the button that happens to have the focus.
      event.preventDefault();
      read(typed);
      typed = '';
    } else if (event.key.length === 1) {
      typed += event.key;
      // No key of a scanner is meant for the browser, such as a slash that opens its search.
      if (typed.length > 1) event.preventDefault();
    }
  });
}
