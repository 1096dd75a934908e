const shortest = 300;
const longest = 5000;
const reloads = 'chatapp:reloads';

/** Growing pauses with a part left to chance: a server that comes back is not asked by all pages at once. */
function* pauses(from) {
  for (let milliseconds = from; ; milliseconds = Math.min(milliseconds * 2, longest)) yield milliseconds * (0.75 + Math.random() / 2);
}

/** Says that the connection is gone, without covering the page, and brings it back by itself. Blazor tells it how the connection fares. */
class ReconnectNotice extends HTMLElement {
  #opened = false;
  #round = 0;
  #wake = () => {};

  connectedCallback() {
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
    // Blazor lets the failure of a first connection fall, and leaves the page without life.
    addEventListener('unhandledrejection', event => {
      if (!this.#opened && this.#round === 0 && event.reason?.stack?.includes('/_framework/')) this.onConnectionDown();
    });
  }

  onCircuitOpened() {
    this.#opened = true;
    sessionStorage.removeItem(reloads);
  }

  onConnectionUp() {
    this.#round++;
    this.textContent = '';
    // Blazor shows its failure for an attempt that broke off halfway; this one came through.
    document.getElementById('blazor-error-ui').style.display = '';
  }

  async onConnectionDown() {
    const round = ++this.#round;
    // A page that was loaded in vain goes on from the pause it had come to.
    for (const pause of pauses(this.#opened ? shortest : Math.min(shortest * 2 ** this.#reloads, longest))) {
      this.textContent = navigator.onLine ? 'Connection lost. Connecting again…' : 'You are offline. ChatApp comes back by itself.';
      await this.#pause(pause);
      const answer = round === this.#round && await this.#knock();
      if (round !== this.#round) return;
      if (answer === 'ended') return location.assign(`/login?ReturnUrl=${encodeURIComponent(location.pathname + location.search)}`);
      if (answer === 'there' && await this.#rejoin(round)) return;
    }
  }

  get #reloads() {
    return Number(sessionStorage.getItem(reloads));
  }

  /** False when it is worth another try. */
  async #rejoin(round) {
    try {
      // Blazor takes a connection for enough: after an attempt that broke off halfway, the circuit has not come back with it.
      if (this.#opened && await Blazor.reconnect() && round !== this.#round) return true;
    } catch {
      return false;
    }
    // The server does not know the circuit any more, as after a restart. The page itself can be had again.
    sessionStorage.setItem(reloads, this.#reloads + 1);
    location.reload();
    return true;
  }

  #pause(milliseconds) {
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  async #knock() {
    try {
      const response = await fetch('/api/auth/antiforgery', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
      return response.status === 401 ? 'ended' : response.ok ? 'there' : 'away';
    } catch {
      return 'away';
    }
  }
}
customElements.define('reconnect-notice', ReconnectNotice);

const notice = document.querySelector('reconnect-notice');
Blazor.start({ circuit: { reconnectionHandler: notice, circuitHandlers: [notice] } });
