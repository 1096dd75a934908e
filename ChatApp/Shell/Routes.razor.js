// The page as it was sent lives until the circuit draws it anew, with elements of its own. What one has begun by then goes on
// there: the focus, words in a field, an open menu, the place in a list. Elements that keep more do so themselves.

const patience = 5000;
const life = new AbortController();
const listening = { capture: true, passive: true, signal: life.signal };
const opened = new Set();
const scrolled = new Map();
const typed = new Set();
let focused = null;

document.addEventListener('focusin', ({ target }) => (focused = target), listening);
// An element that is taken out loses its focus too.
document.addEventListener('focusout', ({ target }) => setTimeout(() => {
  if (target.isConnected && focused === target && document.activeElement !== target) focused = null;
}), listening);
document.addEventListener('toggle', ({ target, newState }) => (newState === 'open' ? opened.add(target) : opened.delete(target)), listening);
document.addEventListener('scroll', ({ target }) => scrolled.set(target, target.scrollTop), listening);
document.addEventListener('input', ({ target }) => typed.add(target), listening);

/** The element of the new page that stands where the old one stood, once it is there. */
function successorOf(element, gone, now) {
  const steps = [];
  for (let at = element; at !== gone; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
  const found = steps.reduce((at, step) => at?.children[step], now);
  return found?.localName === element.localName && found.id === element.id ? found : null;
}

/** One deed for each thing begun; it returns false as long as it cannot be done. */
function deeds(gone, now) {
  const within = element => gone.contains(element) && !element.closest('chat-composer');
  const on = (element, deed) => () => {
    const found = successorOf(element, gone, now);
    return found !== null && deed(found) !== false;
  };
  return [
    ...[...scrolled].filter(([element]) => within(element) && element.localName !== 'chat-scroll').map(([element, top]) => on(element, found => {
      found.scrollTop = top;
      return Math.abs(found.scrollTop - top) < 1;
    })),
    ...[...typed].filter(within).map(element => on(element, found => {
      found.value = element.value;
      found.checked = element.checked;
      for (const kind of ['input', 'change']) found.dispatchEvent(new Event(kind, { bubbles: true }));
    })),
    ...[...opened].filter(element => within(element) && element.popover).map(element => on(element, found => found.showPopover())),
    ...[focused].filter(element => element && within(element)).map(element => on(element, found => {
      // Another row stands in its place by now.
      if (found.textContent !== element.textContent) return false;
      if (document.activeElement !== document.body) return true;
      found.focus({ preventScroll: true });
      if (element.selectionStart !== null) found.setSelectionRange?.(element.selectionStart, element.selectionEnd);
      return true;
    })),
  ];
}

const swap = new MutationObserver(changes => {
  const gone = changes.flatMap(({ removedNodes }) => [...removedNodes]).find(node => node.matches?.('.frame'));
  const now = gone && document.querySelector('body > .frame');
  if (!now) return;
  swap.disconnect();
  life.abort();
  let left = deeds(gone, now);
  const go = () => {
    left = left.filter(deed => !deed());
    if (!left.length) rest.disconnect();
  };
  // What is read from a database may be drawn after the rest.
  const rest = new MutationObserver(go);
  rest.observe(now, { childList: true, subtree: true });
  setTimeout(() => rest.disconnect(), patience);
  // After the elements that begin in a microtask of their own.
  queueMicrotask(go);
});
swap.observe(document.body, { childList: true });
