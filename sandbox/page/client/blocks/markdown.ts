/** Reads the small part of standard Markdown that bots write: headings, lists, fences, emphasis, links. */

export type MarkdownSpan = {
  readonly kind: 'text' | 'bold' | 'italic' | 'strike' | 'code' | 'link';
  readonly text: string;
  readonly url?: string;
};

export type MarkdownPart =
  | { readonly kind: 'heading' | 'paragraph' | 'quote'; readonly spans: readonly MarkdownSpan[] }
  | {
      readonly kind: 'bullets' | 'numbers';
      readonly items: readonly (readonly MarkdownSpan[])[];
    }
  | { readonly kind: 'fence'; readonly text: string }
  | { readonly kind: 'rule' };

const lineKinds = [
  ['heading', /^#{1,6}\s+(.*)$/],
  ['quote', /^>\s?(.*)$/],
  ['bullets', /^\s*[-*]\s+(.*)$/],
  ['numbers', /^\s*\d+[.)]\s+(.*)$/],
] as const;

export function parseMarkdown(source: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  for (const [index, chunk] of source.split(/^```.*$/m).entries()) {
    if (index % 2 === 1) parts.push({ kind: 'fence', text: chunk.replace(/^\n|\n$/g, '') });
    else for (const line of chunk.split('\n')) addLine(parts, line);
  }
  return parts;
}

function addLine(parts: MarkdownPart[], line: string): void {
  if (line.trim() === '') return;
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
    parts.push({ kind: 'rule' });
    return;
  }
  for (const [kind, pattern] of lineKinds) {
    const text = pattern.exec(line)?.[1];
    if (text === undefined) continue;
    if (kind === 'heading' || kind === 'quote') {
      parts.push({ kind, spans: parseSpans(text) });
      return;
    }
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { kind, items: [...last.items, parseSpans(text)] };
    else parts.push({ kind, items: [parseSpans(text)] });
    return;
  }
  parts.push({ kind: 'paragraph', spans: parseSpans(line) });
}

const marked =
  /\*\*(?<bold>[^*]+)\*\*|__(?<strong>[^_]+)__|\*(?<italic>[^*\s][^*]*)\*|~~(?<strike>[^~]+)~~|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<url>[^)\s]+)\)/g;

function parseSpans(text: string): MarkdownSpan[] {
  const spans: MarkdownSpan[] = [];
  let end = 0;
  for (const match of text.matchAll(marked)) {
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const { bold, strong, italic, strike, code, label, url } = match.groups ?? {};
    if (bold ?? strong) spans.push({ kind: 'bold', text: bold ?? strong ?? '' });
    else if (italic) spans.push({ kind: 'italic', text: italic });
    else if (strike) spans.push({ kind: 'strike', text: strike });
    else if (code) spans.push({ kind: 'code', text: code });
    else if (label && url) spans.push({ kind: 'link', text: label, url });
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}
