/** Takes the focus when it appears; Esc gives the old title back. */
class RenameBox extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => {
      const input = this.querySelector('input');
      input.focus();
      input.select();
    });
    this.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopPropagation();
      this.dispatchEvent(new Event('cancel'));
    });
  }

  // Whoever ended it by a key goes on at the link; whoever clicked elsewhere is there already.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (document.activeElement === document.body) document.getElementById(this.dataset.link)?.focus();
    });
  }
}

customElements.define('rename-box', RenameBox);
