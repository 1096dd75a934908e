// Files dragged over the page go into the conversation, and nowhere else: without this the browser would open them instead.
import { attachAll, limits, limitsSentence } from './AttachButton.razor.js';

const area = () => document.querySelector('drop-area');
const carriesFiles = event => event.dataTransfer?.types.includes('Files');

async function show(event) {
  const place = area();
  if (!place || !carriesFiles(event) || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  const over = Boolean(event.target.closest?.('main'));
  event.dataTransfer.dropEffect = over ? 'copy' : 'none';
  place.toggleAttribute('data-over', over);
  if (!place.hidden) return;
  place.hidden = false;
  const known = await limits();
  if (known) place.querySelector('[data-drop-limits]').textContent = limitsSentence(known);
}

function hide() {
  const place = area();
  if (place) place.hidden = true;
}

function drop(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const shown = area() && !area().hidden;
  hide();
  if (!shown || !event.target.closest?.('main')) return;
  const folders = new Set([...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry?.isDirectory).map(entry => entry.name));
  const files = [...event.dataTransfer.files].filter(file => !folders.has(file.name));
  if (files.length) attachAll(files);
  else document.dispatchEvent(new CustomEvent('chat-files-refused', { detail: ['A folder cannot be attached. Drop the files that are in it.'] }));
  document.getElementById('message')?.focus({ preventScroll: true });
}

document.addEventListener('dragenter', show);
document.addEventListener('dragover', show);
document.addEventListener('dragleave', event => event.relatedTarget ?? hide());
document.addEventListener('drop', drop);
