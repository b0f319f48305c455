/** Faults that a simulator plays on the next calls to a path: what can go wrong between two systems. */

/** What an answer that belongs to nobody looks like. */
export type ForeignShape = 'html' | 'truncated-json' | 'wrong-shape' | 'empty';

/** What happens to a call, whichever system is called. */
export type TransportEffect =
  /** The call takes effect, then the connection is cut before the reply. */
  | { readonly kind: 'reply-lost' }
  /** The connection is cut before the call takes effect. */
  | { readonly kind: 'call-lost' }
  /** The call takes effect after `ms` of real time. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The call takes no effect and is answered so; 502 from a gateway is `{ status: 502 }`. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The call takes effect, but the answer is not the system's own. */
  | { readonly kind: 'foreign'; readonly shape: ForeignShape };

/** Which calls a fault is for, and how many of them. */
export interface FaultRule<Effect> {
  /** Matched against the path without its query. */
  readonly path: RegExp;
  /** Only calls with this method; any method when absent. */
  readonly method?: string;
  /** How many matching calls meet it; 1 when absent, Infinity for all. */
  readonly times?: number;
  readonly effect: Effect;
}

/** The faults that still wait for a call; the oldest matching one is used first. */
export class FaultQueue<Effect> {
  #waiting: { rule: FaultRule<Effect>; left: number }[] = [];

  add(rule: FaultRule<Effect>): void {
    this.#waiting.push({ rule, left: rule.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The effect for this call, used up by it; undefined when the call shall go well. */
  take(method: string, path: string): Effect | undefined {
    const entry = this.#waiting.find(
      ({ rule }) => path.search(rule.path) >= 0 && (rule.method === undefined || rule.method === method),
    );
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
    return entry.rule.effect;
  }
}

/** The fixed answer of an `answer` effect. */
export function answerOf(effect: Extract<TransportEffect, { kind: 'answer' }>): Response {
  const contentType = effect.contentType ?? 'text/html';
  const body = effect.body ?? `<html><body><h1>${effect.status}</h1></body></html>`;
  return new Response(body, {
    status: effect.status,
    headers: { 'content-type': contentType, ...effect.headers },
  });
}

/** Replaces a good answer by one that is not the system's own. */
export async function foreignAnswer(shape: ForeignShape, answer: Response): Promise<Response> {
  const text = await answer.text();
  const json = { status: answer.status, headers: { 'content-type': 'application/json' } };
  switch (shape) {
    case 'html':
      return new Response('<!doctype html><title>Maintenance</title><p>Back in a moment.</p>', {
        status: 200,
        headers: { 'content-type': 'text/html' },
      });
    case 'truncated-json':
      return new Response(text.slice(0, Math.floor(text.length / 2)), json);
    case 'wrong-shape':
      return new Response('{"result":{"unexpected":[1,"two",null]},"success":"maybe"}', json);
    case 'empty':
      return new Response('', json);
  }
}
