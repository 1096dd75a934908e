// Shows a page to write on while the server cannot be reached. It keeps that page and what it is drawn with, and nothing else.
const kept = 'chatapp-offline';
const page = '/offline';
const freshFor = 24 * 60 * 60 * 1000;

self.addEventListener('install', event => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const { request } = event;
  if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(navigate(event));
  else if (request.destination === 'script' || request.destination === 'style') event.respondWith(fetch(request).catch(() => offline(request)));
});

async function navigate(event) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(refresh());
    return answer;
  } catch {
    return offline(page);
  }
}

async function offline(request) {
  return (await (await caches.open(kept)).match(request, { ignoreVary: true })) ?? Response.error();
}

async function refresh() {
  const old = await (await caches.open(kept)).match(page);
  if (!old || Date.now() - Date.parse(old.headers.get('Date')) > freshFor) await fill().catch(() => {});
}

/** The page as a stranger gets it, the styles and scripts that it names, and the modules those import. */
async function fill() {
  const answer = await fetch(page, { credentials: 'omit', cache: 'no-store' });
  if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
  const html = await answer.clone().text();
  const named = [...html.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)].map(match => match[1]);
  const map = html.match(/<script type="importmap"[^>]*>([^]*?)<\/script>/)?.[1];
  const modules = map ? Object.values(JSON.parse(map).imports ?? {}) : [];
  const wanted = [...new Set([...named, ...modules].map(address => new URL(address, self.location.origin).href))];
  const parts = await Promise.all(wanted.map(async address => [address, await fetch(address, { credentials: 'omit' })]));
  await caches.delete(kept);
  const cache = await caches.open(kept);
  await cache.put(page, answer);
  for (const [address, part] of parts) if (part.ok) await cache.put(address, part);
}
