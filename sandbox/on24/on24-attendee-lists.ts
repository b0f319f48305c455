/** Who came: attendees of an event and of the client, and the viewing sessions of an event. */
import {
  attendeeRecord,
  type Viewing,
  type VisibleAttendance,
  visibleAttendance,
} from './on24-attendance.ts';
import { rangeIn, replyInstant } from './on24-dates.ts';
import { eventIdOf, flagOf, type On24Endpoint, type On24Request, pageFrom, pageOf } from './on24-endpoint.ts';
import { clientEvents, clientLevelList, clientRange, eventLevelList, readableEvent } from './on24-lists.ts';
import type { SandboxEvent } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';

/** Client-level activity is cached and may be a day behind. */
const CLIENT_LAG_MINUTES = 1_440;

export function attendeeListEndpoints(state: On24State): On24Endpoint[] {
  const common = { method: 'GET', callsPerMinute: 100, access: 'account-analytics' } as const;
  return [
    {
      ...common,
      name: 'event-attendees',
      path: '/event/{eventId}/attendee',
      access: 'event-analytics',
      answer: (request) => {
        const event = readableEvent(state, request.clientId, eventIdOf(request));
        const found = attendeesOf(state, event, request);
        const rows =
          state.switches.attendeeRows === 'duplicated' ? found.flatMap((row) => [row, row]) : found;
        const none = 'No attendant was found for this event.';
        return eventLevelList(state, event, request, {
          key: 'attendees',
          none,
          rows,
          record: attendeeRecord,
        });
      },
    },
    {
      ...common,
      name: 'client-attendees',
      path: '/attendee',
      answer: (request) => {
        const { from, to } = clientRange(request, state.clock.now());
        const rows = clientAttendees(state, request).filter(
          (row) => lastOf(row) >= from && lastOf(row) <= to,
        );
        return clientLevelList(request, 'attendees', rows, clientRecord);
      },
    },
    {
      ...common,
      name: 'attendee-events',
      path: '/attendee/{email}/allevents',
      answer: (request) => {
        const wanted = request.params.email?.toLowerCase();
        const rows = clientAttendees(state, request).filter(
          ({ registrant }) => registrant.email.toLowerCase() === wanted,
        );
        if (rows.length === 0)
          throw new On24Refusal(404, `The attendant ${request.params.email} doesn't exist.`);
        return clientLevelList(request, 'attendees', rows, clientRecord);
      },
    },
    {
      ...common,
      name: 'attendee-sessions',
      path: '/event/{eventId}/attendeesession',
      callsPerMinute: 30,
      access: 'event-analytics',
      answer: (request) => sessions(state, request),
    },
  ];
}

function attendeesOf(state: On24State, event: SandboxEvent, { query }: On24Request): VisibleAttendance[] {
  const now = state.clock.now();
  const range = rangeIn(query, now);
  const withoutAnonymous = flagOf(query, 'excludeanonymous', false);
  return visibleAttendance(event, state.registrantsOf(event.id), now, state.switches).filter(
    (row) =>
      !(withoutAnonymous && row.isAnonymous) &&
      (range === undefined || (lastOf(row) >= range.from && lastOf(row) <= range.to)),
  );
}

function clientAttendees(state: On24State, request: On24Request): VisibleAttendance[] {
  const now = state.clock.now();
  return clientEvents(state, request.clientId).flatMap((event) =>
    visibleAttendance(event, state.registrantsOf(event.id), now, state.switches, CLIENT_LAG_MINUTES),
  );
}

function clientRecord(row: VisibleAttendance): Record<string, unknown> {
  return { eventid: row.registrant.eventId, ...attendeeRecord(row) };
}

function lastOf({ live, archive }: VisibleAttendance): Date {
  return archive?.to ?? live?.to ?? new Date(0);
}

function sessions(state: On24State, request: On24Request): Response {
  const event = readableEvent(state, request.clientId, eventIdOf(request));
  const wanted = request.query.sessiontype?.toLowerCase() ?? 'all';
  const session = ({ registrant }: VisibleAttendance, usage: string, viewing: Viewing | undefined) =>
    viewing === undefined
      ? []
      : [
          {
            id: registrant.eventUserId,
            email: registrant.email,
            duration: new Date(viewing.minutes * 60_000).toISOString().slice(11, 19),
            starttime: replyInstant(viewing.from),
            endtime: replyInstant(viewing.to),
            usage,
            launchmode: 'Watching remote',
          },
        ];
  const rows = attendeesOf(state, event, request)
    .filter(({ registrant }) => (wanted === 'blocked') === registrant.isBlocked || wanted === 'all')
    .flatMap((row) => [
      ...(wanted === 'ondemand' ? [] : session(row, state.switches.liveUsage, row.live)),
      ...(wanted === 'live' ? [] : session(row, 'Archived', row.archive)),
    ]);
  const { page, pagecount, currentpage } = pageFrom(rows, pageOf(request.query));
  return Response.json({ totalattendeesessions: rows.length, pagecount, currentpage, attendeesession: page });
}
