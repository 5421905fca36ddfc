// Saves what this phone has not sent as a file, without the app: for when the app cannot start, or
// has stopped. It reads the replica's database and changes nothing in it.
//
// The formats are those of version 1, which never change: records as `ui/src/replica/records.rs`
// keeps them, segments as `src/oplog/src/segment.rs` and the file as `src/sync/src/export.rs` read
// them. A journey holds this against the server.

const SEGMENT_OPS_MAX = 256;
const SEGMENT_BYTES_MAX = 64 * 1024;
const utf8 = new TextEncoder();

// Gives the file to the browser. Returns how many taps it holds; 0 when nothing waits.
export async function save() {
  const log = await read();
  const waiting = log ? log.ops.length : 0;
  if (!waiting) return 0;
  const parts = [utf8.encode("TTUN"), [1]];
  for (const ops of cut(log.ops)) {
    const bytes = await segment(log, ops);
    parts.push(number(bytes.length, 4), bytes);
    log.before = ops.at(-1).hash;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([join(parts)], { type: "application/octet-stream" }));
  const person = log.person.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "-");
  link.download = `timetrakr-unsent-${person}-${new Date().toISOString().slice(0, 10)}.ttun`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return waiting;
}

// The log of this phone from the first op that the server has not receipted; null when nothing was
// ever saved here.
async function read() {
  const database = await open();
  if (!database) return null;
  try {
    const transaction = database.transaction(["identity", "ops", "receipts"]);
    const get = (store, key) => settled(transaction.objectStore(store).get(key));
    const [identity, key, durable, sequences, records] = await Promise.all([
      get("identity", "identity"),
      get("identity", "key"),
      get("receipts", "durable"),
      settled(transaction.objectStore("ops").getAllKeys()),
      settled(transaction.objectStore("ops").getAll()),
    ]);
    if (!identity) return null;
    const log = { ...readIdentity(identity), key, before: new Uint8Array(32), ops: [] };
    const held = durable && readDurable(durable, log);
    const from = held ? held.next : 0;
    if (held) log.before = held.hash;
    records.forEach((record, index) => {
      if (sequences[index] >= from) log.ops.push({ seq: sequences[index], ...readOp(record) });
    });
    return log;
  } finally {
    database.close();
  }
}

// The database as it is, of whatever version; null where there is none, and none is made.
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("timetrakr");
    request.onupgradeneeded = () => {
      request.transaction.abort();
      resolve(null);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("the storage does not answer")), 10_000);
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Records ------------------------------------------------------------------------------------------

function readIdentity(bytes) {
  const reader = new Reader(bytes);
  const company = reader.take(16);
  reader.text();
  reader.text();
  reader.take(1);
  reader.text();
  reader.take(16);
  reader.text();
  const log = reader.take(16);
  reader.take(32 + 16 + 16);
  return { company, log, person: reader.text() };
}

// What the server has receipted of this log; a receipt of an earlier one says nothing of it.
function readDurable(bytes, { log }) {
  const reader = new Reader(bytes);
  reader.take(16);
  const same = reader.take(16).every((byte, index) => byte === log[index]);
  return same ? { next: reader.varint(), hash: reader.take(32) } : null;
}

function readOp(bytes) {
  const reader = new Reader(bytes);
  return { bytes: reader.take(reader.varint()), hash: reader.take(32) };
}

class Reader {
  constructor(stored) {
    this.bytes = new Uint8Array(stored);
    this.at = 0;
    if (this.take(1)[0] !== 1) throw new Error("a record of another version");
  }

  take(length) {
    const end = this.at + length;
    if (end > this.bytes.length) throw new Error("a record is cut short");
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  varint() {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const [byte] = this.take(1);
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }

  text() {
    return new TextDecoder().decode(this.take(this.varint()));
  }
}

// Segments -----------------------------------------------------------------------------------------

function cut(ops) {
  const segments = [];
  let size = Infinity;
  for (const op of ops) {
    size += op.bytes.length + 2;
    if (size > SEGMENT_BYTES_MAX || segments.at(-1).length === SEGMENT_OPS_MAX) {
      segments.push([]);
      size = op.bytes.length + 2;
    }
    segments.at(-1).push(op);
  }
  return segments;
}

async function segment(log, ops) {
  const last = ops.at(-1);
  const head = [utf8.encode("timetrakr head 1\0"), log.company, log.log, number(last.seq + 1, 8), last.hash];
  const signature = await sign(log.key, join(head));
  const raw = join(ops.flatMap((op) => [number(op.bytes.length, 2), op.bytes]));
  const body = stored(raw);
  const bytes = join([
    utf8.encode("TTSG"),
    [1],
    log.company,
    log.log,
    number(ops[0].seq, 8),
    number(ops.length, 2),
    log.before,
    number(raw.length, 4),
    number(body.length, 4),
    body,
    last.hash,
    signature,
  ]);
  return join([bytes, number(crc32c(bytes), 4)]);
}

// DEFLATE without compression: a block holds at most 65,535 bytes.
function stored(raw) {
  const parts = [];
  for (let at = 0; at < raw.length; at += 65_535) {
    const block = raw.subarray(at, at + 65_535);
    const { length } = block;
    const isLast = at + length === raw.length ? 1 : 0;
    parts.push([isLast, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255], block);
  }
  return join(parts);
}

function crc32c(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

function number(value, length) {
  const bytes = new Uint8Array(length);
  for (let at = length - 1; at >= 0; at -= 1, value = Math.floor(value / 256)) bytes[at] = value % 256;
  return bytes;
}

function join(parts) {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

// Ed25519 ------------------------------------------------------------------------------------------

// The browser signs with its own key. Where it had none, the key's seed is kept, and RFC 8032 is
// followed here.
async function sign(key, message) {
  if (key instanceof CryptoKey) return new Uint8Array(await crypto.subtle.sign("Ed25519", key, message));
  const secret = await sha512([key]);
  secret[0] &= 248;
  secret[31] = (secret[31] & 127) | 64;
  const scalar = little(secret.subarray(0, 32));
  const nonce = modulo(little(await sha512([secret.subarray(32), message])), ORDER);
  const point = packed(nonce);
  const challenge = little(await sha512([point, packed(scalar), message]));
  return join([point, toLittle(modulo(nonce + challenge * scalar, ORDER))]);
}

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const BASE_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;

async function sha512(parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", join(parts)));
}

function modulo(value, by = PRIME) {
  return ((value % by) + by) % by;
}

function little(bytes) {
  return bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
}

function toLittle(value) {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
}

// The base point so many times, in its 32 bytes.
function packed(times) {
  let sum = [0n, 1n, 1n, 0n];
  let step = [BASE_X, BASE_Y, 1n, modulo(BASE_X * BASE_Y)];
  for (; times > 0n; times >>= 1n, step = added(step, step)) if (times & 1n) sum = added(sum, step);
  const [x, y, z] = sum;
  const inverse = inverted(z);
  return toLittle(modulo(y * inverse) | (modulo(x * inverse) & 1n ? 1n << 255n : 0n));
}

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = modulo((y1 - x1) * (y2 - x2));
  const b = modulo((y1 + x1) * (y2 + x2));
  const c = modulo(2n * D * t1 * t2);
  const d = modulo(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)];
}

function inverted(value) {
  let result = 1n;
  for (let power = PRIME - 2n, base = value; power > 0n; power >>= 1n, base = modulo(base * base)) {
    if (power & 1n) result = modulo(result * base);
  }
  return result;
}
