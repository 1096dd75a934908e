// The viewer: pictures to zoom, documents as the text that models get. Without this script the links download the files.
import { call } from './ChatPage.razor.js';

const step = 1.25;
const largest = 8;
// Time for the circuit to put the next element in an element's place.
const patience = 1000;

// What is open. Of the page, not of the element: the circuit draws a new one when it starts.
let viewed = null;

class FileViewer extends HTMLElement {
  #files = [];
  #at = 0;
  #zoom = 1;
  #from;

  connectedCallback() {
    queueMicrotask(() => this.isConnected && viewed && this.#begin(viewed.files, viewed.at, viewed.from));
    this.addEventListener('close', this.#closed, { capture: true });
    this.addEventListener('click', this.#clicked);
    this.addEventListener('keydown', this.#pressed);
    this.addEventListener('wheel', this.#wheeled, { passive: false });
  }

  disconnectedCallback() {
    setTimeout(() => viewed?.viewer === this && (viewed = null), patience);
  }

  get dialog() {
    return this.firstElementChild;
  }

  get stage() {
    return this.querySelector('[data-stage]');
  }

  open(link) {
    const files = [...link.closest('chat-scroll, chat-composer').querySelectorAll('[data-file]')].map(({ dataset }) => ({ ...dataset }));
    this.#begin(files, files.findIndex(({ file }) => file === link.dataset.file), link.dataset.file);
  }

  #begin(files, at, from) {
    this.#files = files;
    this.#from = from;
    this.dialog.showModal();
    this.#show(at);
    // The browser's choice may be a button that this file hides.
    this.stage.focus({ preventScroll: true });
  }

  #show(at) {
    this.#at = at;
    viewed = { viewer: this, files: this.#files, at, from: this.#from };
    const { file, name, kind } = this.#files[at];
    this.querySelector('h2').textContent = name;
    this.querySelector('[data-place]').textContent = this.#files.length > 1 ? `${at + 1} of ${this.#files.length}` : '';
    this.querySelector('[data-download]').href = `/api/files/${file}`;
    this.querySelector('[data-download]').download = name;
    this.querySelector('[data-zoom]').hidden = kind !== 'picture';
    for (const [action, off] of [['previous', at === 0], ['next', at === this.#files.length - 1]]) {
      const button = this.querySelector(`[data-do=${action}]`);
      button.hidden = this.#files.length < 2;
      button.setAttribute('aria-disabled', off);
    }
    this.stage.scrollTo(0, 0);
    if (kind === 'picture') this.#showPicture(file, name);
    else this.#showText(file);
  }

  #showPicture(file, name) {
    const picture = Object.assign(document.createElement('img'), { src: `/api/files/${file}/picture`, alt: name });
    picture.addEventListener('error', () => this.#explain(file));
    this.stage.replaceChildren(picture);
    this.#scale(1);
  }

  async #showText(file) {
    this.#say('Loading…');
    const answer = await call('GET', `/api/files/${file}/text`).catch(() => null);
    if (this.#files[this.#at].file !== file) return;
    if (!answer) return this.#say('No connection. Try again in a moment.');
    if (!answer.ok) return answer.status === 404 ? this.#explain(file) : this.#say(answer.sentence);
    const { pages, truncated } = answer.body;
    const text = element('div', 'text');
    for (const { number, text: words } of pages) {
      if (pages.length > 1) text.append(element('h3', '', `Page ${number}`));
      text.append(words.trim() ? element('pre', '', words) : element('p', 'none', 'No text on this page: it is a picture.'));
    }
    if (truncated) text.append(element('p', 'none', 'The text goes on; this is as much of it as is kept. The download has all of it.'));
    this.stage.replaceChildren(text);
  }

  /** Why there is nothing to show. */
  async #explain(file) {
    const answer = await call('GET', `/api/files/${file}/info`).catch(() => null);
    if (this.#files[this.#at].file !== file) return;
    this.#say(!answer ? 'No connection. Try again in a moment.' : answer.status === 404 ? 'This file was deleted.' : answer.body.problem ?? 'There is nothing to show of this file.');
  }

  #say(sentence) {
    this.stage.replaceChildren(element('p', 'said', sentence));
  }

  /** 1 fits the window. */
  #scale(zoom) {
    const picture = this.stage.querySelector('img');
    if (!picture) return;
    this.#zoom = Math.min(largest, Math.max(1, zoom));
    const { stage } = this;
    const middle = [(stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth, (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight];
    picture.style.width = '';
    picture.removeAttribute('data-zoomed');
    if (this.#zoom > 1) {
      picture.style.width = `${picture.clientWidth * this.#zoom}px`;
      picture.toggleAttribute('data-zoomed', true);
    }
    stage.scrollTo(middle[0] * stage.scrollWidth - stage.clientWidth / 2, middle[1] * stage.scrollHeight - stage.clientHeight / 2);
    this.querySelector('[data-do=fit]').textContent = `${Math.round(this.#zoom * 100)} %`;
  }

  #do = {
    close: () => this.dialog.close(),
    previous: () => this.#at > 0 && this.#show(this.#at - 1),
    next: () => this.#at < this.#files.length - 1 && this.#show(this.#at + 1),
    smaller: () => this.#scale(this.#zoom / step),
    larger: () => this.#scale(this.#zoom * step),
    fit: () => this.#scale(1),
  };

  /** The browser gives the focus back, but not to a link that was drawn anew meanwhile. */
  #closed = () => {
    viewed = null;
    if (document.activeElement === document.body || this.contains(document.activeElement)) document.querySelector(`[data-file="${CSS.escape(this.#from)}"]`)?.focus({ preventScroll: true });
  };

  #clicked = event => {
    const action = event.target.closest('[data-do]')?.dataset.do;
    if (action) this.#do[action]();
    else if (event.target.matches('img')) this.#scale(this.#zoom > 1 ? 1 : 2);
  };

  #pressed = event => {
    const action = { ArrowLeft: 'previous', ArrowRight: 'next', '+': 'larger', '=': 'larger', '-': 'smaller', 0: 'fit' }[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#do[action]();
  };

  #wheeled = event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#scale(this.#zoom * (event.deltaY < 0 ? step : 1 / step));
  };
}

function element(name, className, text = '') {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('[data-file]');
  const viewer = document.querySelector('file-viewer');
  if (!link || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  viewer.open(link);
});

customElements.define('file-viewer', FileViewer);
