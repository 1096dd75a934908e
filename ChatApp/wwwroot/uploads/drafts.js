// Which message a file belongs to: to the unsent one that took it along, else to the one that is being written.
import { entriesOf } from '../outbox/entries.js';
import { amend, filesOf, find } from './kept.js';
import { sizeText } from './sizes.js';
import { isUnderway, partOf, remove } from './uploads.js';

/** The files of a conversation's next message. */
export function draftFiles(person, conversation) {
  const taken = new Set(entriesOf(person).flatMap(({ files }) => files ?? []));
  return filesOf(person).filter(file => file.conversation === conversation && !taken.has(file.key));
}

/** Those of the message that is being written on this page. */
export function waitingFiles() {
  const { person, conversation } = document.querySelector('chat-composer').dataset;
  return draftFiles(person, conversation);
}

/** What was attached in a new chat belongs to the conversation it became. */
export function moveDraft(person, from, to) {
  for (const { key } of draftFiles(person, from)) amend(person, key, { conversation: to });
}

/** An unsent message's files are a draft's again. The server may have had that message: nothing is deleted there. */
export function reclaim(person, keys, conversation) {
  for (const key of keys ?? []) amend(person, key, { conversation, sentBefore: true });
}

/** The message they belong to is not to be sent. */
export function discard(person, keys) {
  reclaim(person, keys, '');
  for (const key of keys ?? []) remove(person, key);
}

/** What an unsent message's files are like: those it waits for, and a sentence if one of them will not come. */
export function standing(person, { files: keys = [] }) {
  const files = keys.map(key => find(person, key)).filter(Boolean);
  const broken = files.find(isBroken);
  const sentence = files.length < keys.length ? 'A file of this message is in this browser no longer. Attach it again.'
    : broken && `“${broken.name}”: ${broken.sentence}`;
  return { files, sentence, underway: files.filter(isUnderway) };
}

export const isBroken = file => file.state === 'failed' || file.state === 'unreadable';

/** How a file is doing, in a few words. */
export function stateOf(file) {
  if (file.sentence) return file.sentence;
  if (file.state === 'uploading') return `${sizeText(file.size)} · ${Math.floor(partOf(file) * 100)} %`;
  if (file.state === 'checking') return `${sizeText(file.size)} · checking…`;
  return file.pages > 1 ? `${file.pages} pages · ${sizeText(file.size)}` : sizeText(file.size);
}
