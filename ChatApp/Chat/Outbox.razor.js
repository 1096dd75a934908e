// What was sent and has no 202 yet. It waits in this browser, one key per message, so that two tabs never overwrite each other.
import { call, keyOf, open, onLogOut, toLogin, uuid, live } from './ChatPage.razor.js';
import { discard, standing, stateOf } from '../uploads/drafts.js';
import { entriesOf, offEntries, onEntries, prefix, tell } from '../uploads/entries.js';
import { drop, offFiles, onFiles, tell as tellFiles } from '../uploads/kept.js';
import { isUnderway, lookAgain, partOf } from '../uploads/uploads.js';

const shortestPause = 500;
const longestPause = 5000;
const forgottenAfter = 60_000;
const gone = new Set();
let lastAt = 0;

const load = (person, id) => JSON.parse(localStorage.getItem(prefix(person) + id));

function save(person, entry) {
  if (gone.has(person)) return;
  localStorage.setItem(prefix(person) + entry.id, JSON.stringify(entry));
  tell();
}

/** Changes an entry unless it was taken out meanwhile, here or in another tab. */
function amend(person, id, changes) {
  const entry = load(person, id);
  if (entry) save(person, { ...entry, ...changes });
}

/** Takes a message out and hands it back. */
export function take(person, id) {
  const entry = load(person, id);
  localStorage.removeItem(prefix(person) + id);
  tell();
  return entry;
}

/** The server has it, and its files with it. Whoever watches hears of both at once. */
function settle(person, entry) {
  for (const key of entry.files ?? []) drop(person, key);
  localStorage.removeItem(prefix(person) + entry.id);
  if (entry.files) tellFiles();
}

const threadKey = 'chatapp:thread';
let written = takeThread();

/** It lies in the tab only between two documents: a duplicated tab begins with a copy of what lies there, and is a new chat of its own. */
function takeThread() {
  const kept = JSON.parse(sessionStorage.getItem(threadKey));
  sessionStorage.removeItem(threadKey);
  return kept;
}

window.addEventListener('pagehide', () => written && sessionStorage.setItem(threadKey, JSON.stringify(written)));
window.addEventListener('pageshow', event => event.persisted && takeThread());

/** The messages written in this tab's new chat belong together: the first one's answer names their conversation. */
function thread(named) {
  written ??= { id: uuid() };
  if (named) written.conversation = named;
  return written;
}

function beginThread() {
  if (written?.conversation) written = null;
}

/**
 * Puts a message into the outbox and sends it as soon as the server has its files. Throws when the browser has no room for it.
 * @param files keys of attached files
 */
export function post(person, { id, text, conversation, parentId, model, files }) {
  lastAt = Math.max(Date.now(), lastAt + 1);
  const mine = conversation ? { conversation } : thread();
  save(person, { id: id ?? uuid(), text, conversation: mine.conversation ?? null, thread: mine.id ?? null, parentId, model, files, at: lastAt, state: 'sending' });
  wake(person);
}

let wakeUp = () => {};
const pumping = new Set();

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

const isUnsent = entry => entry.state === 'sending' || entry.state === 'waiting';

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

const waitingFor = files => `${files.length === 1 ? 'One file is' : `${files.length} files are`} on the way. It will be sent by itself.`;

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

class ChatOutbox extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #watch = () => this.#draw();
  #moved = () => {
    if (!entriesOf(this.dataset.person).some(entry => entry.files?.length)) return;
    this.#draw();
    wake(this.dataset.person);
  };
  #page = new MutationObserver(() => this.#settle());

  connectedCallback() {
    onEntries(this.#watch);
    onFiles(this.#moved);
    const { person, conversation } = this.dataset;
    if (!conversation) beginThread();
    for (const entry of entriesOf(person))
      if (entry.state === 'sent' && Date.now() - entry.sentAt > forgottenAfter) settle(person, entry);
    queueMicrotask(() => this.#draw());
    wake(person);
  }

  disconnectedCallback() {
    offEntries(this.#watch);
    offFiles(this.#moved);
    this.#page.disconnect();
  }

  attributeChangedCallback(_, before, now) {
    if (!this.isConnected) return;
    if (before && !now) beginThread();
    this.#draw();
  }

  #draw() {
    if (!this.isConnected) return;
    const { person, conversation } = this.dataset;
    const mine = entriesOf(person).filter(entry => (entry.conversation ?? '') === conversation || this.#arrives(entry));
    const kept = new Map([...this.children].map(child => [child.dataset.outboxId, child]));
    for (const entry of mine) {
      const item = kept.get(entry.id) ?? this.#item(entry);
      kept.delete(entry.id);
      // First on the page: a refused one goes back to the box from in here, and is taken off again.
      this.append(item);
      this.#update(item, entry);
    }
    for (const left of kept.values()) left.remove();
    this.#settle();
    this.#page.disconnect();
    if (this.children.length) this.#page.observe(this.closest('chat-scroll') ?? document.body, { childList: true, subtree: true });
  }

  /** A message of this tab's new chat got its conversation: go there. */
  #arrives(entry) {
    if (this.dataset.conversation || !entry.conversation || entry.thread !== thread().id) return false;
    // By its name: another new chat may be on its way before this one has been reached.
    if (this.leaving !== entry.conversation) {
      this.leaving = entry.conversation;
      thread(entry.conversation);
      this.dispatchEvent(new CustomEvent('chat-arrived', { bubbles: true, detail: entry.conversation }));
      open(entry.conversation);
      setTimeout(() => this.leaving === entry.conversation && (this.leaving = undefined), 5000);
    }
    return true;
  }

  #item(entry) {
    const item = document.createElement('div');
    item.className = 'unsent';
    item.dataset.outboxId = entry.id;
    item.innerHTML = '<div class="unsent-text"></div><ul class="unsent-files" aria-label="Attached files" hidden></ul><div class="unsent-state"><span></span><button type="button" data-do="edit">Edit</button><button type="button" data-do="discard">Discard</button></div>';
    item.firstChild.textContent = entry.text;
    item.addEventListener('click', event => {
      const action = event.target.closest('[data-do]')?.dataset.do;
      if (!action) return;
      const taken = take(this.dataset.person, entry.id);
      if (action === 'discard') discard(this.dataset.person, taken?.files);
      if (action === 'discard') document.querySelector('chat-composer textarea')?.focus({ preventScroll: true });
      else if (taken) this.dispatchEvent(new CustomEvent('chat-unsent', { bubbles: true, detail: taken }));
    });
    return item;
  }

  #update(item, entry) {
    const { files, underway } = standing(this.dataset.person, entry);
    const waits = isUnsent(entry) && underway.length > 0;
    const status = entry.state === 'sent' ? 'sending' : waits ? 'waiting' : entry.state;
    const words = waits ? waitingFor(underway) : entry.sentence ?? '';
    this.#list(item.querySelector('.unsent-files'), files);
    item.firstChild.hidden = !entry.text;
    // One that was taken back and sent again keeps its id, not its words.
    if (item.firstChild.textContent !== entry.text) item.firstChild.textContent = entry.text;
    if (item.dataset.status === status && item.dataset.sentence === words) return;
    item.dataset.status = status;
    item.dataset.sentence = words;
    const [sentence, ...buttons] = item.lastChild.children;
    sentence.textContent = status === 'sending' ? 'Sending…' : words;
    sentence.setAttribute('role', status === 'refused' ? 'alert' : 'status');
    for (const button of buttons) button.hidden = status === 'sending';
    // A refused text goes back where it can be mended; the box decides whether it has room. After this drawing: taking it back draws again.
    if (status === 'refused') queueMicrotask(() => this.dispatchEvent(new CustomEvent('chat-refused', { bubbles: true, detail: entry })));
  }

  #list(list, files) {
    list.hidden = !files.length;
    while (list.children.length > files.length) list.lastChild.remove();
    files.forEach((file, place) => {
      const line = list.children[place] ?? list.appendChild(document.createElement('li'));
      const words = `${file.name} · ${stateOf(file)}`;
      if (line.textContent !== words) line.textContent = words;
      line.style.setProperty('--part', isUnderway(file) ? partOf(file) : 0);
    });
  }

  /** What stands on the page as a message has no business here any more. */
  #settle() {
    for (const item of [...this.children]) {
      const entry = load(this.dataset.person, item.dataset.outboxId);
      if (document.querySelector(`[data-client-message-id="${CSS.escape(item.dataset.outboxId)}"]`)) {
        item.remove();
        if (entry) settle(this.dataset.person, entry);
      } else if (entry?.state === 'sent' && !live()) {
        this.reload ??= setTimeout(() => live() || location.assign(`/c/${entry.conversation}`), 2000);
      }
    }
  }
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
window.addEventListener('storage', event => {
  if (event.key === null || /^chatapp:[^:]+:outbox:/.test(event.key)) {
    tell();
    retry();
  }
});

customElements.define('chat-outbox', ChatOutbox);
