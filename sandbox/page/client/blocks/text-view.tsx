/** A text object: mrkdwn as elements, plain text as it is. */
import { DateText } from './date-text.tsx';
import { Mention } from './mention.tsx';
import { parseMrkdwn, type Span } from './mrkdwn.ts';
import { OutsideLink } from './outside-link.tsx';
import type { TextObject } from './text-shapes.ts';

export function TextView({ text }: { text: TextObject }) {
  return <span class="text">{text.type === 'mrkdwn' ? <Mrkdwn source={text.text} /> : text.text}</span>;
}

export function Mrkdwn({ source }: { source: string }) {
  return <Spans spans={parseMrkdwn(source)} />;
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return (
    <>
      {spans.map((span, index) => (
        <SpanView key={index} span={span} />
      ))}
    </>
  );
}

function SpanView({ span }: { span: Span }) {
  switch (span.kind) {
    case 'text':
      return <>{span.text}</>;
    case 'bold':
      return (
        <b>
          <Spans spans={span.spans} />
        </b>
      );
    case 'italic':
      return (
        <i>
          <Spans spans={span.spans} />
        </i>
      );
    case 'strike':
      return (
        <s>
          <Spans spans={span.spans} />
        </s>
      );
    case 'code':
      return <code>{span.text}</code>;
    case 'preformatted':
      return <pre>{span.text}</pre>;
    case 'link':
      return <OutsideLink url={span.url}>{span.text}</OutsideLink>;
    case 'user':
    case 'group':
    case 'channel':
      return <Mention kind={span.kind} id={span.id} />;
    case 'broadcast':
      return <Mention kind="broadcast" id={span.range} />;
    case 'date':
      return <DateText seconds={span.seconds} format={span.format} />;
  }
}
