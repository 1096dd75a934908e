// The outbox as it lies in this browser: messages that have no 202 yet, one key each, so that two tabs never overwrite each other.
import { keyOf, onLogOut } from '../Chat/ChatPage.razor.js';
import { drop, tell as tellFiles } from '../uploads/kept.js';

const watchers = new Set();
const gone = new Set();
const prefix = person => keyOf(person, 'outbox:');

export const onEntries = watcher => watchers.add(watcher);
export const offEntries = watcher => watchers.delete(watcher);

function tell() {
  for (const watcher of watchers) watcher();
}

/** All of a person's unsent messages in the order they were written. */
export function entriesOf(person) {
  return Object.keys(localStorage)
    .filter(key => key.startsWith(prefix(person)))
    .map(key => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => a.at - b.at);
}

export const find = (person, id) => JSON.parse(localStorage.getItem(prefix(person) + id));

/** Throws when the browser has no room for it. */
export function keep(person, entry) {
  if (gone.has(person)) return;
  localStorage.setItem(prefix(person) + entry.id, JSON.stringify(entry));
  tell();
}

/** Changes an entry unless it was taken out meanwhile, here or in another tab. */
export function amend(person, id, changes) {
  const entry = find(person, id);
  if (entry) keep(person, { ...entry, ...changes });
}

/** Takes a message out and hands it back. */
export function take(person, id) {
  const entry = find(person, id);
  localStorage.removeItem(prefix(person) + id);
  tell();
  return entry;
}

/** The server has it, and its files with it. Whoever watches hears of both at once. */
export function settle(person, entry) {
  for (const key of entry.files ?? []) drop(person, key);
  localStorage.removeItem(prefix(person) + entry.id);
  if (entry.files) tellFiles();
}

onLogOut(person => gone.add(person));

/** Whether another tab changed an outbox. */
export const isOutbox = ({ key }) => key === null || /^chatapp:[^:]+:outbox:/.test(key);

window.addEventListener('storage', event => isOutbox(event) && tell());
