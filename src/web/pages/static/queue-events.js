// Events about queued scans, shared by all tabs of this browser.
// 'saved', 'refused' and 'waiting' carry the scans concerned in detail; 'change' means the queue was edited.
export const queueEvents = new EventTarget();
const channel = new BroadcastChannel('stuffy-queue');
channel.onmessage = ({ data }) => dispatch(data.kind, data.items);

const dispatch = (kind, items) => queueEvents.dispatchEvent(new CustomEvent(kind, { detail: items }));

export function publish(kind, items = []) {
  dispatch(kind, items);
  channel.postMessage({ kind, items });
}
