/** Reads who came to an event: ON24's whole list, in batches, without ever holding it. */
import { createHash } from 'node:crypto';
import { OutsideFailure } from '../failure.ts';
import { type AttendeeBatch, attendeeBatches } from './attendee-document.ts';
import type { On24Connection } from './on24-connection.ts';
import type { AttendeeTally, On24Attendee, On24Attendees, ReadAttendeesOptions } from './on24-words.ts';

const oneGigabyte = 1024 ** 3;
const oneMinuteMs = 60_000;

export function readAttendees(
  connection: On24Connection,
  clientId: number,
  eventId: number,
  options: ReadAttendeesOptions = {},
): On24Attendees {
  const tally = emptyTally();
  const readPage = (page: number) => pageBatches(connection, clientId, eventId, page, options);
  return {
    tally,
    [Symbol.asyncIterator]() {
      Object.assign(tally, emptyTally());
      return followPages(readPage, tally);
    },
  };
}

/** Follows pages only where ON24 says that there are any, and leaves a page that repeats an earlier one. */
async function* followPages(
  readPage: (page: number) => AsyncIterable<AttendeeBatch>,
  tally: AttendeeTally,
): AsyncGenerator<On24Attendee[], void> {
  const beginnings = new Set<string>();
  let pageCount = 1;
  for (let page = 0; page < pageCount; page += 1) {
    let rowsOfPage = 0;
    tally.calls += 1;
    for await (const batch of readPage(page)) {
      if (rowsOfPage === 0 && batch.rows > 0) {
        const beginning = fingerprint(batch.attendees);
        if (beginnings.has(beginning)) break;
        beginnings.add(beginning);
      }
      rowsOfPage += batch.rows;
      tally.seen += batch.rows;
      tally.passedOver += batch.unreadableRows;
      tally.expected = batch.expected ?? tally.expected;
      pageCount = batch.pageCount ?? pageCount;
      if (batch.attendees.length > 0) yield batch.attendees;
    }
    if (rowsOfPage === 0) break;
  }
  tally.hasEnded = true;
}

async function* pageBatches(
  connection: On24Connection,
  clientId: number,
  eventId: number,
  page: number,
  { maxBytes = oneGigabyte, idleTimeoutMs = oneMinuteMs }: ReadAttendeesOptions,
): AsyncGenerator<AttendeeBatch, void> {
  // The first call asks for no page, since ON24 documents none; later ones leave the size as it was then.
  const query = { excludeanonymous: 'Y', ...(page > 0 && { pageoffset: String(page) }) };
  const path = `/client/${clientId}/event/${eventId}/attendee`;
  try {
    yield* connection.stream(
      { operation: 'read attendees', about: 'event', endpoint: 'attendee-list', path, query },
      { maxBytes, idleTimeoutMs },
      attendeeBatches,
    );
  } catch (error) {
    if (!saysNobodyCame(error)) throw error;
    yield { attendees: [], rows: 0, unreadableRows: 0, expected: page === 0 ? 0 : null, pageCount: null };
  }
}

// An empty list may also be told as 404 (facts, section 9), in words that no fault is listed for, or as a person not found.
function saysNobodyCame(error: unknown): boolean {
  return (
    error instanceof OutsideFailure &&
    error.status === 404 &&
    (error.cause === 'bad-request' || error.cause === 'unknown-person')
  );
}

function fingerprint(attendees: readonly On24Attendee[]): string {
  const ids = attendees.map(({ on24UserId }) => on24UserId).sort((one, other) => one - other);
  return createHash('sha256').update(ids.join()).digest('base64');
}

function emptyTally(): AttendeeTally {
  return { expected: null, seen: 0, passedOver: 0, calls: 0, hasEnded: false };
}
