// What a picture says of itself before it is sent: how large it is, from its first bytes, and what it looks like.
const head = 256 * 1024;
const tall = 80;
// Larger ones would cost a phone its memory for a picture of a thumb's size.
const most = 12 * 1024 * 1024;

/** How many pixels a PNG, GIF, WebP or JPEG has; null when its beginning does not say. */
export async function pixelsOf(file) {
  const view = new DataView(await file.slice(0, head).arrayBuffer());
  try {
    return sizeOf(view)?.reduce((width, height) => width * height) ?? null;
  } catch {
    // Cut off: the server will say what it is.
    return null;
  }
}

function sizeOf(view) {
  const word = at => String.fromCharCode(...new Uint8Array(view.buffer, at, 4));
  if (view.getUint32(0) === 0x89504e47) return [view.getUint32(16), view.getUint32(20)];
  if (view.getUint16(0) === 0xffd8) return sizeOfJpeg(view);
  if (word(0) === 'GIF8') return [view.getUint16(6, true), view.getUint16(8, true)];
  if (word(0) !== 'RIFF' || word(8) !== 'WEBP') return null;
  if (word(12) === 'VP8X') return [24, 27].map(at => (view.getUint32(at, true) & 0xffffff) + 1);
  if (word(12) === 'VP8 ') return [26, 28].map(at => view.getUint16(at, true) & 0x3fff);
  const bits = view.getUint32(21, true);
  return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}

// Segment by segment to the one that begins a frame; what lies before may be a large preview.
function sizeOfJpeg(view) {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    if (marker < 0xff01) return null;
  }
}

/** A small drawing of a picture; null when the browser cannot read it. */
export async function sketch(bytes) {
  if (!bytes || bytes.size > most) return null;
  const bitmap = await createImageBitmap(bytes, { resizeHeight: tall, resizeQuality: 'medium' }).catch(() => null);
  if (!bitmap) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}
