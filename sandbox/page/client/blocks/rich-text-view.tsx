/** Draws rich text. */
import type { ComponentChildren } from 'preact';
import { DateText } from './date-text.tsx';
import { Mention } from './mention.tsx';
import { OutsideLink } from './outside-link.tsx';
import type { RichPiece, RichText } from './rich-text-shapes.ts';

export function RichTextView({ block }: { block: RichText }) {
  return (
    <div class="rich-text">
      {block.elements.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: RichText['elements'][number] }) {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <p>
          <Pieces pieces={part.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Pieces pieces={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Pieces pieces={part.elements} />
        </pre>
      );
    case 'rich_text_list': {
      const items = part.elements.map((item, index) => (
        <li key={index}>
          <Pieces pieces={item.elements} />
        </li>
      ));
      return part.style === 'ordered' ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Pieces({ pieces }: { pieces: readonly RichPiece[] }) {
  return (
    <>
      {pieces.map((piece, index) => (
        <Styled key={index} piece={piece} />
      ))}
    </>
  );
}

function Styled({ piece }: { piece: RichPiece }) {
  let drawn: ComponentChildren = <PieceView piece={piece} />;
  if (piece.style?.code) drawn = <code>{drawn}</code>;
  if (piece.style?.strike) drawn = <s>{drawn}</s>;
  if (piece.style?.italic) drawn = <i>{drawn}</i>;
  if (piece.style?.bold) drawn = <b>{drawn}</b>;
  return <>{drawn}</>;
}

function PieceView({ piece }: { piece: RichPiece }) {
  switch (piece.type) {
    case 'text':
      return <>{piece.text}</>;
    case 'link':
      return <OutsideLink url={piece.url}>{piece.text ?? piece.url}</OutsideLink>;
    case 'user':
      return <Mention kind="user" id={piece.user_id} />;
    case 'usergroup':
      return <Mention kind="group" id={piece.usergroup_id} />;
    case 'channel':
      return <Mention kind="channel" id={piece.channel_id} />;
    case 'broadcast':
      return <Mention kind="broadcast" id={piece.range} />;
    case 'emoji':
      return <>{piece.unicode === undefined ? `:${piece.name}:` : emojiFrom(piece.unicode)}</>;
    case 'date':
      return <DateText seconds={piece.timestamp} format={piece.format} />;
  }
}

/** Slack writes an emoji as hexadecimal code points, such as 1f44b-1f3fb. */
function emojiFrom(unicode: string): string {
  const points = unicode.split('-').map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}
