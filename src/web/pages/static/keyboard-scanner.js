// Hand scanners act as keyboards that type very fast and end with Enter, wherever the focus is.
// Longest time between two keys of one scan, in milliseconds.
const MAX_KEY_INTERVAL = 60;
const MIN_LENGTH = 6;

export function listenForScans(onText) {
  let typed = '';
  let lastKeyAt = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches?.('input, textarea, select')) return;
    if (event.timeStamp - lastKeyAt > MAX_KEY_INTERVAL) typed = '';
    lastKeyAt = event.timeStamp;
    if (event.key === 'Enter') {
      if (typed.length < MIN_LENGTH) return;
      // Enter would press the button that has the focus.
      event.preventDefault();
      onText(typed);
      typed = '';
    } else if (event.key.length === 1) {
      typed += event.key;
      // Scanned keys must not trigger browser shortcuts, such as the slash that opens a search.
      if (typed.length > 1) event.preventDefault();
    }
  });
}
