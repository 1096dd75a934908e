// Brings attached files to the server and waits until it has looked at them. What a lost connection or a reload breaks off
// goes on from the last byte the server has; of several tabs one does it, and the next takes over.
import { call, keyOf, onLogOut, toLogin, tokenFor, uuid } from '../Chat/ChatPage.razor.js';
import { amend, bytesOf, filesOf, find, forget, keep, release, tell, tellSoon } from './kept.js';
import { end, Refusal, upload } from './tus.js';

const root = '/api/files/uploads';
const atOnce = 3;
const shortestPause = 500;
const longestPause = 5000;
const tries = 4;
const work = new Map();
const sentBytes = new Map();
let lastAt = 0;

const idOf = address => address.split('/').pop();

/** How far an upload is, 0–1. */
export const partOf = file => (file.state !== 'uploading' ? 1 : Math.min(1, (sentBytes.get(file.key) ?? file.sent ?? 0) / file.size));

export const isUnderway = file => file.state === 'uploading' || file.state === 'checking';

/** Begins to upload a file for a conversation's next message. Throws when the browser has no room to keep it. */
export function attach(person, conversation, bytes, name = bytes.name) {
  lastAt = Math.max(Date.now(), lastAt + 1);
  keep(person, { key: uuid(), at: lastAt, conversation, name, size: bytes.size, type: bytes.type, state: 'uploading', sent: 0 }, bytes);
  wakeUploads(person);
}

/** A file the server has already goes into another message. */
export function attachAgain(person, conversation, file) {
  lastAt = Math.max(Date.now(), lastAt + 1);
  const key = uuid();
  keep(person, { key, at: lastAt, conversation, state: 'ready', sentBefore: true, ...file });
  return key;
}

export function remove(person, key) {
  const file = find(person, key);
  if (!file) return;
  work.get(key)?.abort();
  forget(person, key);
  // Best effort: what stays behind on the server is removed after a day.
  if (file.id && !file.sentBefore) call('DELETE', `/api/files/${file.id}`, undefined, person).catch(() => {});
  else if (!file.id && file.upload) end(file.upload, () => pass(person)).catch(() => {});
}

export function tryAgain(person, key) {
  amend(person, key, { state: 'uploading', sentence: undefined });
  wakeUploads(person);
}

/** Takes up whatever is not finished. */
export function wakeUploads(person) {
  for (const file of filesOf(person)) if (mayBegin(person, file)) begin(person, file.key);
}

/** A line is shared by few at once; waiting for the server's word costs it nothing. */
function mayBegin(person, file) {
  if (!isUnderway(file) || work.has(file.key)) return false;
  return file.state === 'checking' || [...work.keys()].filter(key => find(person, key)?.state === 'uploading').length < atOnce;
}

async function begin(person, key) {
  const stop = new AbortController();
  const run = () => bring(person, key, stop.signal);
  work.set(key, stop);
  try {
    await (navigator.locks ? navigator.locks.request(keyOf(person, `file:${key}`), { signal: stop.signal }, run) : run());
  } catch (e) {
    if (!stop.signal.aborted) throw e;
  } finally {
    work.delete(key);
    sentBytes.delete(key);
    tell();
    if (!stop.signal.aborted) next(person);
  }
}

/** Gives a free place to a file that has not had one: one that had to give up waits for a reason to go on. */
function next(person) {
  const waiting = filesOf(person).find(file => mayBegin(person, file) && !file.sentence);
  if (waiting) begin(person, waiting.key);
}

async function bring(person, key, signal) {
  let failures = 0;
  for (let file; (file = find(person, key)) && isUnderway(file) && !signal.aborted; ) {
    try {
      if (file.state === 'uploading') await send(person, file, signal, () => (failures = 0));
      else await look(person, file, signal);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      if (signal.aborted || !(await bear(person, find(person, key), refusal, ++failures, signal))) return;
    }
  }
}

async function send(person, file, signal, onward) {
  const bytes = await bytesOf(person, file.key);
  if (!bytes) {
    amend(person, file.key, { state: 'failed', again: false, sentence: 'This browser has it no longer. Attach it again.' });
    return;
  }
  const address = await upload(bytes, {
    root,
    name: file.name,
    url: file.upload,
    token: () => pass(person),
    begun: url => amend(person, file.key, { upload: url }),
    progress: sent => {
      if (sent > (sentBytes.get(file.key) ?? 0)) onward();
      sentBytes.set(file.key, sent);
      if (find(person, file.key)?.sentence) amend(person, file.key, { sentence: undefined });
      tellSoon();
    },
    signal,
  });
  amend(person, file.key, { state: 'checking', id: idOf(address), sent: file.size, sentence: undefined });
  release(person, file.key);
  next(person);
}

/** Asks until the server has made thumbnail and text of it, or could not. */
async function look(person, file, signal) {
  const answer = await call('GET', `/api/files/${file.id}/info`, undefined, person).catch(() => null);
  if (!answer?.ok) throw new Refusal(answer ?? undefined);
  const { name, type, size, state, kind, pages, problem } = answer.body;
  if (state === 'checking') return pause(shortestPause, signal);
  if (state === 'gone') amend(person, file.key, gone);
  else amend(person, file.key, { name, type, size, state, kind, pages: pages ?? undefined, sentence: problem ?? undefined });
}

async function pass(person) {
  const { token, status } = await tokenFor(person).catch(() => ({}));
  if (!token) throw new Refusal({ status });
  return token;
}

/** @returns whether to go on */
async function bear(person, file, { status, sentence, kind, retryAfter }, failures, signal) {
  if (!file) return false;
  if (status === 401) {
    amend(person, file.key, { sentence: 'Log in to go on.' });
    if (document.visibilityState === 'visible') toLogin();
    return false;
  }
  // The server has no such upload: because it is whole, or because it is gone.
  if (status === 404 && file.upload && failures < tries) {
    const answer = await call('GET', `/api/files/${idOf(file.upload)}/info`, undefined, person).catch(() => null);
    if (answer?.ok && answer.body.state !== 'uploading') amend(person, file.key, { state: 'checking', id: answer.body.id });
    else if (answer) amend(person, file.key, file.id ? gone : { upload: undefined, sent: 0 });
    return true;
  }
  // The token may be that of a log-in before.
  if (status === 400) await tokenFor(person, true).catch(() => {});
  const mayPass = !status || status === 400 || status === 404 || status === 409 || status === 423 || status === 429 || status >= 500;
  if (!mayPass || (status && failures >= tries)) {
    // There may be room once other files are deleted.
    const again = mayPass || /:(quota|too-many-files|too-many-uploads)$/.test(kind);
    amend(person, file.key, { state: 'failed', again, sentence, upload: undefined, sent: 0 });
    return false;
  }
  amend(person, file.key, { sentence: status ? 'The server is busy. It goes on by itself.' : 'No connection. It goes on by itself.', sent: sentBytes.get(file.key) ?? file.sent });
  await pause(retryAfter * 1000 || Math.min(longestPause, shortestPause * 2 ** (failures - 1)) * (0.75 + Math.random() / 2), signal);
  return true;
}

const gone = { state: 'failed', again: false, upload: undefined, sentence: 'It was removed from the server. Attach it again.' };

/** A file that waits here long may have been removed on the server meanwhile: said before it is missed in a message. */
export async function lookAgain(person) {
  for (const file of filesOf(person).filter(({ state }) => state === 'ready')) {
    const answer = await call('GET', `/api/files/${file.id}/info`, undefined, person).catch(() => null);
    if (answer?.status === 404 || answer?.body.state === 'gone') amend(person, file.key, gone);
  }
}

/** Waits, but no longer than until the connection is back. */
function pause(milliseconds, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

onLogOut(() => {
  for (const stop of work.values()) stop.abort();
});
