/** Makes an outside system's words fit for a log or a channel: addresses masked, secrets removed, length bounded. */

const longest = 500;
// Patterns below look at each character several times; no error text of interest is longer.
const longestRead = 4_000;
const removed = '[removed]';

/** A plain or percent-encoded e-mail address; what cannot be told apart from one is masked too. */
const addresses = [
  /"([^"\s])[^"]*"@([\p{L}\p{N}.-]*)/gu,
  /([\p{L}\p{N}])[\p{L}\p{N}._%+'’!#$&*/=?^`{|}~-]*@([\p{L}\p{N}.-]*)/gu,
  /([\p{L}\p{N}])[\p{L}\p{N}._%+'!*~-]*%40([\p{L}\p{N}.-]*)/giu,
];

const secretShapes = [
  /\bBearer\s+[^\s"',;]+/gi,
  /\bx(?:ox[a-z]|app)-[\w-]+/gi,
  /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?::\w+)?/gi,
  /\b[0-9a-f]{32,}\b/gi,
];

const namedSecrets =
  /\b(access_?token(?:key|secret)?|client_?secret|token|secret|password|api_?key|key)("?\s*[=:]\s*"?)[^\s&"',;]+/gi;

/** @param secrets values to remove wherever they stand, also percent-encoded */
export function safeWords(raw: string, secrets: readonly string[] = []): string {
  let words = masked(raw.slice(0, longestRead).replace(namedSecrets, `$1$2${removed}`), secrets);
  words = words.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
}

/** Masks addresses and removes secrets, and leaves everything else as it is. */
export function masked(text: string, secrets: readonly string[] = []): string {
  let words = text;
  for (const secret of secrets.filter((value) => value.length > 3)) {
    words = words.replaceAll(secret, removed).replaceAll(encodeURIComponent(secret), removed);
  }
  for (const shape of secretShapes) words = words.replace(shape, removed);
  for (const address of addresses) words = words.replace(address, '$1…@$2');
  return words;
}
