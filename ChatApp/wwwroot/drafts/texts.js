// Unsent words as they lie in this browser, one key for each person and conversation. Those of a new chat have none yet.
import { keyOf } from '../Chat/ChatPage.razor.js';

const prefix = person => keyOf(person, 'draft:');
const keyFor = (person, conversation) => prefix(person) + (conversation || 'new');

export const textOf = (person, conversation) => localStorage.getItem(keyFor(person, conversation)) ?? '';

/** Throws when the browser has no room for it. */
export function keepText(person, conversation, text) {
  if (text) localStorage.setItem(keyFor(person, conversation), text);
  else localStorage.removeItem(keyFor(person, conversation));
}

/** What else one has begun to write. */
export const otherTexts = (person, conversation) =>
  Object.keys(localStorage)
    .filter(key => key.startsWith(prefix(person)) && key !== keyFor(person, conversation))
    .map(key => localStorage.getItem(key));
