// Where one is writing: text, selection and focus. It goes from one box to the next that the circuit puts in its place,
// and, but for the text, from one document of this tab to the next.
import { textOf } from './texts.js';

const key = 'chatapp:left';
let place = null;

export const writtenText = () => place?.text;
export const isWriting = () => place?.focused ?? false;

/** Whether the text was written in this tab, not merely shown here. */
export const isWrittenHere = page => isAt(page) && place.written === true;

const isAt = ({ person, conversation }) => place?.person === person && place.conversation === conversation;

export function remember({ person, conversation }, box, written = isWrittenHere({ person, conversation })) {
  place = { person, conversation, text: box.value, start: box.selectionStart, end: box.selectionEnd, focused: isWriting(), written };
}

export function rememberFocus(focused) {
  place = { ...place, focused };
}

/** The place in that conversation, if it is where one was. */
export function placeIn(page, box) {
  place ??= unpack(box);
  return isAt(page) ? place : null;
}

/** Where the cursor stood when this tab left the page, if the text is still that one. */
function unpack(box) {
  const left = JSON.parse(sessionStorage.getItem(key));
  sessionStorage.removeItem(key);
  const text = left && textOf(left.person, left.conversation);
  return left && !box.value && text.length === left.length ? { ...left, text } : null;
}

/** For the next document. The text itself stays under the person's name alone. */
export function pack() {
  if (!place) return;
  const { text, ...rest } = place;
  sessionStorage.setItem(key, JSON.stringify({ ...rest, length: text.length }));
}

export function forgetPlace() {
  place = null;
}
