/** Counts the calls of each endpoint in each minute of the sandbox clock. */
import type { SandboxClock } from '../clock.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24Switches } from './on24-switches.ts';

const MINUTE_MS = 60_000;

export class On24Throttle {
  readonly #clock: SandboxClock;
  readonly #switches: On24Switches;
  readonly #counts = new Map<string, { minute: number; calls: number }>();

  constructor(clock: SandboxClock, switches: On24Switches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** Counts a call in; throws the refusal when its endpoint's minute is full. */
  enter(endpoint: { readonly name: string; readonly callsPerMinute: number }): void {
    const minute = Math.floor(this.#clock.now().getTime() / MINUTE_MS);
    const before = this.#counts.get(endpoint.name);
    const calls = before?.minute === minute ? before.calls : 0;
    const limit = this.#switches.callsPerMinute[endpoint.name] ?? endpoint.callsPerMinute;
    if (calls >= limit) throw throttled(this.#switches);
    this.#counts.set(endpoint.name, { minute, calls: calls + 1 });
  }
}

export function throttled(switches: On24Switches): On24Refusal {
  const message = 'Your account has reached the maximum number of calls for this api.';
  switch (switches.throttleReply) {
    case '403':
      return new On24Refusal(403, message);
    case '429':
      return new On24Refusal(429, 'Too many requests.');
    case '429-retry-after':
      return new On24Refusal(429, 'Too many requests.', { 'retry-after': '20' });
  }
}
