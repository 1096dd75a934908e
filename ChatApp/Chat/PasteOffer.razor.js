// What comes from the clipboard: pictures become files at once; a very long text stands where it was pasted, and may become a file.
import { attachAll } from './AttachButton.razor.js';
import { onLogOut } from './ChatPage.razor.js';
import { waitingFiles } from '../uploads/drafts.js';

const long = 10_000;
const name = 'Pasted text';

// Of the page, not of the element: the circuit draws a new one when it starts.
let offered = null;

class PasteOffer extends HTMLElement {
  static observedAttributes = ['data-conversation'];

  connectedCallback() {
    document.addEventListener('paste', this.#paste);
    document.addEventListener('chat-sent', this.close);
    document.addEventListener('chat-arrived', this.#arrived);
    this.addEventListener('click', this.#clicked);
    queueMicrotask(() => this.isConnected && this.#show());
  }

  disconnectedCallback() {
    document.removeEventListener('paste', this.#paste);
    document.removeEventListener('chat-sent', this.close);
    document.removeEventListener('chat-arrived', this.#arrived);
  }

  attributeChangedCallback(_, before, now) {
    if (before === now || !this.isConnected || !this.firstElementChild) return;
    if (offered?.conversation === (now ?? undefined)) this.#show();
    else this.close();
  }

  get box() {
    return document.getElementById('message');
  }

  #paste = event => {
    const { target, clipboardData } = event;
    if (target !== this.box && target !== document.body) return;
    const text = clipboardData.getData('text/plain');
    // Office programs put a picture of the text beside it.
    if (!text && clipboardData.files.length) {
      event.preventDefault();
      attachAll([...clipboardData.files].map(named));
    } else if (text.length > long && target === this.box) {
      offered = { text: text.replaceAll('\r\n', '\n'), conversation: this.dataset.conversation };
      this.#show();
    }
  };

  #show() {
    const mine = offered?.conversation === this.dataset.conversation ? offered : null;
    this.hidden = !mine;
    this.querySelector('[data-offer]').textContent = mine ? `${mine.text.length.toLocaleString('en')} characters pasted.` : '';
    for (const button of this.querySelectorAll('button')) button.hidden = !mine;
  }

  /** The text goes along into the conversation that a new chat became. */
  #arrived = ({ detail: conversation }) => {
    if (offered) offered.conversation = conversation;
  };

  close = () => {
    offered = null;
    this.#show();
  };

  #clicked = event => {
    const action = event.target.closest('[data-do]')?.dataset.do;
    if (action === 'take') this.#take();
    if (action) {
      this.close();
      this.box.focus({ preventScroll: true });
    }
  };

  #take() {
    const { box } = this;
    const { text } = offered;
    const start = box.value.lastIndexOf(text);
    // Changed since: then only what was pasted is known, and the changed words stay.
    if (start >= 0) {
      box.setRangeText('', start, start + text.length, 'end');
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const number = waitingFiles().filter(file => file.name.startsWith(name)).length;
    attachAll([new File([text], `${name}${number ? ` ${number + 1}` : ''}.txt`, { type: 'text/plain' })]);
  }
}

/** Every picture from the clipboard is called image.png. */
function named(file, place) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const number = waitingFiles().filter(other => other.name.startsWith('Pasted picture')).length + place;
  return new File([file], `Pasted picture${number ? ` ${number + 1}` : ''}.${file.name.split('.').pop()}`, { type: file.type });
}

onLogOut(() => document.querySelectorAll('paste-offer').forEach(offer => offer.close()));

customElements.define('paste-offer', PasteOffer);
