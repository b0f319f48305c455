/** Reads ON24 events: one by its id, or those of a period. */
import { z } from 'zod';
import { shaped } from '../answer-shape.ts';
import { OutsideFailure } from '../failure.ts';
import { flagOrNull, instantOrNull, textOrNull, wholeNumber } from '../lenient-values.ts';
import type { On24Connection } from './on24-connection.ts';
import { anyCase } from './on24-keys.ts';
import type { EventPeriod, On24Event } from './on24-words.ts';

// ON24's `description` is what people call the title; `goodafter` is the start, `livestart` the opening of the lobby.
const eventSchema = anyCase({
  eventid: wholeNumber,
  description: textOrNull,
  goodafter: instantOrNull,
  liveend: instantOrNull,
  archiveend: instantOrNull,
  isactive: flagOrNull,
  audienceurl: textOrNull,
  istestevent: flagOrNull,
}).transform(
  (event): On24Event => ({
    eventId: event.eventid,
    title: event.description ?? `Event ${event.eventid}`,
    startsAt: event.goodafter,
    liveEndsAt: event.liveend,
    archiveEndsAt: event.archiveend,
    // Absent for what is no webcast; whether it takes registrants shows with the first one.
    isActive: event.isactive ?? true,
    audienceUrl: event.audienceurl,
    isTest: event.istestevent ?? false,
  }),
);

const listSchema = anyCase({
  totalevents: wholeNumber.optional(),
  pagecount: wholeNumber.optional(),
  events: z
    .array(eventSchema)
    .nullish()
    .transform((events) => events ?? []),
});

const pageSize = 100;

export function readEvent(connection: On24Connection, clientId: number, eventId: number): Promise<On24Event> {
  const path = `/client/${clientId}/event/${eventId}`;
  return connection.ask(
    { operation: 'read event', about: 'event', endpoint: 'event', path },
    (answer, call) => shaped(eventSchema, answer, call),
  );
}

/** Follows pages where ON24 gives them, and stops where a page repeats what was there. */
export async function listEvents(
  connection: On24Connection,
  clientId: number,
  period?: EventPeriod,
): Promise<On24Event[]> {
  const events = new Map<number, On24Event>();
  for (let pageOffset = 0; ; pageOffset += 1) {
    const page = await readPage(connection, clientId, pageOffset, period);
    const known = events.size;
    for (const event of page.events) events.set(event.eventId, event);
    const isLast = page.pagecount !== undefined && pageOffset + 1 >= page.pagecount;
    if (isLast || events.size === known || events.size >= (page.totalevents ?? 0))
      return [...events.values()];
  }
}

async function readPage(
  connection: On24Connection,
  clientId: number,
  pageOffset: number,
  period?: EventPeriod,
) {
  const query = {
    ...(period && {
      startdate: withOffset(period.from),
      enddate: withOffset(period.to),
      datefiltermode: 'goodafter',
    }),
    pageoffset: String(pageOffset),
    itemsperpage: String(pageSize),
  };
  try {
    const path = `/client/${clientId}/event`;
    return await connection.ask(
      { operation: 'list events', about: 'event', endpoint: 'event-list', path, query },
      (answer, call) => shaped(listSchema, answer, call),
    );
  } catch (error) {
    // An empty list may also be told as 404 (facts, section 9).
    if (error instanceof OutsideFailure && error.status === 404 && error.cause === 'bad-request') {
      return { events: [], totalevents: 0, pagecount: undefined };
    }
    throw error;
  }
}

// A time without a zone would be Pacific, and an hour of the spring change is refused (facts, section 13).
function withOffset(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, '+00:00');
}
