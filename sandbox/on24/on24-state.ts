/** Everything the simulated ON24 knows, in one object that its parts share. */
import type { ChangeSignal } from '../change-signal.ts';
import type { SandboxClock } from '../clock.ts';
import { world } from '../world.ts';
import type { On24Mode, SandboxEvent, SandboxRegistrant, Watching } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24Switches } from './on24-switches.ts';
import { timesFrom, worldEvent } from './on24-world-event.ts';

export class On24State {
  readonly clock: SandboxClock;
  readonly signal: ChangeSignal;
  readonly switches: On24Switches;
  mode: On24Mode = 'fine';
  refusal = "The country 'Narnia' is not in the list.";
  readonly events = new Map<number, SandboxEvent>();
  readonly #registrants = new Map<number, Map<number, SandboxRegistrant>>();
  #nextEventUserId = 612_345_678;

  constructor(clock: SandboxClock, signal: ChangeSignal, switches: On24Switches) {
    this.clock = clock;
    this.signal = signal;
    this.switches = switches;
    this.addEvent({ id: world.on24.event.id });
  }

  addEvent(given: Partial<SandboxEvent> & { readonly id: number }): void {
    this.events.set(given.id, worldEvent(this.clock.now()));
    this.updateEvent(given.id, given);
  }

  updateEvent(eventId: number, change: Partial<SandboxEvent>): void {
    const event = this.events.get(eventId);
    if (event === undefined) throw new Error(`there is no event ${eventId}, add it first`);
    const durationMs = event.endsAt.getTime() - event.startsAt.getTime();
    const times = change.startsAt === undefined ? {} : timesFrom(change.startsAt, durationMs);
    this.events.set(eventId, { ...event, ...times, ...change, changedAt: this.clock.now() });
    this.signal.notify();
  }

  /** Moves the event so that it ended just now; the recording is open at once. */
  endEvent(eventId: number): void {
    const event = this.events.get(eventId);
    if (event === undefined) throw new Error(`there is no event ${eventId}, add it first`);
    const now = this.clock.now();
    const durationMs = event.endsAt.getTime() - event.startsAt.getTime();
    this.updateEvent(eventId, { startsAt: new Date(now.getTime() - durationMs), archiveOpensAt: now });
  }

  registrantsOf(eventId: number): SandboxRegistrant[] {
    return [...(this.#registrants.get(eventId)?.values() ?? [])];
  }

  registrantByEmail(eventId: number, email: string): SandboxRegistrant | undefined {
    const wanted = email.toLowerCase();
    return this.registrantsOf(eventId).find((registrant) => registrant.email.toLowerCase() === wanted);
  }

  /** A registrant who is not stored yet. */
  newRegistrant(eventId: number, email: string): SandboxRegistrant {
    const now = this.clock.now();
    return {
      eventUserId: this.#nextEventUserId++,
      eventId,
      email,
      fields: {},
      isBlocked: this.switches.newRegistrants === 'blocked',
      isDeleted: false,
      isForgotten: false,
      createdAt: now,
      lastActivityAt: now,
      attendance: undefined,
    };
  }

  save(registrant: SandboxRegistrant): SandboxRegistrant {
    const stored = { ...registrant, lastActivityAt: this.clock.now() };
    const ofEvent = this.#registrants.get(registrant.eventId) ?? new Map<number, SandboxRegistrant>();
    this.#registrants.set(registrant.eventId, ofEvent.set(registrant.eventUserId, stored));
    this.signal.notify();
    return stored;
  }

  watch(eventId: number, email: string, watching: Watching): void {
    const registrant = this.registrantByEmail(eventId, email) ?? this.newRegistrant(eventId, email);
    const before = registrant.attendance;
    const hasOpenedArchive = watching.archiveMinutes !== undefined;
    this.save({
      ...registrant,
      attendance: {
        liveMinutes: watching.liveMinutes ?? before?.liveMinutes,
        archiveMinutes: watching.archiveMinutes ?? before?.archiveMinutes,
        archiveAt: hasOpenedArchive ? (watching.archiveAt ?? this.clock.now()) : before?.archiveAt,
        isAnonymous: watching.isAnonymous ?? before?.isAnonymous ?? false,
      },
    });
  }

  /** The event of this client, or 404. */
  existingEvent(clientId: number, eventId: number): SandboxEvent {
    const event = this.events.get(eventId);
    if (event === undefined || event.isDeleted || event.clientId !== clientId) {
      throw new On24Refusal(404, `The event ${eventId} doesn't exist.`);
    }
    return event;
  }

  /** Whether the event takes no calls besides those about itself: switched off, or past its archive. */
  isInactive(event: SandboxEvent): boolean {
    return this.mode === 'inactive-event' || !event.isActive || this.clock.now() > event.archiveEndsAt;
  }

  isKnownClient(clientId: number): boolean {
    return (
      clientId === world.on24.clientId ||
      [...this.events.values()].some((event) => event.clientId === clientId)
    );
  }
}
