/** Runs work when the sandbox clock reaches an instant, however the clock gets there. */
import type { SandboxClock } from './clock.ts';

/** The clock may be moved by hand, so while something is due later the schedule looks at it this often (ms, real time). */
const LOOK_EVERY_MS = 10;

export class ClockSchedule {
  readonly #clock: SandboxClock;
  #waiting: { at: number; work: () => void }[] = [];
  #earliest = Number.POSITIVE_INFINITY;
  readonly #slowReplies = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Runs `work` once `delayMs` of sandbox time have passed; never before the caller has returned. */
  after(delayMs: number, work: () => void): void {
    this.at(new Date(this.#clock.now().getTime() + delayMs), work);
  }

  /** Runs `work` once the sandbox clock shows `instant` or later. */
  at(instant: Date, work: () => void): void {
    if (this.#closed) return;
    this.#waiting.push({ at: instant.getTime(), work });
    if (instant.getTime() < this.#earliest) this.#arm();
  }

  /** Resolves after `ms` of real time, at once when the schedule closes: for replies that are slow by the wall clock. */
  waitRealTime(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#slowReplies.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.#slowReplies.add(finish);
    });
  }

  /** Forgets everything that is still to come. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    clearTimeout(this.#timer);
    for (const finish of [...this.#slowReplies]) finish();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#earliest = this.#waiting.reduce(
      (least, entry) => Math.min(least, entry.at),
      Number.POSITIVE_INFINITY,
    );
    if (this.#waiting.length === 0) return;
    const dueInMs = this.#earliest - this.#clock.now().getTime();
    this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.min(dueInMs, LOOK_EVERY_MS)));
  }

  #run(): void {
    const now = this.#clock.now().getTime();
    const due = this.#waiting.filter((entry) => entry.at <= now);
    this.#waiting = this.#waiting.filter((entry) => entry.at > now);
    this.#earliest = Number.NEGATIVE_INFINITY;
    for (const entry of due.sort((a, b) => a.at - b.at)) entry.work();
    if (!this.#closed) this.#arm();
  }
}
