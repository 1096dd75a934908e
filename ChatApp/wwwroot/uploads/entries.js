// The outbox as it lies in this browser: messages that have no 202 yet, one key each, so that two tabs never overwrite each other.
import { keyOf } from '../Chat/ChatPage.razor.js';

const watchers = new Set();

export const onEntries = watcher => watchers.add(watcher);
export const offEntries = watcher => watchers.delete(watcher);

export function tell() {
  for (const watcher of watchers) watcher();
}

export const prefix = person => keyOf(person, 'outbox:');

/** All of a person's unsent messages in the order they were written. */
export function entriesOf(person) {
  return Object.keys(localStorage)
    .filter(key => key.startsWith(prefix(person)))
    .map(key => JSON.parse(localStorage.getItem(key)))
    .sort((a, b) => a.at - b.at);
}
