// Drafts and outbox of whoever used this browser last, while there is no server: both stay where the chat keeps them.
import { lastPerson } from './ChatPage.razor.js';
import { keepText, otherTexts, textOf } from '../drafts/texts.js';
import { entriesOf } from '../outbox/entries.js';
import { post } from '../outbox/sending.js';

const shownOf = 400;
const knockEvery = 4000;
const short = text => (text.length > shownOf ? `${text.slice(0, shownOf)}…` : text);

class OfflineDesk extends HTMLElement {
  #person = lastPerson();

  /** The address is still that of the page one wanted. */
  #conversation = location.pathname.match(/^\/c\/([0-9a-f-]{36})$/i)?.[1] ?? '';

  connectedCallback() {
    if (location.pathname !== '/offline') this.#knock();
    if (!this.#person) return;
    const { box } = this;
    this.querySelector('form').hidden = false;
    box.value = textOf(this.#person, this.#conversation);
    box.focus();
    this.addEventListener('input', () => this.#keep());
    this.addEventListener('submit', event => this.#send(event));
    addEventListener('storage', () => this.#draw());
    this.#draw();
  }

  get box() {
    return this.querySelector('textarea');
  }

  #keep() {
    keepText(this.#person, this.#conversation, this.box.value);
  }

  #send(event) {
    event.preventDefault();
    const text = this.box.value;
    if (!text.trim()) return;
    if (text.length > Number(this.dataset.max)) {
      this.#say(`A message has at most ${Number(this.dataset.max).toLocaleString('en')} characters. It stays here.`);
      return;
    }
    try {
      post(this.#person, { text, conversation: this.#conversation });
    } catch {
      this.#say('This browser has no room left to keep the message. Copy it before you leave this page.');
      return;
    }
    this.box.value = '';
    this.#keep();
    this.#say('');
    this.#draw();
  }

  #say(sentence) {
    this.querySelector('[data-said]').textContent = sentence;
  }

  #draw() {
    this.#list('[data-waiting]', entriesOf(this.#person).filter(entry => entry.state !== 'sent').map(entry => entry.text));
    this.#list('[data-drafts]', otherTexts(this.#person, this.#conversation));
  }

  #list(place, texts) {
    const section = this.querySelector(place);
    section.hidden = texts.length === 0;
    section.querySelector('ul').replaceChildren(...texts.map(text => Object.assign(document.createElement('li'), { textContent: short(text) })));
  }

  /** Back to what one wanted, as soon as it can be had. What was typed is a draft there. */
  async #knock() {
    for (;;) {
      await new Promise(resolve => {
        addEventListener('online', resolve, { once: true });
        setTimeout(resolve, knockEvery * (0.75 + Math.random() / 2));
      });
      const there = await fetch('/health/live', { cache: 'no-store' }).catch(() => null);
      if (there?.ok) return location.reload();
    }
  }
}

customElements.define('offline-desk', OfflineDesk);
