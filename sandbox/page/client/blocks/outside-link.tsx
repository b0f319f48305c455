/** A link to another site; anything but a web or mail address is only text. */
import type { ComponentChildren } from 'preact';

export function OutsideLink({ url, children }: { url: string; children: ComponentChildren }) {
  if (!/^(https?|mailto):/i.test(url)) return <span>{children}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
