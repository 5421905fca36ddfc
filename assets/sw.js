// The phone's service worker: the app starts without the server.
//
// It keeps every file of one version of the app, and answers from what it keeps first. It never
// touches /api/. A new version is fetched whole, beside the old one, and waits: the page says when
// it is safe to switch, because only the page knows that no tap is under way.
//
// Words between page and worker:
//   page -> worker  { type: "skip-waiting" }   switch to this waiting version now
//   page -> worker  { type: "version" }        answered, on the message's port if it has one, with
//   worker -> page  { type: "version", version: "..." }
// After a switch every page sees `controllerchange`. The one where the person asked for it loads
// again; the others offer to, because something may be half written in them.

const VERSION = "__VERSION__";

// [address, integrity] of each file. The first is the app's page.
const PRECACHE = ["__PRECACHE__"];

const CACHE_PREFIX = "timetrakr-phone-";
const CACHE = CACHE_PREFIX + VERSION;
const PAGE = "/app/";
const KEPT = new Set(PRECACHE.map(([address]) => address));

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  const type = event.data && event.data.type;
  if (type === "skip-waiting") {
    event.waitUntil(self.skipWaiting());
  } else if (type === "version") {
    const target = event.ports[0] || event.source;
    if (target) target.postMessage({ type: "version", version: VERSION });
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    if (url.pathname.startsWith(PAGE)) event.respondWith(fromCache(PAGE, request));
  } else if (KEPT.has(url.pathname)) {
    event.respondWith(fromCache(url.pathname, request));
  }
});

// All files or none: one that is missing, or whose content is of another version, fails the
// installation, and the browser tries again later while the version that works stays.
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(
    PRECACHE.map(([address, integrity]) => {
      // What has a hash in its name never changes; the page is asked for anew.
      const mode = address === PAGE ? "reload" : "default";
      return new Request(address, { cache: mode, credentials: "same-origin", integrity });
    }),
  );
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE_PREFIX) && name !== CACHE) await caches.delete(name);
  }
  // The page that brought the first version along works offline at once, without a reload.
  await self.clients.claim();
}

// The network stands in where the browser threw the kept files away.
async function fromCache(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) || fetch(request);
}
