// What this phone keeps on its disk: scans until the server has them, and who uses the phone.
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('stuffy', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('scans', { keyPath: 'order', autoIncrement: true });
      asked.result.createObjectStore('phone');
    };
    asked.onsuccess = () => {
      // A newer version of this page in another tab must not wait for this one.
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = undefined; reject(asked.error); };
  });
  return opened;
}

// One transaction; it is over when the disk has it, not when the memory has.
async function deal(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: 'strict' });
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const add = (item) => deal('scans', 'readwrite', (scans) => scans.add(item));

export const all = () => deal('scans', 'readonly', (scans) => scans.getAll());

// Changes what is still there; null takes it away. All of it, or none.
export const settle = (changes) => deal('scans', 'readwrite', (scans) => {
  for (const [order, change] of changes) {
    if (change === null) {
      scans.delete(order);
      continue;
    }
    const found = scans.get(order);
    found.onsuccess = () => { if (found.result) scans.put({ ...found.result, ...change }); };
  }
});

export const recall = (key) => deal('phone', 'readonly', (phone) => phone.get(key));

export const note = (key, value) => deal('phone', 'readwrite', (phone) => phone.put(value, key));
