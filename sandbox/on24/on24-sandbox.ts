/** An ON24 that lives on this machine: the REST interface over real HTTP, and the hands that act inside it. */
import { ChangeSignal } from '../change-signal.ts';
import type { SandboxClock } from '../clock.ts';
import { ClockSchedule } from '../clock-schedule.ts';
import { FaultQueue } from '../faults.ts';
import { serveOnLoopback } from '../loopback-server.ts';
import type { On24Effect, On24Fault } from './on24-faults.ts';
import { on24Front } from './on24-front.ts';
import type { On24Call, On24Mode, SandboxEvent, SandboxRegistrant, Watching } from './on24-records.ts';
import { On24State } from './on24-state.ts';
import { defaultOn24Switches, type On24Switches } from './on24-switches.ts';
import { On24Throttle } from './on24-throttle.ts';

export interface On24SandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly clock: SandboxClock;
}

export interface On24Sandbox {
  readonly port: number;
  /** Base address, what ON24_URL is set to. */
  readonly url: string;
  /** May be changed while running. */
  readonly switches: On24Switches;
  /** Every REST call, oldest first. */
  readonly calls: readonly On24Call[];
  /** The state of the whole system. `refuses` answers registrations 400 with `refusal`. */
  mode: On24Mode;
  refusal: string;
  /** Adds an event; whatever is absent is as in the world's event, a week ahead. */
  addEvent(event: Partial<SandboxEvent> & { readonly id: number }): void;
  event(eventId: number): SandboxEvent | undefined;
  /** Reschedules, deactivates, deletes or renames. A new `startsAt` alone moves the other times with it. */
  updateEvent(eventId: number, change: Partial<Omit<SandboxEvent, 'id'>>): void;
  /** Everybody of the event in order of arrival, cancelled and forgotten people too. */
  registrants(eventId: number): SandboxRegistrant[];
  /** Somebody attends; an unknown address becomes a registrant of ON24's own page. */
  watch(eventId: number, email: string, watching: Watching): void;
  /** The event ended just now: its times move so that its end is the clock's instant. */
  endEvent(eventId: number): void;
  fail(fault: On24Fault): void;
  clearFaults(): void;
  onChange(listener: () => void): () => void;
  /** Waits until `read` gives a value; rejects after `timeoutMs` (5 s when absent). */
  until<T>(what: string, read: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  close(): Promise<void>;
}

/** Starts the simulator on 127.0.0.1 with the world's event in it. */
export async function startOn24Sandbox(options: On24SandboxOptions): Promise<On24Sandbox> {
  const { clock } = options;
  const signal = new ChangeSignal();
  const schedule = new ClockSchedule(clock);
  const switches = defaultOn24Switches();
  const state = new On24State(clock, signal, switches);
  const faults = new FaultQueue<On24Effect>();
  const calls: On24Call[] = [];
  const throttle = new On24Throttle(clock, switches);
  const server = await serveOnLoopback(on24Front({ state, schedule, throttle, faults, calls }), options.port);

  return {
    port: server.port,
    url: server.url,
    switches,
    calls,
    get mode() {
      return state.mode;
    },
    set mode(mode) {
      state.mode = mode;
      signal.notify();
    },
    get refusal() {
      return state.refusal;
    },
    set refusal(text) {
      state.refusal = text;
      signal.notify();
    },
    addEvent: (event) => state.addEvent(event),
    event: (eventId) => state.events.get(eventId),
    updateEvent: (eventId, change) => state.updateEvent(eventId, change),
    registrants: (eventId) => state.registrantsOf(eventId),
    watch: (eventId, email, watching) => state.watch(eventId, email, watching),
    endEvent: (eventId) => state.endEvent(eventId),
    fail: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    onChange: (listener) => signal.onChange(listener),
    until: (what, read, timeoutMs) => signal.until(what, read, timeoutMs),
    close: async () => {
      schedule.close();
      await server.close();
    },
  };
}
