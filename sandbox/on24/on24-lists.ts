/** What event-level lists have in common: everything at once, unless a switch says otherwise. */
import { type DateRange, rangeIn } from './on24-dates.ts';
import { type On24Request, pageFrom, pageOf } from './on24-endpoint.ts';
import { jsonList } from './on24-json-list.ts';
import type { SandboxEvent } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';

const DAY_MS = 86_400_000;
const CLIENT_WINDOW_DAYS = 30;

/** The event if its data may be read: 404 when unknown, 403 when inactive. */
export function readableEvent(state: On24State, clientId: number, eventId: number): SandboxEvent {
  const event = state.existingEvent(clientId, eventId);
  if (state.isInactive(event)) throw new On24Refusal(403, `The event ${event.id} is inactive.`);
  return event;
}

/** `{eventid, total<key>, <key>: [...]}`, streamed. */
export function eventLevelList<T>(
  state: On24State,
  event: SandboxEvent,
  request: On24Request,
  list: {
    readonly key: string;
    readonly none: string;
    readonly rows: readonly T[];
    readonly record: (row: T) => unknown;
  },
): Response {
  const { eventLists, listCap, emptyList } = state.switches;
  const { key, none, rows, record } = list;
  if (rows.length === 0 && emptyList === '404') throw new On24Refusal(404, none);
  const head = { eventid: event.id, [`total${key}`]: rows.length };
  const asked = pageOf(request.query);
  switch (eventLists) {
    case 'unpaged':
      return jsonList(head, key, records(rows, record));
    case 'capped':
      return jsonList(head, key, records(rows.slice(0, listCap), record));
    case 'repeats': {
      const { pagecount, currentpage } = pageFrom(rows, asked);
      return jsonList({ ...head, pagecount, currentpage }, key, records(rows, record));
    }
    case 'paged': {
      const { page, pagecount, currentpage } = pageFrom(rows, asked);
      return jsonList({ ...head, pagecount, currentpage }, key, records(page, record));
    }
  }
}

/** A paged list over all events of the client. */
export function clientLevelList<T>(
  request: On24Request,
  key: string,
  rows: readonly T[],
  record: (row: T) => Record<string, unknown>,
): Response {
  const { page, pagecount, currentpage } = pageFrom(rows, pageOf(request.query));
  return Response.json({
    clientid: request.clientId,
    [`total${key}`]: rows.length,
    pagecount,
    currentpage,
    [key]: page.map(record),
  });
}

export function clientEvents(state: On24State, clientId: number): SandboxEvent[] {
  return [...state.events.values()].filter((event) => event.clientId === clientId && !event.isDeleted);
}

/** The range asked for, or the last 30 days. */
export function clientRange(request: On24Request, now: Date): DateRange {
  return (
    rangeIn(request.query, now) ?? { from: new Date(now.getTime() - CLIENT_WINDOW_DAYS * DAY_MS), to: now }
  );
}

function* records<T>(rows: Iterable<T>, record: (row: T) => unknown) {
  for (const row of rows) yield record(row);
}
