/** Reads Slack's mrkdwn into spans; what is not markup stays text, so nothing from outside becomes an element by itself. */

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly spans: readonly Span[] }
  | { readonly kind: 'code' | 'preformatted'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  | { readonly kind: 'user' | 'group' | 'channel'; readonly id: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'date'; readonly seconds: number; readonly format: string; readonly fallback: string };

const styles = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const atom = /^(?:```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>)/;

export function parseMrkdwn(source: string): Span[] {
  const spans: Span[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') spans.push({ kind: 'text', text: unescaped(text) });
    text = '';
  };
  for (let index = 0; index < source.length; ) {
    const rest = source.slice(index);
    const found = atomAt(rest) ?? styledAt(rest, source[index - 1]);
    if (found === undefined) {
      text += source[index];
      index += 1;
      continue;
    }
    flush();
    spans.push(found.span);
    index += found.length;
  }
  flush();
  return spans;
}

interface Found {
  readonly span: Span;
  readonly length: number;
}

function atomAt(rest: string): Found | undefined {
  const match = atom.exec(rest);
  if (match === null) return undefined;
  const [whole, preformatted, code, reference] = match;
  const { length } = whole;
  if (preformatted !== undefined)
    return { span: { kind: 'preformatted', text: unescaped(preformatted.replace(/^\n/, '')) }, length };
  if (code !== undefined) return { span: { kind: 'code', text: unescaped(code) }, length };
  return { span: referenced(reference ?? '') ?? { kind: 'text', text: unescaped(whole) }, length };
}

/** `*bold*` counts only where words end: not inside a word, and not around a space. */
function styledAt(rest: string, before: string | undefined): Found | undefined {
  const mark = rest[0];
  if (mark !== '*' && mark !== '_' && mark !== '~') return undefined;
  if (before !== undefined && /[\p{L}\p{N}]/u.test(before)) return undefined;
  const [line = ''] = rest.split('\n', 1);
  for (let end = line.indexOf(mark, 2); end > 0; end = line.indexOf(mark, end + 1)) {
    const inside = line.slice(1, end);
    const after = line[end + 1];
    const isWhole = !/^\s|\s$/.test(inside) && (after === undefined || !/[\p{L}\p{N}]/u.test(after));
    if (isWhole && !isInsideAtom(inside))
      return { span: { kind: styles[mark], spans: parseMrkdwn(inside) }, length: end + 1 };
  }
  return undefined;
}

/** The closing mark must not lie within a link or code. */
function isInsideAtom(inside: string): boolean {
  const bare = inside.replaceAll(/`[^`\n]+`|<[^<>\n]+>/g, '');
  return bare.includes('<') || bare.includes('`');
}

function referenced(reference: string): Span | undefined {
  const [target = '', label] = splitOnce(reference, '|');
  const id = target.slice(1);
  if (target.startsWith('@')) return { kind: 'user', id };
  if (target.startsWith('#')) return { kind: 'channel', id };
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length) };
  if (target.startsWith('!date^')) return dated(target, label);
  if (/^!(here|channel|everyone)$/.test(target)) return { kind: 'broadcast', range: id };
  if (/^(https?|mailto):/i.test(target))
    return { kind: 'link', url: unescaped(target), text: unescaped(label ?? target) };
  return undefined;
}

function dated(target: string, label: string | undefined): Span | undefined {
  const [, seconds, format] = target.split('^');
  if (seconds === undefined || format === undefined || !/^\d+$/.test(seconds)) return undefined;
  return { kind: 'date', seconds: Number(seconds), format, fallback: unescaped(label ?? '') };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** Slack knows these three and no other entities. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
