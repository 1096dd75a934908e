// What one does with a message: stop, retry, regenerate, go on, copy, edit. Over HTTP, so that it works while the circuit is down.
import { announce, call, keyOf, toLogin, uuid } from './ChatPage.razor.js';
import { pickedModel } from './ModelPicker.razor.js';
import { post } from '../outbox/sending.js';
import { discard } from '../uploads/drafts.js';
import { attachAgain } from '../uploads/uploads.js';

const commands = {
  stop: button => order(button, `/api/chat/message/${button.dataset.reply}/stop`),
  retry: button => order(button, `/api/chat/message/${button.dataset.reply}/retry`),
  regenerate: button => order(button, `/api/chat/message/${button.dataset.reply}/regenerate`, { clientId: uuid(), model: pickedModel() || undefined }),
  continue: button => {
    const { person, conversation } = document.querySelector('chat-composer').dataset;
    post(person, { text: 'Continue', conversation, parentId: button.dataset.reply, model: pickedModel() });
    document.dispatchEvent(new CustomEvent('chat-sent'));
  },
  copy: async button => copy(button, await words(button.closest('article'))),
  edit: button => button.closest('article').querySelector('message-editor').open(),
};

async function order(button, path, body) {
  const focused = document.activeElement === button;
  button.disabled = true;
  let taken = false;
  try {
    const answer = await call('POST', path, body);
    taken = answer.ok;
    if (answer.status === 401) toLogin();
    else if (!taken) complain(button, answer.sentence);
  } catch {
    complain(button, 'No connection. Try again in a moment.');
  } finally {
    button.disabled = false;
    // The button is about to go, or has gone: one goes on by writing, not from the top of the page.
    if (focused && document.activeElement === document.body) (taken ? document.getElementById('message') : button)?.focus({ preventScroll: true });
  }
}

function complain(button, sentence) {
  announce(sentence);
  button.dataset.problem = sentence;
  setTimeout(() => delete button.dataset.problem, 6000);
}

/** What was written: for a reply the model's own markdown, and what is on the screen where that cannot be had. */
async function words(article) {
  const body = article.querySelector('.message-body');
  if (article.dataset.role === 'user') return body.textContent;
  try {
    const answer = await call('GET', `/api/chat/message/${article.dataset.messageId}`);
    if (answer.ok) return answer.body.text;
  } catch {
    // Offline: the screen's text will do.
  }
  return body.innerText;
}

async function copy(button, text) {
  await write(text);
  announce('Copied');
  button.dataset.done = '';
  setTimeout(() => delete button.dataset.done, 1500);
}

async function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Plain http to another machine has no clipboard object.
  const box = document.body.appendChild(Object.assign(document.createElement('textarea'), { value: text }));
  box.select();
  document.execCommand('copy');
  box.remove();
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('button[data-command]');
  if (button && Object.hasOwn(commands, button.dataset.command)) commands[button.dataset.command](button);
  const code = event.target.closest?.('button.copy-code');
  if (code) copy(code, code.closest('.code').querySelector('code').textContent);
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || document.querySelector('dialog[open], message-editor[open]')) return;
  document.querySelector('chat-composer [data-command=stop]')?.click();
});

// The messages that are being edited, and their editors. Of the page, not of the elements: the circuit draws new ones when it starts.
const edited = new Map();
const patience = 1000;

/** One's own message, edited in its place; sent, it becomes a branch beside the first version. */
class MessageEditor extends HTMLElement {
  /** Whose page it is, which conversation, and how long a message may be: the composer knows. */
  get #page() {
    return document.querySelector('chat-composer').dataset;
  }

  get #message() {
    return this.closest('article').dataset.messageId;
  }

  get #key() {
    return keyOf(this.#page.person, `draft:edit:${this.#message}`);
  }

  connectedCallback() {
    queueMicrotask(() => this.isConnected && (edited.has(this.#message) || localStorage.getItem(this.#key) !== null) && this.open(false));
  }

  disconnectedCallback() {
    const [message] = [...edited].find(([, editor]) => editor === this) ?? [];
    setTimeout(() => message && edited.get(message) === this && edited.delete(message), patience);
  }

  open(focus = true) {
    if (this.hasAttribute('open')) return;
    this.toggleAttribute('open', true);
    edited.set(this.#message, this);
    this.innerHTML = '<form><textarea aria-label="Edit" rows="2"></textarea><p role="alert"></p><div class="edit-tools"><button type="button">Cancel</button><button type="submit">Save</button></div></form>';
    const box = this.querySelector('textarea');
    box.value = localStorage.getItem(this.#key) ?? this.closest('article').querySelector('.message-body').textContent;
    box.addEventListener('input', () => this.#keep(box.value));
    box.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        // The page's own Esc would stop a reply.
        event.preventDefault();
        this.close();
      } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        this.firstChild.requestSubmit();
      }
    });
    this.querySelector('[type=button]').addEventListener('click', () => this.close());
    this.firstChild.addEventListener('submit', event => {
      event.preventDefault();
      this.#send(box.value);
    });
    if (focus) {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
  }

  close() {
    localStorage.removeItem(this.#key);
    edited.delete(this.#message);
    this.removeAttribute('open');
    this.replaceChildren();
    this.closest('article').querySelector('[data-command=edit]')?.focus();
  }

  #keep(text) {
    try {
      localStorage.setItem(this.#key, text);
    } catch {
      // No room left: the open editor still holds it.
    }
  }

  #send(text) {
    const problem = this.querySelector('[role=alert]');
    const brought = [...this.closest('article').querySelectorAll('[data-sent-file]')].map(({ dataset }) => ({ id: dataset.sentFile, name: dataset.name, kind: dataset.kind, size: Number(dataset.size) }));
    if (!text.trim() && !brought.length) return;
    const { person, conversation, max } = this.#page;
    if (text.length > Number(max)) {
      problem.textContent = `A message may have ${Number(max).toLocaleString('en')} characters; this one has ${text.length.toLocaleString('en')}.`;
      return;
    }
    const files = [];
    try {
      // The new version keeps what the first one brought.
      for (const file of brought) files.push(attachAgain(person, conversation, file));
      post(person, { text, conversation, parentId: this.dataset.parent, model: pickedModel(), files: files.length ? files : undefined });
    } catch {
      discard(person, files);
      problem.textContent = 'This browser has no room left to keep the message until it is sent.';
      return;
    }
    this.close();
    document.dispatchEvent(new CustomEvent('chat-sent'));
  }
}

customElements.define('message-editor', MessageEditor);
