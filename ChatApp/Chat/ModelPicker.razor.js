// Keeps the picked model per person and conversation until the conversation itself knows it.
import { keyOf } from './ChatPage.razor.js';

/** `endpoint/model`, or empty where there is no choice. */
export const pickedModel = () => document.querySelector('model-picker select')?.value ?? '';

class ModelPicker extends HTMLElement {
  static observedAttributes = ['data-conversation', 'data-model'];
  #changed = new MutationObserver(() => this.#show());

  connectedCallback() {
    this.addEventListener('change', () => localStorage.setItem(this.#key, this.querySelector('select').value));
    this.#changed.observe(this, { childList: true, subtree: true });
    queueMicrotask(() => this.isConnected && this.#show());
  }

  disconnectedCallback() {
    this.#changed.disconnect();
  }

  attributeChangedCallback(name, before, now) {
    if (before === null || before === now || !this.isConnected) return;
    // The conversation took up a model: what was picked before has done its work.
    if (name === 'data-model' && this.dataset.conversation) localStorage.removeItem(this.#key);
    queueMicrotask(() => this.#show());
  }

  get #key() {
    return keyOf(this.dataset.person, `model:${this.dataset.conversation || 'new'}`);
  }

  #show() {
    const select = this.querySelector('select');
    if (!select) return;
    const offered = value => [...select.options].some(option => option.value === value);
    const picked = localStorage.getItem(this.#key);
    const value = picked && offered(picked) ? picked : this.dataset.model;
    if (offered(value) && select.value !== value) select.value = value;
  }
}

customElements.define('model-picker', ModelPicker);
