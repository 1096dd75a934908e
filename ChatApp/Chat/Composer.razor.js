// The box where one writes. Its text never goes through the circuit, and it outlives the element: when the circuit
// replaces the page's first markup, the successor takes over text, selection and focus.
import { keyOf, onLogOut } from './ChatPage.razor.js';
import { isBroken, moveDraft, reclaim, waitingFiles } from '../uploads/drafts.js';
import { post } from './Outbox.razor.js';

const near = 0.95;
const saveAfter = 200;
const leftAt = 'chatapp:left';
let handover = null;

class ChatComposer extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #resent;
  #arriving;
  #saving;
  // What the browser keeps, as far as this tab knows: only a change of one's own is saved, or a tab that
  // leaves would bring back what another one has sent or forgotten.
  #kept;

  connectedCallback() {
    this.addEventListener('keydown', this.#pressed);
    this.addEventListener('input', this.#typed);
    this.addEventListener('submit', this.#submit);
    this.addEventListener('chat-files', this.#attached);
    this.addEventListener('focusin', this.#focus);
    this.addEventListener('focusout', this.#focus);
    document.addEventListener('chat-unsent', this.#takeBack);
    document.addEventListener('chat-refused', this.#refused);
    document.addEventListener('chat-arrived', this.#arrived);
    document.addEventListener('keydown', this.#escape);
    document.addEventListener('selectionchange', this.#selection);
    document.addEventListener('click', this.#start);
    document.addEventListener('focusin', this.#land);
    window.addEventListener('pagehide', this.#leave);
    document.addEventListener('visibilitychange', this.#flush);
    // Blazor puts an element in before its children.
    queueMicrotask(() => this.isConnected && this.#begin());
  }

  disconnectedCallback() {
    this.#flush();
    document.removeEventListener('chat-unsent', this.#takeBack);
    document.removeEventListener('chat-refused', this.#refused);
    document.removeEventListener('chat-arrived', this.#arrived);
    document.removeEventListener('keydown', this.#escape);
    document.removeEventListener('selectionchange', this.#selection);
    document.removeEventListener('click', this.#start);
    document.removeEventListener('focusin', this.#land);
    window.removeEventListener('pagehide', this.#leave);
    document.removeEventListener('visibilitychange', this.#flush);
  }

  attributeChangedCallback(_, before, now) {
    if (before === null || before === now || !this.box) return;
    this.#save(before);
    this.#arriving = undefined;
    this.#kept = this.#draft(now);
    this.#show(this.#kept);
    // Another conversation was opened: one goes on by writing. On touch that would raise the keyboard.
    // After the batch that changes the page: at its end Blazor gives the focus back to where it was.
    if (!matchMedia('(pointer: coarse)').matches) setTimeout(() => this.isConnected && this.box.focus({ preventScroll: true }));
  }

  get box() {
    return this.querySelector('textarea');
  }

  #key(conversation) {
    return keyOf(this.dataset.person, `draft:${conversation || 'new'}`);
  }

  #draft(conversation) {
    return localStorage.getItem(this.#key(conversation)) ?? '';
  }

  #begin() {
    handover ??= this.#left();
    const before = handover?.person === this.dataset.person && handover.conversation === this.dataset.conversation ? handover : null;
    // Typed before this script ran counts too.
    this.#kept = this.#draft(this.dataset.conversation);
    this.#show(before ? before.text : this.box.value || this.#kept);
    if (before) this.box.setSelectionRange(before.start, before.end);
    if (before ? before.focused : document.activeElement === this.box || (!matchMedia('(pointer: coarse)').matches && document.activeElement === document.body)) this.box.focus({ preventScroll: true });
    this.#remember();
    this.toggleAttribute('data-ready', true);
  }

  /** Where the cursor stood when this tab left the page, if the text is still that one. */
  #left() {
    const left = JSON.parse(sessionStorage.getItem(leftAt));
    sessionStorage.removeItem(leftAt);
    const text = left && this.#draft(left.conversation);
    return left && !this.box.value && text.length === left.length ? { ...left, text } : null;
  }

  #show(text) {
    const box = this.box;
    if (box.value !== text) {
      box.value = text;
      box.setSelectionRange(text.length, text.length);
    }
    this.#measure();
    this.#remember();
  }

  #remember() {
    const { box } = this;
    handover = {
      person: this.dataset.person,
      conversation: this.dataset.conversation,
      text: box.value,
      start: box.selectionStart,
      end: box.selectionEnd,
      focused: handover?.focused ?? false,
    };
  }

  #focus = event => {
    if (event.target !== this.box) return;
    if (event.type === 'focusin') handover = { ...handover, focused: true };
    // An element that is taken out loses its focus too; that one is handed over.
    else setTimeout(() => this.isConnected && document.activeElement !== this.box && (handover = { ...handover, focused: false }));
  };

  #selection = () => {
    if (document.activeElement === this.box) this.#remember();
  };

  #typed = event => {
    if (event.target !== this.box) return;
    this.#remember();
    this.#measure();
    clearTimeout(this.#saving);
    this.#saving = setTimeout(this.#flush, saveAfter);
  };

  #flush = () => {
    clearTimeout(this.#saving);
    if (this.box && this.hasAttribute('data-ready')) this.#save(this.dataset.conversation);
  };

  #leave = () => {
    this.#flush();
    if (!handover || this.forgotten) return;
    // The text itself stays under the person's name alone.
    const { text, ...place } = handover;
    sessionStorage.setItem(leftAt, JSON.stringify({ ...place, length: text.length }));
  };

  #save(conversation) {
    if (this.forgotten) return;
    const key = this.#key(conversation || this.#arriving);
    const text = this.isConnected ? this.box.value : handover.text;
    if (text === this.#kept) return;
    try {
      if (text) localStorage.setItem(key, text);
      else localStorage.removeItem(key);
      this.#kept = text;
    } catch {
      this.#say('This browser has no room left to keep your draft. It stays here as long as the page is open.');
    }
  }

  #measure() {
    const { box } = this;
    const max = Number(this.dataset.max);
    const over = box.value.length - max;
    if (!CSS.supports('field-sizing', 'content')) {
      box.style.height = 'auto';
      box.style.height = `${box.scrollHeight}px`;
    }
    box.toggleAttribute('aria-invalid', over > 0);
    if (over > 0) box.setAttribute('aria-invalid', 'true');
    this.querySelector('[type=submit]').disabled = over > 0 || !this.#hasWords;
    const count = this.querySelector('[data-count]');
    const n = value => value.toLocaleString('en');
    const sentence = over > 0 ? `${n(over)} ${over === 1 ? 'character' : 'characters'} too many: a message may have ${n(max)}. It stays here and is not sent.`
      : box.value.length > max * near ? `${n(box.value.length)} of ${n(max)} characters` : '';
    if (count.textContent !== sentence) count.textContent = sentence;
    count.dataset.over = over > 0;
  }

  /** A file alone is a message too. */
  get #hasWords() {
    return this.box.value.trim() !== '' || waitingFiles().length > 0;
  }

  #attached = () => this.hasAttribute('data-ready') && this.#measure();

  #say(sentence) {
    this.querySelector('[data-problem]').textContent = sentence ?? '';
  }

  #pressed = event => {
    // 229: Safari tells the Enter that ends a composition only so.
    if (event.target !== this.box || event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.querySelector('form').requestSubmit();
  };

  #submit = event => {
    if (event.target !== this.querySelector('form')) return;
    event.preventDefault();
    const text = this.box.value;
    if (!this.#hasWords || text.length > Number(this.dataset.max)) return;
    const { person, conversation } = this.dataset;
    const files = waitingFiles();
    const broken = files.find(isBroken);
    if (broken) return this.#say(`“${broken.name}” cannot go along. Remove it to send the message.`);
    try {
      post(person, { id: this.#resent?.id, text, conversation, parentId: this.#resent?.parentId, model: pickedModel(), files: files.length ? files.map(file => file.key) : undefined });
    } catch {
      this.#say('This browser has no room left to keep the message until it is sent. Copy it, then remove older drafts.');
      return;
    }
    this.#resent = undefined;
    this.#say('');
    this.#show('');
    this.#flush();
    document.dispatchEvent(new CustomEvent('chat-sent'));
  };

  /** An unsent message comes back to be edited. It keeps its id, so that it can never be there twice. */
  #takeBack = ({ detail: entry }) => {
    if (this.box.value.trim()) entry = { ...entry, text: `${entry.text}\n\n${this.box.value}` };
    this.#resent = entry.status === 409 ? undefined : entry;
    reclaim(this.dataset.person, entry.files, this.dataset.conversation);
    this.#show(entry.text);
    this.#flush();
    this.box.focus();
  };

  #refused = ({ detail: entry }) => {
    this.#say(entry.sentence);
    if (this.#hasWords || entry.parentId) return;
    document.querySelector(`[data-outbox-id="${CSS.escape(entry.id)}"] [data-do=edit]`)?.click();
  };

  /** What was typed in the new chat since goes along into its conversation. */
  #arrived = ({ detail: conversation }) => {
    if (this.dataset.conversation) return;
    localStorage.removeItem(this.#key(''));
    moveDraft(this.dataset.person, '', conversation);
    this.#arriving = conversation;
    this.#kept = '';
    this.#flush();
  };

  #escape = event => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || document.querySelector('dialog[open], message-editor[open]')) return;
    this.querySelector('[data-command=stop]')?.click();
  };

  #start = event => {
    const starter = event.target.closest?.('[data-starter]');
    if (!starter) return;
    this.#show(starter.dataset.starter);
    this.#flush();
    this.box.focus();
  };

  /** After a navigation the router puts the focus on the heading; who writes goes on writing. On touch that would raise the keyboard. */
  #land = event => {
    if (event.target.matches?.('.page-head h1') && (handover?.focused || !matchMedia('(pointer: coarse)').matches)) this.box.focus({ preventScroll: true });
  };

  forget() {
    this.forgotten = true;
    clearTimeout(this.#saving);
    handover = null;
    if (this.box) this.box.value = '';
  }
}

export const pickedModel = () => document.querySelector('model-picker select')?.value ?? '';

onLogOut(person => {
  for (const composer of document.querySelectorAll('chat-composer')) if (composer.dataset.person === person) composer.forget();
});

customElements.define('chat-composer', ChatComposer);
