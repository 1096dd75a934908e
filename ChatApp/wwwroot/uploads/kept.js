// The files of unsent messages, as this browser knows them: one key for each, so that two tabs never overwrite each
// other, and in a database of the browser the bytes that the server has not got.
import { keyOf, onLogOut } from '../Chat/ChatPage.razor.js';

const watchers = new Set();
const inHand = new Map();
const gone = new Set();
const prefix = person => keyOf(person, 'file:');

export const onFiles = watcher => watchers.add(watcher);
export const offFiles = watcher => watchers.delete(watcher);

export function tell() {
  for (const watcher of watchers) watcher();
}

let telling;

/** For what changes many times a second. */
export function tellSoon() {
  telling ??= setTimeout(() => {
    telling = undefined;
    tell();
  }, 100);
}

/** All of a person's files that wait here, in the order they were attached. */
export function filesOf(person) {
  return Object.keys(localStorage)
    .filter(key => key.startsWith(prefix(person)))
    .map(key => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => a.at - b.at);
}

export const find = (person, key) => JSON.parse(localStorage.getItem(prefix(person) + key));

/** Changes what is known of a file, unless it was taken out meanwhile, here or in another tab. */
export function amend(person, key, changes) {
  const file = find(person, key);
  if (!file || gone.has(person)) return;
  localStorage.setItem(prefix(person) + key, JSON.stringify({ ...file, ...changes }));
  tell();
}

/** Throws when the browser has no room for it. */
export function keep(person, file, bytes) {
  if (gone.has(person)) return;
  localStorage.setItem(prefix(person) + file.key, JSON.stringify(file));
  if (bytes) {
    inHand.set(file.key, bytes);
    // Without room for them they last as long as the page.
    store(person, 'readwrite', bin => bin.put(bytes, file.key)).catch(() => {});
  }
  tell();
}

export function forget(person, key) {
  drop(person, key);
  tell();
}

/** Forgets it without a word. */
export function drop(person, key) {
  localStorage.removeItem(prefix(person) + key);
  release(person, key);
}

/** The server has them: they need not be kept here. */
export function release(person, key) {
  inHand.delete(key);
  store(person, 'readwrite', bin => bin.delete(key)).catch(() => {});
}

/** Null when neither this page nor the browser has them any more, or the file on disk has changed since. */
export async function bytesOf(person, key) {
  try {
    const bytes = inHand.get(key) ?? await store(person, 'readonly', bin => bin.get(key));
    await bytes?.slice(0, 1).arrayBuffer();
    return bytes ?? null;
  } catch {
    return null;
  }
}

const databases = new Map();

async function store(person, mode, use) {
  if (gone.has(person)) return undefined;
  if (!databases.has(person)) databases.set(person, open(person));
  const database = await databases.get(person);
  const change = database.transaction('bytes', mode);
  const asked = use(change.objectStore('bytes'));
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve(asked.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

// One database a person, so that a log-out can remove it whole.
function open(person) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(keyOf(person, 'files'), 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('bytes');
    asked.onsuccess = () => {
      // Another tab removes it: this one must not stand in the way.
      asked.result.onversionchange = () => {
        asked.result.close();
        databases.delete(person);
      };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
}

onLogOut(async person => {
  gone.add(person);
  inHand.clear();
  (await databases.get(person)?.catch(() => null))?.close();
  indexedDB.deleteDatabase(keyOf(person, 'files'));
});

window.addEventListener('storage', event => {
  if (event.key === null || /^chatapp:[^:]+:file:/.test(event.key)) tell();
});
