// The message that is being written: its words and files, and the id it has if it lay in the outbox before.
import { onLogOut } from '../Chat/ChatPage.razor.js';
import { post } from '../outbox/sending.js';
import { isBroken, reclaim, waitingFiles } from '../uploads/drafts.js';

const near = 0.95;
const takenBack = new Map();
const keyOf = ({ person, conversation }) => `${person}/${conversation}`;

/**
 * Hands it over to the outbox.
 * @param page whose it is and which conversation's: `{ person, conversation }`
 * @returns {string|undefined} a sentence, if it was not taken
 */
export function send(page, text, model) {
  const { person, conversation } = page;
  const files = waitingFiles();
  const broken = files.find(isBroken);
  if (broken) return `“${broken.name}” cannot go along. Remove it to send the message.`;
  const before = takenBack.get(keyOf(page));
  try {
    post(person, { id: before?.id, text, conversation, parentId: before?.parentId, model, files: files.length ? files.map(file => file.key) : undefined });
  } catch {
    return 'This browser has no room left to keep the message until it is sent. Copy it, then remove older drafts.';
  }
  takenBack.delete(keyOf(page));
}

/** An unsent message comes back to be edited. It keeps its id, so that it can never be there twice. */
export function takeBack(page, entry) {
  if (entry.status === 409) takenBack.delete(keyOf(page));
  else takenBack.set(keyOf(page), entry);
  reclaim(page.person, entry.files, page.conversation);
}

/** A new chat became a conversation. */
export function moveTakenBack(page, conversation) {
  const entry = takenBack.get(keyOf(page));
  takenBack.delete(keyOf(page));
  if (entry) takenBack.set(keyOf({ ...page, conversation }), entry);
}

/** Said when it becomes too long, and before that. */
export function lengthSentence(length, max) {
  const n = value => value.toLocaleString('en');
  if (length > max) return `${n(length - max)} ${length - max === 1 ? 'character' : 'characters'} too many: a message may have ${n(max)}. It stays here and is not sent.`;
  return length > max * near ? `${n(length)} of ${n(max)} characters` : '';
}

onLogOut(() => takenBack.clear());
