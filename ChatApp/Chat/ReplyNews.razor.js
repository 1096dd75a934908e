// Answers that nobody looks at. A screen reader hears each state once, and the finished words, never token by token.
// What came while another page was in front is counted in the title, marked on the icon and, for whoever wanted it, told by the browser.
import { announce, keyOf } from './ChatPage.razor.js';

const longWait = 15_000;
const longestReading = 400;
const sentences = { processing: 'The model is thinking', streaming: 'The answer begins', complete: 'The answer is complete', stopped: 'The answer was stopped' };
const underWay = ['queued', 'processing', 'streaming'];
const counted = /^\(\d+\) /;
const elsewhere = () => document.querySelectorAll('#history .unread').length;

// Of the page, not of the element: the circuit draws a new one when it starts, and the message may have been sent before.
let sentAt;
document.addEventListener('chat-sent', () => (sentAt ??= performance.now()));

/** The beginning of an answer, block by block: the words of two paragraphs must not become one. */
function wordsOf(message) {
  let words = '';
  for (const block of message.querySelectorAll('.message-body .document > *')) {
    words += `${block.innerText}\n`;
    if (words.length > longestReading) return `${words.slice(0, longestReading)}…`;
  }
  return words.trim();
}

/** How each message stood before; several steps may be told at once, and together they are one. */
const firsts = changes => changes.reduce((known, { target, oldValue }) => (known.has(target) ? known : known.set(target, oldValue)), new Map());

class ReplyNews extends HTMLElement {
  #missed = 0;
  #unread = 0;
  #replies = new MutationObserver(changes => firsts(changes).forEach((before, message) => this.#moved(before, message)));
  #history = new MutationObserver(() => this.#heard());
  #title = new MutationObserver(() => this.#count());
  #seen = () => document.hidden || this.#clear();

  connectedCallback() {
    this.#replies.observe(this.closest('main'), { subtree: true, attributeFilter: ['data-status'], attributeOldValue: true });
    const history = document.getElementById('history');
    if (history) this.#history.observe(history, { subtree: true, childList: true, attributeFilter: ['class'] });
    this.#unread = elsewhere();
    document.addEventListener('visibilitychange', this.#seen);
    this.addEventListener('click', this);
  }

  disconnectedCallback() {
    for (const observer of [this.#replies, this.#history, this.#title]) observer.disconnect();
    document.removeEventListener('visibilitychange', this.#seen);
    this.#clear();
  }

  #moved(before, message) {
    const { role, status } = message.dataset;
    if (role !== 'assistant' || before === status || !underWay.includes(before)) return;
    if (status in sentences) announce(status === 'complete' ? `${sentences.complete}: ${wordsOf(message)}` : sentences[status]);
    if (status !== 'queued' && status !== 'processing') this.#answered();
    if (status === 'complete' || status === 'error') this.#tell();
  }

  /** Another conversation's answer shows as a dot in the history. */
  #heard() {
    const now = elsewhere();
    if (now > this.#unread) this.#tell();
    this.#unread = now;
  }

  #tell() {
    if (!document.hidden) return;
    this.#missed++;
    this.#count();
    const title = document.querySelector('title');
    this.#title.observe(title, { subtree: true, childList: true, characterData: true });
    if (this.#wish !== 'yes' || !('Notification' in window) || Notification.permission !== 'granted') return;
    const notice = new Notification('ChatApp', { body: 'Your answer is ready.', tag: 'chatapp-answer', icon: this.#icon.dataset.news });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  }

  get #icon() {
    return document.querySelector('link[rel=icon]');
  }

  // In the text node itself: the page's own title is drawn into it, and a new one would never change again.
  #count() {
    const words = document.querySelector('title')?.firstChild;
    if (!words) return;
    const wanted = (this.#missed ? `(${this.#missed}) ` : '') + words.data.replace(counted, '');
    if (words.data !== wanted) words.data = wanted;
    const icon = this.#icon;
    icon.dataset.calm ??= icon.getAttribute('href');
    const href = this.#missed ? icon.dataset.news : icon.dataset.calm;
    if (icon.getAttribute('href') !== href) icon.setAttribute('href', href);
  }

  #clear() {
    this.#title.disconnect();
    this.#missed = 0;
    this.#count();
  }

  get #wish() {
    return localStorage.getItem(keyOf(this.dataset.person, 'tell'));
  }

  /** The first words of an answer, or its end without any: long after the message was sent, the offer is worth its place. */
  #answered() {
    const waited = performance.now() - (sentAt ?? performance.now());
    sentAt = undefined;
    if (waited < longWait || this.#wish || !('Notification' in window) || Notification.permission === 'denied') return;
    this.firstElementChild.hidden = false;
  }

  async handleEvent(event) {
    const wish = event.target.dataset.tell;
    if (!wish) return;
    this.firstElementChild.hidden = true;
    const granted = wish === 'yes' && (await Notification.requestPermission()) === 'granted';
    localStorage.setItem(keyOf(this.dataset.person, 'tell'), granted ? 'yes' : 'no');
  }
}

customElements.define('reply-news', ReplyNews);
