/** A menu in the top layer beside the button before it: arrows move, Esc and a click elsewhere close. */
class EntryMenu extends HTMLElement {
  // Blazor puts an element on the page before its children.
  connectedCallback() { queueMicrotask(() => this.open()); }

  open() {
    const button = this.previousElementSibling;
    this.showPopover({ source: button });
    const from = button.getBoundingClientRect();
    const size = this.getBoundingClientRect();
    const below = from.bottom + size.height + 12 < innerHeight;
    this.style.left = `${Math.max(8, Math.min(from.left, innerWidth - size.width - 8))}px`;
    this.style.top = `${below ? from.bottom + 4 : from.top - size.height - 4}px`;
    this.addEventListener('keydown', this);
    this.addEventListener('toggle', event => { if (event.newState === 'closed') this.dispatchEvent(new Event('close')); });
    this.items[0].focus();
  }

  get items() { return [...this.querySelectorAll('[role="menuitem"]')]; }

  handleEvent(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Tab') this.hidePopover();
    // The page's own Esc would stop a reply.
    if (event.key === 'Escape') event.stopPropagation();
    if (!step) return;
    event.preventDefault();
    const { items } = this;
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
}

customElements.define('entry-menu', EntryMenu);
