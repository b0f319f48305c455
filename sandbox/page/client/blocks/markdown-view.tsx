/** Draws a markdown block. */
import { type MarkdownPart, type MarkdownSpan, parseMarkdown } from './markdown.ts';
import { OutsideLink } from './outside-link.tsx';

export function MarkdownView({ text }: { text: string }) {
  return (
    <div class="markdown">
      {parseMarkdown(text).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: MarkdownPart }) {
  switch (part.kind) {
    case 'heading':
      return (
        <h4>
          <Spans spans={part.spans} />
        </h4>
      );
    case 'paragraph':
      return (
        <p>
          <Spans spans={part.spans} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Spans spans={part.spans} />
        </blockquote>
      );
    case 'fence':
      return <pre>{part.text}</pre>;
    case 'rule':
      return <hr />;
    case 'bullets':
    case 'numbers': {
      const items = part.items.map((spans, index) => (
        <li key={index}>
          <Spans spans={spans} />
        </li>
      ));
      return part.kind === 'numbers' ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Spans({ spans }: { spans: readonly MarkdownSpan[] }) {
  return (
    <>
      {spans.map((span, index) => (
        <SpanView key={index} span={span} />
      ))}
    </>
  );
}

function SpanView({ span: { kind, text, url } }: { span: MarkdownSpan }) {
  switch (kind) {
    case 'text':
      return <>{text}</>;
    case 'bold':
      return <b>{text}</b>;
    case 'italic':
      return <i>{text}</i>;
    case 'strike':
      return <s>{text}</s>;
    case 'code':
      return <code>{text}</code>;
    case 'link':
      return <OutsideLink url={url ?? ''}>{text}</OutsideLink>;
  }
}
