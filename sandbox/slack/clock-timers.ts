/** Timers that follow the sandbox clock, so that moving it forward makes them due. */
import type { SandboxClock } from '../clock.ts';

export interface ClockTimers {
  /** Runs `action` once `delayMs` have passed on the sandbox clock. */
  after(delayMs: number, action: () => void): void;
  /** Drops every timer; nothing runs afterwards. */
  stop(): void;
}

const pollMs = 50;

export function createClockTimers(clock: SandboxClock): ClockTimers {
  let waiting: { dueAt: number; action: () => void }[] = [];
  let isStopped = false;
  let poll: NodeJS.Timeout | undefined;
  const runDue = (): void => {
    const now = clock.now().getTime();
    const due = waiting.filter((timer) => timer.dueAt <= now);
    waiting = waiting.filter((timer) => timer.dueAt > now);
    if (waiting.length === 0) {
      clearInterval(poll);
      poll = undefined;
    }
    for (const timer of due) timer.action();
  };
  return {
    after: (delayMs, action) => {
      if (isStopped) return;
      waiting.push({ dueAt: clock.now().getTime() + delayMs, action });
      // The clock cannot tell when it is moved, so it is looked at.
      poll ??= setInterval(runDue, pollMs).unref();
    },
    stop: () => {
      isStopped = true;
      waiting = [];
      clearInterval(poll);
    },
  };
}
