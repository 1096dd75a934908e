const interval = 5000;

/** Opens the page that was asked for as soon as the server can show it. */
class PageRetry extends HTMLElement {
  async connectedCallback() {
    do {
      // A part is left to chance, so that not all pages ask at once.
      await new Promise(resolve => setTimeout(resolve, interval * (0.75 + Math.random() / 2)));
      if (!this.isConnected) return;
    } while (!(await this.#isAvailable()));
    location.reload();
  }

  async #isAvailable() {
    try {
      return (await fetch(location.href, { cache: 'no-store' })).status !== 503;
    } catch {
      return false;
    }
  }
}

customElements.define('page-retry', PageRetry);
