// Follows the stream unless the person scrolled up, and keeps what is being read in its place while the list grows above or below.
const atEnd = 48;
const ahead = '800px 0px 0px 0px';
let handover = null;

class ChatScroll extends HTMLElement {
  static observedAttributes = ['data-conversation'];
  #follows = true;
  #anchor = null;
  #anchorTop = 0;
  #lastTop = 0;
  #grown = new ResizeObserver(() => this.#settle());
  #older = new IntersectionObserver(entries => this.#load(entries), { root: this, rootMargin: ahead });

  connectedCallback() {
    this.addEventListener('scroll', this.#scrolled, { passive: true });
    this.addEventListener('click', this.#clicked);
    document.addEventListener('chat-sent', this.#toEnd);
    queueMicrotask(() => this.isConnected && this.#begin());
  }

  disconnectedCallback() {
    this.#grown.disconnect();
    this.#older.disconnect();
    document.removeEventListener('chat-sent', this.#toEnd);
  }

  attributeChangedCallback(_, before, now) {
    if (before === null || before === now || !this.isConnected) return;
    this.#toEnd();
  }

  #begin() {
    const same = handover?.conversation === this.dataset.conversation ? handover : null;
    this.#grown.observe(this);
    this.#grown.observe(this.firstElementChild);
    if (same && !same.follows) {
      this.#follows = false;
      const article = same.anchor && this.querySelector(`[data-message-id="${CSS.escape(same.anchor)}"]`);
      if (article) this.scrollTop += article.getBoundingClientRect().top - same.anchorTop;
      else this.scrollTop = same.top;
      this.#mark();
    } else {
      this.scrollTop = this.scrollHeight;
    }
    this.#show();
  }

  #scrolled = () => {
    const top = this.scrollTop;
    const left = this.scrollHeight - top - this.clientHeight;
    const followed = this.#follows;
    if (left <= atEnd) this.#follows = true;
    else if (top < this.#lastTop) this.#follows = false;
    this.#lastTop = top;
    this.#mark();
    if (followed !== this.#follows) this.#show();
  };

  /** Remembers the first message in sight, by which the place is held. */
  #mark() {
    const box = this.getBoundingClientRect();
    this.#anchor = document.elementFromPoint(box.left + box.width / 2, box.top + 8)?.closest?.('article, [data-older]')?.closest('article')
      ?? [...this.querySelectorAll('article')].find(article => article.getBoundingClientRect().bottom > box.top);
    this.#anchorTop = this.#anchor?.getBoundingClientRect().top ?? 0;
    handover = {
      conversation: this.dataset.conversation,
      follows: this.#follows,
      top: this.scrollTop,
      anchor: this.#anchor?.dataset.messageId,
      anchorTop: this.#anchorTop,
    };
  }

  #settle() {
    if (this.#follows) {
      this.scrollTop = this.scrollHeight;
    } else if (this.#anchor?.isConnected) {
      const moved = this.#anchor.getBoundingClientRect().top - this.#anchorTop;
      if (Math.abs(moved) > 0.5) this.scrollTop += moved;
    }
    this.#lastTop = this.scrollTop;
    this.#show();
  }

  #show() {
    this.toggleAttribute('data-away', !this.#follows);
    const older = this.querySelector('[data-older]');
    this.#older.disconnect();
    if (older) this.#older.observe(older);
  }

  #load(entries) {
    const older = entries.find(entry => entry.isIntersecting)?.target;
    if (older && !older.disabled && !this.#follows) older.click();
  }

  #toEnd = () => {
    this.#follows = true;
    this.scrollTop = this.scrollHeight;
    this.#show();
  };

  #clicked = event => {
    if (event.target.closest('[data-jump]')) this.#toEnd();
  };
}

customElements.define('chat-scroll', ChatScroll);
