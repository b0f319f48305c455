/** Signs a request as Slack does and posts it to the bot; a test may forge any part of it. */
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { world } from '../world.ts';

export interface SignedPost {
  readonly body: string;
  /** A form unless told. */
  readonly contentType?: string;
  /** Unix seconds; now unless told. */
  readonly timestamp?: number;
  /** The workspace's own unless told. */
  readonly signingSecret?: string;
  /** Sent instead of the true signature. */
  readonly signature?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SignedPostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Rejects when the bot cannot be reached or `signal` fires. The timestamp is real time: the bot compares it with its own clock. */
export async function postSigned(
  url: string,
  post: SignedPost,
  signal?: AbortSignal,
): Promise<SignedPostAnswer> {
  const timestamp = post.timestamp ?? Math.floor(Date.now() / 1000);
  const hmac = createHmac('sha256', post.signingSecret ?? world.slack.signingSecret);
  const signature = post.signature ?? `v0=${hmac.update(`v0:${timestamp}:${post.body}`).digest('hex')}`;
  return send(
    url,
    post.body,
    {
      'content-type': post.contentType ?? 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(post.body)),
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature,
      ...post.headers,
    },
    signal,
  );
}

/** One connection per request: a pool would keep sockets open that hold up the bot's own shutdown. */
function send(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<SignedPostAnswer> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, headers, ...(signal === undefined ? {} : { signal }) };
    const outgoing = request(url, options, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    outgoing.on('error', (error) => reject(signal?.aborted ? signal.reason : error));
    outgoing.end(body);
  });
}
