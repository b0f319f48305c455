/** Everything ON24 says no with: a status and a message, written as the account's replies are written. */
import type { On24Switches } from './on24-switches.ts';

/** A call that is refused; the front turns it into a reply. */
export class On24Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The reply in JSON, plain text or XML. */
export function refusalReply(
  { status, message, headers }: On24Refusal,
  bodies: On24Switches['errorBodies'],
): Response {
  switch (bodies) {
    case 'json':
      return Response.json({ message }, { status, headers });
    case 'text':
      return new Response(message, { status, headers: { ...headers, 'content-type': 'text/plain' } });
    case 'xml':
      return new Response(`<?xml version="1.0"?><error><message>${escaped(message)}</message></error>`, {
        status,
        headers: { ...headers, 'content-type': 'application/xml' },
      });
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
