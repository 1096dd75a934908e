import { remember } from './App.razor.js';

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this);
    // Blazor puts an element on the page before its children.
    queueMicrotask(() => this.show());
  }

  handleEvent(event) {
    const button = event.target.closest('button');
    if (!button) return;
    remember('theme', button.value);
    if (button.value) document.documentElement.dataset.theme = button.value;
    else delete document.documentElement.dataset.theme;
    this.show();
  }

  show() {
    const theme = document.documentElement.dataset.theme ?? '';
    for (const button of this.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.value === theme));
  }
}
customElements.define('theme-switch', ThemeSwitch);
