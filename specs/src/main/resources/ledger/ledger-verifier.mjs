// Checks proofs of the consent log offline: RFC 9162 Merkle proofs and ES256 signatures, with nothing but WebCrypto.
// A plain ES module for browsers and Node.js. It answers {holds, sentence} and sends nothing anywhere.

const utf8 = new TextEncoder();

function fromBase64url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new Error("not base64url");
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toBase64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromHex(text) {
  if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) {
    throw new Error("not a SHA-256 digest");
  }
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

const same = (a, b) => toHex(a) === toHex(b);
const leafHash = (leaf) => sha256(Uint8Array.of(0), leaf);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** RFC 8785 for what stands in proofs: objects, lists, texts and whole numbers. */
export function canonical(value) {
  if (Array.isArray(value)) {
    return "[" + value.map(canonical).join(",") + "]";
  }
  if (value !== null && typeof value === "object") {
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
  }
  return JSON.stringify(value);
}

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const half = (value) => Math.floor(value / 2);

/** Whether a leaf is in the log of this size and root (RFC 9162, section 2.1.3.2). */
export async function isIncluded(leaf, { index, size, path, root }) {
  if (!isCount(index) || !isCount(size) || index >= size) {
    return false;
  }
  let at = index;
  let last = size - 1;
  let hash = await leafHash(leaf);
  for (const text of path) {
    const beside = fromHex(text);
    if (last === 0) {
      return false;
    }
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(beside, hash);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      hash = await nodeHash(hash, beside);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && same(hash, fromHex(root));
}

/** Whether the log with the second root goes on from that with the first (RFC 9162, section 2.1.4.2). */
export async function isConsistent({ from, to, path, before, after }) {
  if (!isCount(from) || !isCount(to) || from > to) {
    return false;
  }
  if (from === 0) {
    return path.length === 0 && same(fromHex(before), await sha256());
  }
  if (from === to) {
    return path.length === 0 && before === after;
  }
  const whole = Number.isInteger(Math.log2(from));
  if (path.length === 0 && !whole) {
    return false;
  }
  let at = from - 1;
  let last = to - 1;
  while (at % 2 === 1) {
    at = half(at);
    last = half(last);
  }
  let old = fromHex(whole ? before : path[0]);
  let now = old;
  for (const text of whole ? path : path.slice(1)) {
    const beside = fromHex(text);
    if (last === 0) {
      return false;
    }
    if (at % 2 === 1 || at === last) {
      old = await nodeHash(beside, old);
      now = await nodeHash(beside, now);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      now = await nodeHash(now, beside);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && same(old, fromHex(before)) && same(now, fromHex(after));
}

async function isSigned(statement, signature, spki) {
  const key = await crypto.subtle.importKey(
    "spki", fromBase64url(spki), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromBase64url(signature), statement);
}

async function signers(checkpoint, keys) {
  const { signatures, ...signed } = checkpoint;
  const statement = utf8.encode(canonical(signed));
  const good = [];
  for (const [member, signature] of Object.entries(signatures)) {
    if (Object.hasOwn(keys, member) && await isSigned(statement, signature, keys[member])) {
      good.push(member);
    }
  }
  return good.sort();
}

const no = (sentence) => ({ holds: false, sentence });

/**
 * Checks a proof document as the node hands it out.
 *
 * @param text the document, byte for byte
 * @param keys by member, the public key (SubjectPublicKeyInfo in base64url) that is trusted
 * @param quorum how many of them must have signed
 */
export async function verifyProof(text, keys, quorum = 2) {
  try {
    const proof = JSON.parse(text);
    const { leaf, index, path, checkpoint } = proof;
    const known = ["checkpoint", "index", "leaf", "path"];
    const bytes = fromBase64url(leaf);
    if (canonical(proof) !== text || canonical(Object.keys(proof).sort()) !== canonical(known)
        || toBase64url(bytes) !== leaf) {
      return no("This is not a proof of a log.");
    }
    for (const signature of Object.values(checkpoint.signatures)) {
      if (toBase64url(fromBase64url(signature)) !== signature) {
        return no("This is not a proof of a log.");
      }
    }
    const members = await signers(checkpoint, keys);
    if (members.length < quorum) {
      return no(`The checkpoint is signed by ${members.length} members, not by ${quorum}.`);
    }
    if (!await isIncluded(bytes, { index, size: checkpoint.size, path, root: checkpoint.root })) {
      return no("The log does not have it.");
    }
    return {
      holds: true,
      sentence: `The log of ${checkpoint.origin} has it at place ${index} of ${checkpoint.size}, as ${members.join(" and ")} signed on ${checkpoint.time}.`,
      leaf: new TextDecoder().decode(bytes),
    };
  } catch {
    return no("This is not a proof of a log.");
  }
}

/** Whether a newer checkpoint goes on from an older one of the same log; both must have been verified. */
export async function verifyContinuation(older, newer, path) {
  try {
    if (older.origin !== newer.origin) {
      return no("These are checkpoints of different logs.");
    }
    if (newer.size < older.size || newer.height < older.height) {
      return no("Rollback: the log was longer before.");
    }
    const proof = { from: older.size, to: newer.size, path, before: older.root, after: newer.root };
    const goesOn = await isConsistent(proof) && (newer.height !== older.height || newer.head === older.head);
    return goesOn
      ? { holds: true, sentence: "The log goes on from what was shown before." }
      : no("Split view: the log does not go on from what was shown before.");
  } catch {
    return no("This is not a proof of a log.");
  }
}
