// A client of tus 1.0 (creation, termination): sends a file from the byte that the server has.
const version = '1.0.0';
const piece = 8 * 1024 * 1024;
const patience = 30_000;

/** What the server answered, when it was not what was asked for. Without a status there was no answer. */
export class Refusal extends Error {
  constructor({ status = 0, sentence = '', kind = '', retryAfter = 0 } = {}) {
    super(sentence || `The server refused it (${status}).`);
    Object.assign(this, { status, sentence: this.message, kind, retryAfter });
  }
}

/**
 * Sends what is missing of a file. Can be called again after any failure, with the address it gave before.
 * @param {File} file
 * @param url address of an upload that was begun before; else one is begun
 * @param token gives the antiforgery token
 * @param begun hears the address of a new upload before the first byte goes out
 * @param progress hears how many bytes have gone out
 * @returns the upload's address, when the server has every byte
 */
export async function upload(file, { root, name, url, token, begun, progress, signal }) {
  let sent = 0;
  if (url) {
    sent = Number((await ask('HEAD', url, { token, signal })).header('Upload-Offset'));
  } else {
    const metadata = `filename ${base64(name)},filetype ${base64(file.type)}`;
    const created = await ask('POST', root, { token, signal, headers: { 'Upload-Length': file.size, 'Upload-Metadata': metadata } });
    url = created.header('Location');
    begun(url);
  }
  progress(sent);
  while (sent < file.size) {
    const before = sent;
    const answer = await ask('PATCH', url, {
      token,
      signal,
      headers: { 'Upload-Offset': sent, 'Content-Type': 'application/offset+octet-stream' },
      body: file.slice(sent, sent + piece),
      progress: bytes => progress(before + bytes),
    });
    sent = Number(answer.header('Upload-Offset'));
    if (!(sent > before)) throw new Refusal({ status: answer.status, sentence: 'The server took no more of it.' });
    progress(sent);
  }
  return url;
}

/** Tells the server to forget an upload. */
export const end = (url, token) => ask('DELETE', url, { token });

// Only XMLHttpRequest tells how much of a body has gone out.
async function ask(method, url, { token, headers = {}, body, progress, signal }) {
  const pass = await token();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), patience);
    };
    const stop = () => request.abort();
    const done = settle => {
      clearTimeout(silence);
      signal?.removeEventListener('abort', stop);
      settle();
    };
    request.open(method, url);
    for (const [key, value] of Object.entries({ ...headers, Accept: 'application/json', 'Tus-Resumable': version, RequestVerificationToken: pass })) request.setRequestHeader(key, value);
    request.upload.onprogress = ({ loaded }) => {
      listen();
      progress?.(loaded);
    };
    request.onload = () => done(() => (request.status >= 200 && request.status < 300 ? resolve(answerOf(request)) : reject(refusalOf(request))));
    request.onerror = request.onabort = () => done(() => reject(new Refusal()));
    if (signal?.aborted) return done(() => reject(new Refusal()));
    signal?.addEventListener('abort', stop);
    listen();
    request.send(body);
  });
}

const answerOf = request => ({ status: request.status, header: name => request.getResponseHeader(name) });

function refusalOf(request) {
  let problem = {};
  try {
    problem = JSON.parse(request.responseText);
  } catch {
    // A HEAD has no words, and a proxy has its own: the status says enough.
  }
  return new Refusal({
    status: request.status,
    sentence: problem.detail || problem.title,
    kind: problem.type,
    retryAfter: Number(request.getResponseHeader('Retry-After')) || 0,
  });
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
