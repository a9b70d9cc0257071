// IndexedDB on this phone: scans until the server has them, and data about the phone and its user.
let database;

function open() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('stuffy', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('scans', { keyPath: 'order', autoIncrement: true });
      request.result.createObjectStore('phone');
    };
    request.onsuccess = () => {
      // Closing lets a newer version of this page in another tab upgrade the database.
      request.result.onversionchange = () => { request.result.close(); database = undefined; };
      resolve(request.result);
    };
    request.onerror = () => { database = undefined; reject(request.error); };
  });
  return database;
}

// Runs one transaction and resolves after it was written to the disk, not only to memory.
async function transact(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: 'strict' });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const addScan = (item) => transact('scans', 'readwrite', (scans) => scans.add(item));

export const allScans = () => transact('scans', 'readonly', (scans) => scans.getAll());

// Applies [order, change] pairs to the scans that still exist, all or none. A change of null deletes the scan.
export const updateScans = (changes) => transact('scans', 'readwrite', (scans) => {
  for (const [order, change] of changes) {
    if (change === null) {
      scans.delete(order);
      continue;
    }
    const request = scans.get(order);
    request.onsuccess = () => { if (request.result) scans.put({ ...request.result, ...change }); };
  }
});

export const loadValue = (key) => transact('phone', 'readonly', (phone) => phone.get(key));

export const saveValue = (key, value) => transact('phone', 'readwrite', (phone) => phone.put(value, key));
