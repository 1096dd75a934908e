// The files of the message that is being written: one chip each, from the first byte to the server's word that it can read it.
import { announce } from './ChatPage.razor.js';
import { draftFiles, isBroken, stateOf } from '../uploads/drafts.js';
import { offEntries, onEntries } from '../outbox/entries.js';
import { bytesOf, find, offFiles, onFiles } from '../uploads/kept.js';
import { sketch } from '../uploads/pictures.js';
import { isUnderway, lookAgain, partOf, remove, tryAgain, wakeUploads } from '../uploads/uploads.js';

// What was refused last, and what was said of each file; the circuit's start replaces the element that said so.
let refused = [];
const said = new Map();

class ChatAttachments extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #watch = () => this.#draw();

  connectedCallback() {
    onFiles(this.#watch);
    onEntries(this.#watch);
    document.addEventListener('chat-files-refused', this.#refuse);
    document.addEventListener('change', this.#picked);
    this.addEventListener('click', this.#clicked);
    queueMicrotask(() => {
      if (!this.isConnected) return;
      this.#refuse({ detail: refused });
      this.#draw();
      wakeUploads(this.dataset.person);
      lookAgain(this.dataset.person);
    });
  }

  disconnectedCallback() {
    offFiles(this.#watch);
    offEntries(this.#watch);
    document.removeEventListener('chat-files-refused', this.#refuse);
    document.removeEventListener('change', this.#picked);
  }

  attributeChangedCallback(_, before, now) {
    if (before === null || before === now || !this.isConnected) return;
    this.#refuse({ detail: [] });
    this.#draw();
  }

  #draw() {
    if (!this.isConnected) return;
    const { person, conversation } = this.dataset;
    const files = draftFiles(person, conversation);
    const list = this.firstElementChild;
    const kept = new Map([...list.children].map(chip => [chip.dataset.fileKey, chip]));
    files.forEach((file, place) => {
      const chip = kept.get(file.key) ?? this.#chip(file);
      kept.delete(file.key);
      if (list.children[place] !== chip) list.insertBefore(chip, list.children[place] ?? null);
      this.#update(chip, file);
    });
    for (const left of kept.values()) left.remove();
    list.hidden = !files.length;
    this.#warn(files);
    this.dispatchEvent(new CustomEvent('chat-files', { bubbles: true }));
  }

  #chip(file) {
    const chip = document.createElement('li');
    chip.className = 'chip';
    chip.dataset.fileKey = file.key;
    chip.innerHTML = '<span class="picture" aria-hidden="true"></span><span class="words"><span class="name"></span><span class="state"></span></span>'
      + '<button type="button" class="again" data-do="again" hidden>Try again</button><button type="button" class="remove" data-do="remove"><span aria-hidden="true">×</span></button><progress max="100"></progress>';
    return chip;
  }

  #update(chip, file) {
    const [picture, words, again, away, bar] = chip.children;
    const [name, state] = words.children;
    set(name, file.name);
    name.title = file.name;
    set(state, stateOf(file));
    again.hidden = file.state !== 'failed' || file.again === false;
    again.setAttribute('aria-label', `Try again: ${file.name}`);
    away.setAttribute('aria-label', `Remove ${file.name}`);
    bar.hidden = !isUnderway(file);
    bar.setAttribute('aria-label', `Upload of ${file.name}`);
    // A check has no measure.
    if (file.state === 'uploading') bar.value = partOf(file) * 100;
    else bar.removeAttribute('value');
    if (file.state === 'ready' && file.kind === 'picture') this.#show(picture, `/api/files/${file.id}/thumbnail`);
    else if (isUnderway(file) && file.type?.startsWith('image/')) this.#sketch(picture, file);
    else set(picture, ending(file.name));
    if (chip.dataset.state === file.state) return;
    chip.dataset.state = file.state;
    state.toggleAttribute('role', isBroken(file));
    if (isBroken(file)) {
      state.setAttribute('role', 'alert');
      chip.scrollIntoView({ block: 'nearest' });
    }
    this.#say(file);
  }

  #show(picture, source) {
    if (picture.firstElementChild) return;
    picture.replaceChildren(Object.assign(document.createElement('img'), { src: source, alt: '' }));
  }

  /** Before the server has looked at it: as this browser reads it. */
  async #sketch(picture, { key, name }) {
    if (picture.hasChildNodes()) return;
    set(picture, ending(name));
    const drawn = await sketch(await bytesOf(this.dataset.person, key));
    const now = find(this.dataset.person, key);
    if (drawn && now && !isBroken(now) && !picture.firstElementChild) picture.replaceChildren(drawn);
  }

  /** Each turn once, to people who listen; what went wrong is an alert of its own. */
  #say(file) {
    const before = said.get(file.key);
    said.set(file.key, file.state);
    if (file.state === 'uploading' && before === undefined) announce(`${file.name} is being attached`);
    else if (file.state === 'ready' && before !== undefined) announce(`${file.name} is attached`);
  }

  #warn(files) {
    const option = document.querySelector('model-picker select')?.selectedOptions[0];
    const blind = option?.hasAttribute('data-blind') && files.some(file => file.kind === 'picture' || file.type?.startsWith('image/'));
    set(this.querySelector('[data-blind]'), blind ? `${option.textContent} cannot see pictures: it gets only their names. Pick another model to have them looked at.` : '');
  }

  #picked = event => event.target.closest?.('model-picker') && this.#warn(draftFiles(this.dataset.person, this.dataset.conversation));

  #refuse = ({ detail: sentences }) => {
    refused = sentences;
    const shown = sentences.slice(0, 3);
    if (sentences.length > shown.length) shown.push(`And ${sentences.length - shown.length} more.`);
    set(this.querySelector('[data-refused]'), shown.join('\n'));
  };

  #clicked = event => {
    const button = event.target.closest('[data-do]');
    if (!button) return;
    const chip = button.closest('.chip');
    this.#refuse({ detail: [] });
    if (button.dataset.do === 'again') return tryAgain(this.dataset.person, chip.dataset.fileKey);
    const near = chip.nextElementSibling ?? chip.previousElementSibling;
    const { name } = find(this.dataset.person, chip.dataset.fileKey) ?? {};
    remove(this.dataset.person, chip.dataset.fileKey);
    (near?.querySelector('.remove') ?? document.getElementById('message')).focus({ preventScroll: true });
    announce(`${name} is removed`);
  };
}

const ending = name => (/\.([^.]{1,4})$/.exec(name)?.[1] ?? 'file').toUpperCase();

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const resume = () => document.querySelectorAll('chat-attachments').forEach(({ dataset }) => wakeUploads(dataset.person));
window.addEventListener('online', resume);
window.addEventListener('focus', resume);

customElements.define('chat-attachments', ChatAttachments);
