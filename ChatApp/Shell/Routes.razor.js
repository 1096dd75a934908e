// The page as it was sent lives until the circuit draws it anew, with elements of its own. What one has begun by then goes on
// there: the focus, words in a field, an open menu, the place in a list, a click. Elements that keep more do so themselves.

const patience = 3000;
const calm = 300;
const life = new AbortController();
const listening = { capture: true, passive: true, signal: life.signal };
const gone = [];

// Some of it may be older than this script.
let focused = document.activeElement === document.body ? null : document.activeElement;
const opened = new Set(CSS.supports('selector(:popover-open)') ? document.querySelectorAll(':popover-open') : []);
let pressed = null;
const scrolled = new Map();
/** Fields, and whether what stands in them was meant to be the last word. */
const typed = new Map([...document.querySelectorAll('.frame input')].filter(field => field.value !== field.defaultValue).map(field => [field, false]));

document.addEventListener('focusin', ({ target }) => (focused = target), listening);
// An element that is taken out loses its focus too.
document.addEventListener('focusout', ({ target }) => setTimeout(() => {
  if (target.isConnected && focused === target && document.activeElement !== target) focused = null;
}), listening);
// A finger's click is made where it ends; a mouse's only where it also began.
document.addEventListener('pointerdown', ({ target, pointerType, button }) => (pressed = pointerType === 'mouse' && button === 0 ? target.closest?.('button, a') : null), listening);
document.addEventListener('pointerup', () => setTimeout(() => (pressed = null)), listening);
document.addEventListener('toggle', ({ target, newState }) => (newState === 'open' ? opened.add(target) : opened.delete(target)), listening);
document.addEventListener('scroll', ({ target }) => scrolled.set(target, target.scrollTop), listening);
document.addEventListener('input', ({ target }) => typed.set(target, false), listening);
// Taken out, a field tells of a change too.
document.addEventListener('change', ({ target }) => setTimeout(() => target.isConnected && typed.set(target, true)), listening);

/** The element that stands where the old one stood, once it is there. */
function successorOf(element) {
  const root = gone.find(node => node.contains(element));
  const steps = [];
  for (let at = element; at !== root; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
  const start = [...document.body.children].find(node => node.localName === root.localName && node.className === root.className);
  const found = steps.reduce((at, step) => at?.children[step], start);
  return found?.localName === element.localName && found.id === element.id ? found : null;
}

function type(element, found, settled) {
  found.value = element.value;
  // Its choices are not drawn yet.
  if (found.value !== element.value) return false;
  found.checked = element.checked;
  // While the circuit draws its first pictures, a handler may be gone before it is called.
  const tell = kind => setTimeout(() => found.dispatchEvent(new Event(kind, { bubbles: true })), calm);
  tell('input');
  if (settled) {
    tell('change');
  } else {
    // The browser tells of a change only if more is typed.
    const leave = () => tell('change');
    found.addEventListener('blur', leave, { once: true });
    found.addEventListener('change', () => found.removeEventListener('blur', leave), { once: true });
  }
  return true;
}

function focus(element, found) {
  // Another row stands in its place by now.
  if (found.textContent !== element.textContent) return false;
  if (document.activeElement !== document.body) return true;
  found.focus({ preventScroll: true });
  if (element.selectionStart !== null) found.setSelectionRange?.(element.selectionStart, element.selectionEnd);
  return true;
}

function scroll(found, top) {
  found.scrollTop = top;
  return Math.abs(found.scrollTop - top) < 1;
}

/** The button is still held: where it is let go is the click. */
function release(element) {
  addEventListener('pointerup', ({ target }) => {
    const found = successorOf(element);
    if (!found?.contains(target)) return;
    const clicked = new AbortController();
    found.addEventListener('click', () => clicked.abort(), { once: true, signal: clicked.signal });
    // Should the browser see one after all, it comes before this.
    setTimeout(() => clicked.signal.aborted || found.click());
  }, { once: true, capture: true });
}

/** One deed for each thing begun; it returns false as long as it cannot be done. The box and the conversation look after themselves. */
function deeds() {
  const deed = (element, act) => gone.some(node => node.contains(element)) && !element.matches('#message, chat-scroll, [type=file]')
    ? [() => { const found = successorOf(element); return found !== null && act(found); }] : [];
  return [
    ...[...scrolled].flatMap(([element, top]) => deed(element, found => scroll(found, top))),
    ...[...typed].flatMap(([element, settled]) => deed(element, found => type(element, found, settled))),
    ...[...opened].flatMap(element => element.popover ? deed(element, found => (found.showPopover(), true)) : []),
    ...(focused ? deed(focused, found => focus(focused, found)) : []),
  ];
}

const swap = new MutationObserver(changes => {
  gone.push(...changes.flatMap(({ removedNodes }) => [...removedNodes]).filter(node => node.nodeType === Node.ELEMENT_NODE));
  if (!gone.some(node => node.matches('.frame')) || !document.querySelector('body > .frame')) return;
  swap.disconnect();
  life.abort();
  if (gone.some(node => node.contains(pressed))) release(pressed);
  let left = deeds();
  const go = () => {
    left = left.filter(act => !act());
    if (!left.length) end();
  };
  // What is read from a database may be drawn after the rest.
  const rest = new MutationObserver(go);
  const ended = new AbortController();
  const end = () => {
    left = [];
    rest.disconnect();
    ended.abort();
  };
  rest.observe(document.querySelector('body > .frame'), { childList: true, subtree: true });
  // Whoever turns to something else has left the old place.
  for (const kind of ['pointerdown', 'wheel', 'touchmove']) addEventListener(kind, end, { passive: true, signal: ended.signal });
  setTimeout(() => {
    const lost = left.length > 0;
    end();
    // The old place is not there any more: one goes on by writing. On touch that would raise the keyboard.
    if (lost && focused && document.activeElement === document.body && !matchMedia('(pointer: coarse)').matches)
      document.getElementById('message')?.focus({ preventScroll: true });
  }, patience);
  // After the elements that begin in a microtask of their own.
  queueMicrotask(go);
});
swap.observe(document.body, { childList: true });
