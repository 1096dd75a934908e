// Unsent words as they lie in this browser, one key for each person and conversation. Those of a new chat have none yet.
// Two tabs may write in the same place: whoever is written over stands aside, with a key of their own, until there is room again.
import { keyOf, onLogOut, uuid } from '../Chat/ChatPage.razor.js';

const asideKey = 'chatapp:aside';
const prefix = person => keyOf(person, 'draft:');
const sharedKey = (person, conversation) => prefix(person) + (conversation || 'new');
const aside = new Map(unpack());
const keyFor = (person, conversation) => aside.get(sharedKey(person, conversation)) ?? sharedKey(person, conversation);

/** Which keys are this tab's own lies in the tab only between two documents, or a duplicated tab would share them. */
function unpack() {
  const packed = JSON.parse(sessionStorage.getItem(asideKey)) ?? [];
  sessionStorage.removeItem(asideKey);
  return packed;
}

window.addEventListener('pagehide', () => aside.size && sessionStorage.setItem(asideKey, JSON.stringify([...aside])));
window.addEventListener('pageshow', event => event.persisted && unpack());
onLogOut(() => aside.clear());

export function textOf(person, conversation) {
  return localStorage.getItem(keyFor(person, conversation)) ?? localStorage.getItem(sharedKey(person, conversation)) ?? rescued(person, conversation) ?? '';
}

/** What a tab put aside that may be gone by now: its place is free. */
function rescued(person, conversation) {
  const shared = sharedKey(person, conversation);
  const key = Object.keys(localStorage).find(name => name.startsWith(`${shared}~`));
  if (!key) return null;
  const text = localStorage.getItem(key);
  localStorage.removeItem(key);
  localStorage.setItem(shared, text);
  return text;
}

/** Throws when the browser has no room for it. */
export function keepText(person, conversation, text) {
  if (text) return localStorage.setItem(keyFor(person, conversation), text);
  localStorage.removeItem(keyFor(person, conversation));
  aside.delete(sharedKey(person, conversation));
}

/** Whether another tab has just written over this one's place. */
export const isWrittenOver = ({ key }, person, conversation) => key === sharedKey(person, conversation) && !aside.has(key);

/** Throws when the browser has no room for it. */
export function standAside(person, conversation, text) {
  const shared = sharedKey(person, conversation);
  aside.set(shared, `${shared}~${uuid()}`);
  keepText(person, conversation, text);
}

/** What else one has begun to write. */
export const otherTexts = (person, conversation) =>
  Object.keys(localStorage)
    .filter(key => key.startsWith(prefix(person)) && key !== keyFor(person, conversation))
    .map(key => localStorage.getItem(key));
