/** The limits that all users of an instance share: calls in 20 seconds (606), at a time (615), a day (607). */
import type { SandboxClock } from '../clock.ts';
import type { MarketoSwitches } from './marketo-switches.ts';

const WINDOW_MS = 20_000;
const centralDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' });

export class MarketoQuota {
  readonly #clock: SandboxClock;
  readonly #switches: MarketoSwitches;
  #recent: number[] = [];
  #running = 0;
  #mostAtOnce = 0;
  #day = '';
  #today = 0;

  constructor(clock: SandboxClock, switches: MarketoSwitches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** Counts a call in, or says which limit refuses it; a refused call is not counted and must not be `leave`d. */
  enter(): '606' | '607' | '615' | undefined {
    const now = this.#clock.now();
    this.#turnDay(now);
    this.#recent = this.#recent.filter((at) => at > now.getTime() - WINDOW_MS);
    if (this.#today >= this.#switches.callsPerDay) return '607';
    if (this.#recent.length >= this.#switches.callsPer20Seconds) return '606';
    if (this.#running >= this.#switches.concurrentCalls) return '615';
    this.#recent.push(now.getTime());
    this.#running += 1;
    this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#running);
    this.#today += 1;
    return undefined;
  }

  leave(): void {
    this.#running -= 1;
  }

  /** The most calls that were under way at one time. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  /** Calls counted today; days begin at midnight in Chicago. */
  usage(): { readonly date: string; readonly total: number } {
    this.#turnDay(this.#clock.now());
    return { date: this.#day, total: this.#today };
  }

  #turnDay(now: Date): void {
    const day = centralDay.format(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#today = 0;
  }
}
