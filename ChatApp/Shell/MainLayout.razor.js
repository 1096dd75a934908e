import { remember } from './App.razor.js';

const root = document.documentElement;
const phone = matchMedia('(max-width: 720px)');

// Of the page, not of the frame: the circuit draws a new one when it starts.
let drawn = false;

/** The button that shows and hides the history: a column on a wide screen, a drawer over the page on a phone. */
class HistoryToggle extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', () => this.toggle());
    phone.addEventListener('change', this.follow);
    document.addEventListener('keydown', this.escape);
    document.addEventListener('click', this.leave);
    // Blazor puts an element on the page before its children and what follows it.
    queueMicrotask(() => {
      if (!this.isConnected) return;
      this.frame.toggleAttribute('data-drawer', drawn && phone.matches);
      this.show();
    });
  }

  disconnectedCallback() {
    phone.removeEventListener('change', this.follow);
    document.removeEventListener('keydown', this.escape);
    document.removeEventListener('click', this.leave);
  }

  get frame() { return this.closest('.frame'); }
  get open() { return phone.matches ? this.frame.hasAttribute('data-drawer') : root.dataset.history !== 'closed'; }

  toggle(open = !this.open) {
    if (phone.matches) {
      drawn = open;
      this.frame.toggleAttribute('data-drawer', open);
    } else {
      if (open) delete root.dataset.history;
      else root.dataset.history = 'closed';
      remember('history', open ? '' : 'closed');
    }
    this.show();
  }

  show() {
    this.firstElementChild.setAttribute('aria-expanded', String(this.open));
    // Behind an open drawer nothing can be reached.
    this.frame.querySelector('main').inert = phone.matches && this.open;
  }

  close() {
    if (!phone.matches || !this.open) return false;
    this.toggle(false);
    return true;
  }

  follow = () => {
    drawn = false;
    this.frame.removeAttribute('data-drawer');
    this.show();
  };

  escape = event => {
    if (event.key === 'Escape' && !event.defaultPrevented && this.close()) this.firstElementChild.focus();
  };

  leave = event => {
    if (event.target.closest('.scrim, .panel a[href]')) this.close();
  };
}
customElements.define('history-toggle', HistoryToggle);

// Where a keyboard lies over the page instead of making it smaller (Safari), the page ends above it.
visualViewport?.addEventListener('resize', () => {
  if (visualViewport.scale === 1) root.style.setProperty('--seen', `${visualViewport.height}px`);
});

const click = selector => document.querySelector(selector)?.click();

/** The keys that hold everywhere on the chat's pages. */
document.addEventListener('keydown', event => {
  const toggle = document.querySelector('history-toggle');
  if (!toggle || event.defaultPrevented || event.isComposing || event.altKey) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && !event.shiftKey && key === 'k') {
    toggle.toggle(true);
    document.querySelector('.panel input[type="search"]')?.focus();
  } else if (command && event.shiftKey && key === 'o') {
    click('.panel a[data-new-chat]');
  } else if (!command && event.key === '?' && !event.target.closest('input, textarea, select, [contenteditable]')) {
    document.getElementById('help')?.showModal();
  } else {
    return;
  }
  event.preventDefault();
});
