// What was sent and has no 202 yet, as messages at the end of the conversation.
import { live, open } from './ChatPage.razor.js';
import { entriesOf, find, offEntries, onEntries, settle, take } from '../outbox/entries.js';
import { isUnsent, wake } from '../outbox/sending.js';
import { beginThread, nameThread, thread } from '../outbox/thread.js';
import { discard, standing, stateOf } from '../uploads/drafts.js';
import { offFiles, onFiles } from '../uploads/kept.js';
import { isUnderway, partOf } from '../uploads/uploads.js';

const forgottenAfter = 60_000;

const waitingFor = files => `${files.length === 1 ? 'One file is' : `${files.length} files are`} on the way. It will be sent by itself.`;

class ChatOutbox extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #watch = () => this.#draw();
  #moved = () => {
    if (!entriesOf(this.dataset.person).some(entry => entry.files?.length)) return;
    this.#draw();
    wake(this.dataset.person);
  };
  #page = new MutationObserver(() => this.#settle());

  connectedCallback() {
    onEntries(this.#watch);
    onFiles(this.#moved);
    const { person, conversation } = this.dataset;
    if (!conversation) beginThread();
    for (const entry of entriesOf(person))
      if (entry.state === 'sent' && Date.now() - entry.sentAt > forgottenAfter) settle(person, entry);
    queueMicrotask(() => this.#draw());
    wake(person);
  }

  disconnectedCallback() {
    offEntries(this.#watch);
    offFiles(this.#moved);
    this.#page.disconnect();
  }

  attributeChangedCallback(_, before, now) {
    if (!this.isConnected) return;
    if (before && !now) beginThread();
    this.#draw();
  }

  #draw() {
    if (!this.isConnected) return;
    const { person, conversation } = this.dataset;
    const mine = entriesOf(person).filter(entry => (entry.conversation ?? '') === conversation || this.#arrives(entry));
    const kept = new Map([...this.children].map(child => [child.dataset.outboxId, child]));
    for (const entry of mine) {
      const item = kept.get(entry.id) ?? this.#item(entry);
      kept.delete(entry.id);
      // First on the page: a refused one goes back to the box from in here, and is taken off again.
      this.append(item);
      this.#update(item, entry);
    }
    for (const left of kept.values()) left.remove();
    this.#settle();
    this.#page.disconnect();
    if (this.children.length) this.#page.observe(this.closest('chat-scroll') ?? document.body, { childList: true, subtree: true });
  }

  /** A message of this tab's new chat got its conversation: go there. */
  #arrives(entry) {
    if (this.dataset.conversation || !entry.conversation || entry.thread !== thread().id) return false;
    // By its name: another new chat may be on its way before this one has been reached.
    if (this.leaving !== entry.conversation) {
      this.leaving = entry.conversation;
      nameThread(entry.conversation);
      this.dispatchEvent(new CustomEvent('chat-arrived', { bubbles: true, detail: entry.conversation }));
      open(entry.conversation);
      setTimeout(() => this.leaving === entry.conversation && (this.leaving = undefined), 5000);
    }
    return true;
  }

  #item(entry) {
    const item = document.createElement('div');
    item.className = 'unsent';
    item.dataset.outboxId = entry.id;
    item.innerHTML = '<div class="unsent-text"></div><ul class="unsent-files" aria-label="Attached files" hidden></ul><div class="unsent-state"><span></span><button type="button" data-do="edit">Edit</button><button type="button" data-do="discard">Discard</button></div>';
    item.firstChild.textContent = entry.text;
    item.addEventListener('click', event => {
      const action = event.target.closest('[data-do]')?.dataset.do;
      if (!action) return;
      const taken = take(this.dataset.person, entry.id);
      if (action === 'discard') discard(this.dataset.person, taken?.files);
      if (action === 'discard') document.querySelector('chat-composer textarea')?.focus({ preventScroll: true });
      else if (taken) this.dispatchEvent(new CustomEvent('chat-unsent', { bubbles: true, detail: taken }));
    });
    return item;
  }

  #update(item, entry) {
    const { files, underway } = standing(this.dataset.person, entry);
    const waits = isUnsent(entry) && underway.length > 0;
    const status = entry.state === 'sent' ? 'sending' : waits ? 'waiting' : entry.state;
    const words = waits ? waitingFor(underway) : entry.sentence ?? '';
    this.#list(item.querySelector('.unsent-files'), files);
    item.firstChild.hidden = !entry.text;
    // One that was taken back and sent again keeps its id, not its words.
    if (item.firstChild.textContent !== entry.text) item.firstChild.textContent = entry.text;
    if (item.dataset.status === status && item.dataset.sentence === words) return;
    item.dataset.status = status;
    item.dataset.sentence = words;
    const [sentence, ...buttons] = item.lastChild.children;
    sentence.textContent = status === 'sending' ? 'Sending…' : words;
    sentence.setAttribute('role', status === 'refused' ? 'alert' : 'status');
    for (const button of buttons) button.hidden = status === 'sending';
    // A refused text goes back where it can be mended; the box decides whether it has room. After this drawing: taking it back draws again.
    if (status === 'refused') queueMicrotask(() => this.dispatchEvent(new CustomEvent('chat-refused', { bubbles: true, detail: entry })));
  }

  #list(list, files) {
    list.hidden = !files.length;
    while (list.children.length > files.length) list.lastChild.remove();
    files.forEach((file, place) => {
      const line = list.children[place] ?? list.appendChild(document.createElement('li'));
      const words = `${file.name} · ${stateOf(file)}`;
      if (line.textContent !== words) line.textContent = words;
      line.style.setProperty('--part', isUnderway(file) ? partOf(file) : 0);
    });
  }

  /** What stands on the page as a message has no business here any more. */
  #settle() {
    for (const item of [...this.children]) {
      const entry = find(this.dataset.person, item.dataset.outboxId);
      if (document.querySelector(`[data-client-message-id="${CSS.escape(item.dataset.outboxId)}"]`)) {
        item.remove();
        if (entry) settle(this.dataset.person, entry);
      } else if (entry?.state === 'sent' && !live()) {
        this.reload ??= setTimeout(() => live() || location.assign(`/c/${entry.conversation}`), 2000);
      }
    }
  }
}

customElements.define('chat-outbox', ChatOutbox);
