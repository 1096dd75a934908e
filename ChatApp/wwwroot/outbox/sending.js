// Brings what lies in the outbox to the server, in the order it was written, until each message has its 202 or was refused.
import { call, keyOf, onLogOut, toLogin, uuid } from '../Chat/ChatPage.razor.js';
import { standing } from '../uploads/drafts.js';
import { lookAgain } from '../uploads/uploads.js';
import { amend, entriesOf, isOutbox, keep } from './entries.js';
import { thread } from './thread.js';

const shortestPause = 500;
const longestPause = 5000;
const gone = new Set();
const pumping = new Set();
let lastAt = 0;
let wakeUp = () => {};

/**
 * Puts a message into the outbox and sends it as soon as the server has its files. Throws when the browser has no room for it.
 * @param files keys of attached files
 */
export function post(person, { id, text, conversation, parentId, model, files }) {
  lastAt = Math.max(Date.now(), lastAt + 1);
  const mine = conversation ? { conversation } : thread();
  keep(person, { id: id ?? uuid(), text, conversation: mine.conversation ?? null, thread: mine.id ?? null, parentId, model, files, at: lastAt, state: 'sending' });
  wake(person);
}

/** Sends what waits. Only one tab of the browser does it at a time; the next takes over when that one closes. */
export async function wake(person) {
  wakeUp();
  if (!person || pumping.has(person) || gone.has(person) || !nextOf(person)) return;
  pumping.add(person);
  let done = false;
  try {
    // Without locks (plain http to another machine) two tabs may both send: the same id is answered the same.
    done = navigator.locks ? await navigator.locks.request(keyOf(person, 'outbox'), () => pump(person)) : await pump(person);
  } finally {
    pumping.delete(person);
  }
  // What came while the lock was given back was told to this pump.
  if (done) wake(person);
}

export const isUnsent = entry => entry.state === 'sending' || entry.state === 'waiting';

/** The first that can go: one that waits for its files holds up its own conversation alone. */
function nextOf(person) {
  const held = new Set();
  return entriesOf(person).filter(isUnsent).find(entry => {
    const line = entry.conversation ?? entry.thread;
    const { underway, sentence } = standing(person, entry);
    if (sentence) amend(person, entry.id, { state: 'refused', sentence });
    else if (underway.length) held.add(line);
    return !sentence && !held.has(line);
  });
}

async function pump(person) {
  let failures = 0;
  for (let entry; (entry = nextOf(person)) && !gone.has(person); ) {
    const answer = await deliver(person, entry);
    if (answer?.ok) {
      failures = 0;
      accept(person, entry, answer.body);
    } else if (answer?.status === 401) {
      amend(person, entry.id, { state: 'waiting', sentence: 'Log in to send it.' });
      if (document.visibilityState === 'visible') toLogin();
      return false;
    } else if (!answer || answer.status === 429 || answer.status >= 500) {
      failures++;
      const grown = Math.min(longestPause, shortestPause * 2 ** (failures - 1));
      // Those behind it wait for the same reason.
      for (const { id } of entriesOf(person).filter(isUnsent)) amend(person, id, { state: 'waiting', sentence: waitingSentence(answer) });
      // A part is left to chance: a server that comes back is not asked by everybody at once.
      await pause(answer?.retryAfter * 1000 || grown * (0.75 + Math.random() / 2), answer?.retryAfter > 0);
    } else {
      amend(person, entry.id, { state: 'refused', sentence: answer.sentence, status: answer.status });
      if (entry.files) lookAgain(person);
    }
  }
  return true;
}

const waitingSentence = answer =>
  !answer ? 'No connection. It is kept here and will be sent by itself.'
    : answer.status === 429 ? 'A little too fast. It will be sent by itself in a moment.'
      : 'The server cannot take it right now. It will be sent by itself.';

async function deliver(person, entry) {
  try {
    return await call('POST', '/api/chat/message', {
      clientMessageId: entry.id,
      text: entry.text,
      conversationId: entry.conversation ?? undefined,
      parentId: entry.parentId ?? undefined,
      model: entry.model || undefined,
      fileIds: entry.files?.length ? standing(person, entry).files.map(file => file.id) : undefined,
    }, person);
  } catch {
    return null;
  }
}

function accept(person, entry, { conversationId }) {
  amend(person, entry.id, { state: 'sent', conversation: conversationId, sentAt: Date.now() });
  if (entry.thread)
    for (const other of entriesOf(person))
      if (other.thread === entry.thread && !other.conversation) amend(person, other.id, { conversation: conversationId });
}

/** Waits, but no longer than until there is news: a connection, a look at the page, another message. */
function pause(milliseconds, byOrder) {
  return new Promise(resolve => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      wakeUp = () => {};
      resolve();
    }
    // What the server asked for is waited out.
    if (!byOrder) wakeUp = done;
  });
}

onLogOut(person => {
  gone.add(person);
  wakeUp();
});

const people = () => new Set([...document.querySelectorAll('chat-outbox')].map(outbox => outbox.dataset.person));
const retry = () => people().forEach(wake);
window.addEventListener('online', retry);
window.addEventListener('focus', retry);
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && retry());
window.addEventListener('storage', event => isOutbox(event) && retry());
