// The current user and location of this phone. The user named by a page counts only while the queue token
// is the one the page was loaded with, so that the next user never acts as the previous one.
import { readCookie } from './cookies.js';
import { loadValue, saveValue } from './storage.js';

const token = readCookie('stuffy_queue');

export async function currentUser() {
  if (readCookie('stuffy_queue') !== token) return null;
  const { user, name } = document.body.dataset;
  if (user) return { id: user, name, token };
  // The offline page names no user, so the user comes from the phone's storage.
  const stored = token && await loadValue('me');
  return stored?.token === token ? stored : null;
}

export async function currentPlace() {
  const code = readCookie('stuffy_place');
  if (!code) return null;
  const { place: pagePlace, placeName } = document.body.dataset;
  const name = pagePlace === code ? placeName : (await loadValue('places'))?.[code];
  return { code, name: name ?? code };
}

// Stores what the offline page needs: the user and the names of places. Nothing about companions is stored.
export async function saveContext() {
  const { user, name, lock, place: code, placeName } = document.body.dataset;
  if (user && token) await saveValue('me', { id: user, name, token, lock });
  if (code) await saveValue('places', { ...await loadValue('places'), [code]: placeName });
}
