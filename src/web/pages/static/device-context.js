// Who acts on this phone, and where it is. What the page says counts only while the phone's queue
// token is the one it was opened with: the next user never inherits.
import { note, recall } from './storage.js';

export const cookie = (name) =>
  document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;

const token = cookie('stuffy_queue');

export async function me() {
  if (cookie('stuffy_queue') !== token) return null;
  const { user, name } = document.body.dataset;
  if (user) return { id: user, name, token };
  // Without a signal no page names anybody; the phone remembers who it belongs to.
  const known = token && await recall('me');
  return known?.token === token ? known : null;
}

export async function place() {
  const code = cookie('stuffy_place');
  if (!code) return null;
  const { place: shown, placeName } = document.body.dataset;
  const name = shown === code ? placeName : (await recall('places'))?.[code];
  return { code, name: name ?? code };
}

// What the shell needs when the next page does not come: places have names, companions do not.
export async function remember() {
  const { user, name, lock, place: code, placeName } = document.body.dataset;
  if (user && token) await note('me', { id: user, name, token, lock });
  if (code) await note('places', { ...await recall('places'), [code]: placeName });
}
