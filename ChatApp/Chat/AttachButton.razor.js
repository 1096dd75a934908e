// The door for files, however they come: picked, dropped or pasted. What the server would refuse is refused here, before a byte goes out.
import { call } from './ChatPage.razor.js';
import { waitingFiles } from '../uploads/drafts.js';
import { pixelsOf } from '../uploads/pictures.js';
import { attach } from '../uploads/uploads.js';
import { sizeText } from '../uploads/sizes.js';

const names = { picture: 'a picture', pdf: 'a PDF', document: 'a document', sheet: 'a sheet', text: 'a text' };
const plural = { picture: 'Pictures', pdf: 'PDF', document: 'documents', sheet: 'sheets', text: 'text' };
const good = 60_000;
let asked;

// Not on the page: the circuit's start would take it away from under an open picker.
const picker = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
picker.addEventListener('change', () => {
  attachAll(picker.files);
  picker.value = '';
});

/** What the server takes; null while it cannot be asked. */
export function limits() {
  if (!asked || Date.now() - asked.at > good) {
    const answer = call('GET', '/api/files/limits').then(({ ok, body }) => (ok ? body : null), () => null);
    asked = { at: Date.now(), answer };
    answer.then(body => body ? show(body) : (asked = undefined));
  }
  return asked.answer;
}

/** “Pictures to 20 MB and 50 megapixels, PDF to 100 MB, text to 10 MB. Up to 10 files a message.” */
export const limitsSentence = ({ kinds, maxPerMessage, maxPixels }) =>
  `${kinds.map(({ kind, maxBytes }) => `${plural[kind] ?? kind} to ${sizeText(maxBytes)}${kind === 'picture' ? ` and ${megapixels(maxPixels)} megapixels` : ''}`).join(', ')}. Up to ${maxPerMessage} files a message.`;

const megapixels = pixels => Math.round(pixels / 1e5) / 10;

function show(body) {
  const button = document.querySelector('[data-attach]');
  if (!button) return;
  button.title = limitsSentence(body);
  document.querySelector('[data-limits]').textContent = button.title;
  // A phone that is told so hands out its HEIC pictures as JPEG.
  picker.accept = body.kinds.flatMap(({ extensions, types }) => [...extensions, ...types]).join();
}

/** Attaches what may be attached to the message that is being written, and says why the rest may not. */
export async function attachAll(files) {
  files = [...files];
  const known = await limits();
  const pixels = await Promise.all(files.map(file => (/\.(png|jpe?g|gif|webp)$/i.test(file.name) ? pixelsOf(file) : null)));
  const { person, conversation } = document.querySelector('chat-composer').dataset;
  const refused = [];
  let count = waitingFiles().length;
  let room = known ? known.quota - known.used : Infinity;
  for (const [place, file] of files.entries()) {
    const sentence = (known && count >= known.maxPerMessage ? `A message takes ${known.maxPerMessage} files: “${file.name}” is not attached.` : null) ?? refusal(file, pixels[place], known, room);
    if (sentence) {
      refused.push(sentence);
      continue;
    }
    try {
      attach(person, conversation, file);
      count++;
      room -= file.size;
    } catch {
      refused.push(`This browser has no room left to keep “${file.name}”.`);
    }
  }
  document.dispatchEvent(new CustomEvent('chat-files-refused', { detail: refused }));
}

function refusal({ name, size, type }, pixels, known, room) {
  const ending = /\.[^.]+$/.exec(name)?.[0].toLowerCase();
  if (/^\.hei[cf]s?$/.test(ending) || /^image\/hei[cf]/.test(type)) return `“${name}” is a HEIC picture, which cannot be read here. Save it as JPEG and attach that.`;
  if (size === 0) return `“${name}” is empty.`;
  if (!known) return null;
  const kind = known.kinds.find(({ extensions }) => extensions.includes(ending));
  if (ending && !kind) return `“${name}” is of a kind that is not read here. ${limitsSentence(known)}`;
  if (size > (kind?.maxBytes ?? Math.max(...known.kinds.map(({ maxBytes }) => maxBytes)))) return `“${name}” has ${sizeText(size)}; ${names[kind?.kind] ?? 'a file'} may have ${sizeText(kind?.maxBytes ?? 0)}.`;
  if (pixels > known.maxPixels) return `“${name}” has ${megapixels(pixels)} megapixels; at most ${megapixels(known.maxPixels)} are accepted.`;
  if (size > room) return `“${name}” has ${sizeText(size)}, and ${sizeText(Math.max(0, room))} of your ${sizeText(known.quota)} are left. Delete files under “My files” in your account.`;
  return null;
}

document.addEventListener('click', event => event.target.closest?.('[data-attach]') && picker.click());
for (const kind of ['pointerover', 'focusin']) document.addEventListener(kind, event => event.target.closest?.('[data-attach]') && limits());
