// The messages written in this tab's new chat belong together: the first one's answer names their conversation.
import { uuid } from '../Chat/ChatPage.razor.js';

const key = 'chatapp:thread';
let written = unpack();

/** It lies in the tab only between two documents: a duplicated tab begins with a copy of what lies there, and is a new chat of its own. */
function unpack() {
  const packed = JSON.parse(sessionStorage.getItem(key));
  sessionStorage.removeItem(key);
  return packed;
}

window.addEventListener('pagehide', () => written && sessionStorage.setItem(key, JSON.stringify(written)));
window.addEventListener('pageshow', event => event.persisted && unpack());

/** @returns {{id: string, conversation?: string}} */
export const thread = () => (written ??= { id: uuid() });

export function nameThread(conversation) {
  thread().conversation = conversation;
}

/** A new chat was opened: what is written next is another one, unless nothing of this one has arrived yet. */
export function beginThread() {
  if (written?.conversation) written = null;
}
