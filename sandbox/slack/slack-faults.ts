/** Faults to order: what goes wrong with the next calls of a method, or of every method with `*`. */

export interface MethodFault {
  /** `reply lost`: the call is done, then the connection is cut. `server error`: nothing is done, HTTP 503. `429 without Retry-After`: nothing is done. `error`: nothing is done, HTTP 200 with ok:false. */
  readonly kind: 'reply lost' | 'server error' | '429 without Retry-After' | 'error';
  /** The `error` of the answer, for the kind `error`. */
  readonly error?: string;
}

export interface SlackFaults {
  /** The next `times` calls of the method are done, but their answers never arrive. */
  replyLostAfterCommit(method: string, times?: number): void;
  /** The next `times` calls of the method do nothing and get HTTP 503. */
  serverError(method: string, times?: number): void;
  /** The next `times` calls of the method do nothing and get 429 without saying how long to wait. */
  rateLimitedWithoutRetryAfter(method: string, times?: number): void;
  /** The next `times` calls of the method answer ok:false with this error, such as `fatal_error`. */
  refuse(method: string, error: string, times?: number): void;
  /** Every answer of the method takes this long, until set to 0. */
  slow(method: string, delayMs: number): void;
  /** Forgets every fault still to come. */
  clear(): void;
}

/** The simulator's side of the faults: what is due for this call. */
export interface FaultQueue extends SlackFaults {
  next(method: string): MethodFault | undefined;
  delayMs(method: string): number;
}

/** `response_url` is a method here too. */
export function createFaults(): FaultQueue {
  const waiting = new Map<string, MethodFault[]>();
  const delays = new Map<string, number>();
  const add = (method: string, fault: MethodFault, times = 1): void => {
    const queue = waiting.get(method) ?? [];
    queue.push(...Array.from({ length: times }, () => fault));
    waiting.set(method, queue);
  };
  return {
    replyLostAfterCommit: (method, times) => add(method, { kind: 'reply lost' }, times),
    serverError: (method, times) => add(method, { kind: 'server error' }, times),
    rateLimitedWithoutRetryAfter: (method, times) => add(method, { kind: '429 without Retry-After' }, times),
    refuse: (method, error, times) => add(method, { kind: 'error', error }, times),
    slow: (method, delayMs) => void delays.set(method, delayMs),
    clear: () => {
      waiting.clear();
      delays.clear();
    },
    next: (method) => waiting.get(method)?.shift() ?? waiting.get('*')?.shift(),
    delayMs: (method) => delays.get(method) ?? delays.get('*') ?? 0,
  };
}
