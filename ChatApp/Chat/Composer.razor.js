// The box where one writes. Its text never goes through the circuit, and it outlives the element: when the circuit
// replaces the page's first markup, the successor takes over text, selection and focus.
import { onLogOut } from './ChatPage.razor.js';
import { pickedModel } from './ModelPicker.razor.js';
import { lengthSentence, moveTakenBack, send, takeBack } from '../drafts/message.js';
import { forgetPlace, isWriting, isWrittenHere, pack, placeIn, remember, rememberFocus, writtenText } from '../drafts/place.js';
import { isWrittenOver, keepText, standAside, textOf } from '../drafts/texts.js';
import { entriesOf } from '../outbox/entries.js';
import { moveDraft, waitingFiles } from '../uploads/drafts.js';

const saveAfter = 200;
const byTouch = () => matchMedia('(pointer: coarse)').matches;
let problem = '';

class ChatComposer extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #life;
  #arriving;
  #saving;
  // What the browser keeps, as far as this tab knows: only a change of one's own is saved, or a tab that
  // leaves would bring back what another one has sent or forgotten.
  #kept;

  connectedCallback() {
    this.#life = new AbortController();
    this.#on(this, { keydown: this.#pressed, input: this.#typed, submit: this.#submit, focusin: this.#focus, focusout: this.#focus, 'chat-files': this.#attached });
    this.#on(document, { focusin: this.#land, selectionchange: this.#selection, visibilitychange: this.#flush });
    this.#on(document, { 'chat-unsent': this.#takeBack, 'chat-refused': this.#refused, 'chat-arrived': this.#arrived });
    this.#on(window, { pagehide: this.#leave, storage: this.#elsewhere });
    // Blazor puts an element in before its children.
    queueMicrotask(() => this.isConnected && this.#begin());
  }

  disconnectedCallback() {
    this.#flush();
    this.#life.abort();
  }

  #on(target, handlers) {
    for (const [name, handler] of Object.entries(handlers)) target.addEventListener(name, handler, { signal: this.#life.signal });
  }

  attributeChangedCallback(_, before, now) {
    if (before === null || before === now || !this.box) return;
    // What was refused on the way is still to be read.
    if (now !== this.#arriving) this.#say('');
    this.#save(before);
    this.#arriving = undefined;
    this.#kept = textOf(this.dataset.person, now);
    this.#show(this.#kept);
    // Another conversation was opened: one goes on by writing, but for who writes elsewhere. On touch that would raise the keyboard.
    // After the batch that changes the page: at its end Blazor gives the focus back to where it was.
    if (!byTouch()) setTimeout(() => this.isConnected && !document.activeElement?.matches('input, textarea') && this.box.focus({ preventScroll: true }));
  }

  get box() {
    return this.querySelector('textarea');
  }

  #begin() {
    const { person, conversation } = this.dataset;
    const before = placeIn(this.dataset, this.box);
    // Typed before this script ran counts too.
    this.#kept = textOf(person, conversation);
    this.#show(before ? before.text : this.box.value || this.#kept);
    if (before) this.box.setSelectionRange(before.start, before.end);
    this.#say(before ? problem : '');
    if (before ? before.focused : document.activeElement === this.box || (!byTouch() && document.activeElement === document.body)) this.box.focus({ preventScroll: true });
    remember(this.dataset, this.box);
    this.toggleAttribute('data-ready', true);
  }

  /** Puts a text into the box, to be gone on with. */
  write(text) {
    this.#show(text);
    remember(this.dataset, this.box, true);
    this.#flush();
    this.box.focus();
  }

  #show(text) {
    const box = this.box;
    if (box.value !== text) {
      box.value = text;
      box.setSelectionRange(text.length, text.length);
    }
    this.#measure();
    remember(this.dataset, this.box);
  }

  #focus = event => {
    if (event.target !== this.box) return;
    if (event.type === 'focusin') rememberFocus(true);
    // An element that is taken out loses its focus too; that one is handed over.
    else setTimeout(() => this.isConnected && document.activeElement !== this.box && rememberFocus(false));
  };

  #selection = () => {
    if (document.activeElement === this.box) remember(this.dataset, this.box);
  };

  #typed = event => {
    if (event.target !== this.box) return;
    remember(this.dataset, this.box, true);
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
    if (!this.forgotten) pack();
  };

  /** Another tab writes in the same place: what was written here, and not sent from there, must not go with it. */
  #elsewhere = event => {
    const { person, conversation } = this.dataset;
    const text = this.box?.value;
    if (!text?.trim() || this.forgotten || !isWrittenHere(this.dataset) || !isWrittenOver(event, person, conversation) || event.newValue?.startsWith(text)) return;
    if (!entriesOf(person).some(entry => entry.text.startsWith(text))) this.#keep(() => standAside(person, conversation, text), text);
  };

  #save(conversation) {
    if (this.forgotten) return;
    const text = this.isConnected ? this.box.value : writtenText();
    if (text !== this.#kept) this.#keep(() => keepText(this.dataset.person, conversation || this.#arriving, text), text);
  }

  #keep(write, text) {
    try {
      write();
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
    if (over > 0) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    this.querySelector('[type=submit]').disabled = over > 0 || !this.#hasWords;
    const count = this.querySelector('[data-count]');
    const sentence = lengthSentence(box.value.length, max);
    if (count.textContent !== sentence) count.textContent = sentence;
    count.dataset.over = over > 0;
  }

  /** A file alone is a message too. */
  get #hasWords() {
    return this.box.value.trim() !== '' || waitingFiles().length > 0;
  }

  #attached = () => this.hasAttribute('data-ready') && this.#measure();

  #say(sentence = '') {
    problem = sentence;
    this.querySelector('[data-problem]').textContent = sentence;
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
    const refusal = send(this.dataset, text, pickedModel());
    this.#say(refusal);
    if (refusal) return;
    this.#show('');
    this.#flush();
    document.dispatchEvent(new CustomEvent('chat-sent'));
  };

  #takeBack = ({ detail: entry }) => {
    takeBack(this.dataset, entry);
    this.write(this.box.value.trim() ? `${entry.text}\n\n${this.box.value}` : entry.text);
  };

  #refused = ({ detail: entry }) => {
    this.#say(entry.sentence);
    if (this.#hasWords || entry.parentId) return;
    document.querySelector(`[data-outbox-id="${CSS.escape(entry.id)}"] [data-do=edit]`)?.click();
  };

  /** What was typed in the new chat since goes along into its conversation. */
  #arrived = ({ detail: conversation }) => {
    if (this.dataset.conversation) return;
    keepText(this.dataset.person, '', '');
    moveDraft(this.dataset.person, '', conversation);
    moveTakenBack(this.dataset, conversation);
    this.#arriving = conversation;
    this.#kept = '';
    this.#flush();
  };

  /** After a navigation the router puts the focus on the heading; who writes goes on writing. On touch that would raise the keyboard. */
  #land = event => {
    if (event.target.matches?.('.page-head h1') && (isWriting() || !byTouch())) this.box.focus({ preventScroll: true });
  };

  forget() {
    this.forgotten = true;
    clearTimeout(this.#saving);
    forgetPlace();
    if (this.box) this.box.value = '';
  }
}

onLogOut(person => {
  for (const composer of document.querySelectorAll('chat-composer')) if (composer.dataset.person === person) composer.forget();
});

customElements.define('chat-composer', ChatComposer);
