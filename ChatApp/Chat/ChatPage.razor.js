// The page's way to the server: the antiforgery token, the log-in page, problems as sentences.

let pass;

/** The one that came with the page, in its log-out form. */
function passOfPage() {
  const token = document.querySelector('form[action="/logout"] [name=__RequestVerificationToken]')?.value;
  const person = document.querySelector('chat-composer')?.dataset.person;
  return token && person ? { token, person } : undefined;
}

async function antiforgeryPass(fresh) {
  if (!fresh) pass ??= passOfPage();
  if (!pass) {
    const response = await fetch('/api/auth/antiforgery', { headers: { Accept: 'application/json' } });
    if (!response.ok) return { refused: response };
    pass = await response.json();
  }
  return pass;
}

/**
 * The antiforgery token for what does not go through call().
 * @param anew when the one before was refused
 * @returns {Promise<{token?: string, status?: number}>} a status when that person is not logged in
 */
export async function tokenFor(person, anew) {
  if (anew) pass = undefined;
  const { refused, token, person: holder } = await antiforgeryPass();
  if (refused) return { status: refused.status };
  if (holder === person) return { token };
  pass = undefined;
  return { status: 401 };
}

/**
 * One call of the API by cookie. Throws when there is no connection; everything else is an answer.
 * @param person when given, the call is made as that person or, with 401, not at all: somebody else may have logged in in another tab
 * @returns {Promise<{ok: boolean, status: number, body: any, sentence: string, retryAfter: number}>} retryAfter in seconds
 */
export async function call(method, path, body, person) {
  for (let again = false; ; again = true) {
    const { refused, token, person: holder } = await antiforgeryPass(again);
    if (refused) return answerOf(refused);
    if (person && holder !== person) {
      pass = undefined;
      return { ok: false, status: 401, body: {}, sentence: 'Log in to send it.', retryAfter: 0 };
    }
    const response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', RequestVerificationToken: token },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout?.(60_000),
    });
    // The token belongs to one person: another one's log-in since then makes the first answer 400.
    if (response.status === 400 && !again) {
      pass = undefined;
      continue;
    }
    return answerOf(response);
  }
}

async function answerOf(response) {
  const text = await response.text();
  let body = {};
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    // A proxy's own page: the status says enough.
  }
  const seconds = Number(response.headers.get('Retry-After'));
  return {
    ok: response.ok,
    status: response.status,
    body,
    sentence: body.detail || body.title || `The server refused it (${response.status}).`,
    retryAfter: seconds > 0 ? seconds : 0,
  };
}

export function toLogin() {
  location.assign(`/login?ReturnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}

/** Whether a circuit draws this page; before that, and without one, the page is as it was sent. */
export const live = () => document.querySelector('chat-composer[data-live]') !== null;

/** Opens a conversation without a new document where the circuit can do it. */
export function open(conversationId) {
  const path = `/c/${conversationId}`;
  if (!live() || !window.Blazor) {
    location.assign(path);
    return;
  }
  window.Blazor.navigateTo(path);
  setTimeout(() => {
    // A circuit that just lost its connection changes the address and nothing else.
    if (location.pathname === path && document.querySelector('chat-composer')?.dataset.conversation !== conversationId) location.assign(path);
  }, 3000);
}

/** A random UUID, on plain http to another machine too, where crypto.randomUUID is missing. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + b.toString(16).padStart(2, '0')).join('');
}

/** Says something to people who listen to the page, and shows it to nobody else. */
export const announce = sentence => document.dispatchEvent(new CustomEvent('chatapp:announce', { detail: sentence }));

// Names that all modules keep in the browser begin with this: a log-out clears them for that person alone.
export const keyOf = (person, name) => `chatapp:${person}:${name}`;

// Who wrote here last, for the page that is shown without a server. Forgotten with a log-out, and whenever the log-in page is shown.
const lastKey = 'chatapp:person';

export const lastPerson = () => localStorage.getItem(lastKey);

{
  const person = document.querySelector('chat-composer')?.dataset.person;
  if (person) localStorage.setItem(lastKey, person);
  navigator.serviceWorker?.register('/service-worker.js').catch(() => {});
}

const goodbyes = new Set();
export const onLogOut = handler => goodbyes.add(handler);

function forget(person) {
  for (const handler of goodbyes) handler(person);
  localStorage.removeItem(lastKey);
  for (const key of Object.keys(localStorage)) if (key.startsWith(keyOf(person, ''))) localStorage.removeItem(key);
}

const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('chatapp') : null;
tabs?.addEventListener('message', ({ data }) => {
  if (data?.kind === 'logged-out' && data.person) forget(data.person);
});

// The circuit can lead this tab to the log-in page before the answer to the log-out, which would say the same, is there.
document.addEventListener('submit', event => {
  const person = document.querySelector('chat-composer')?.dataset.person;
  if (!person || event.target.getAttribute('action') !== '/logout') return;
  forget(person);
  tabs?.postMessage({ kind: 'logged-out', person });
});
