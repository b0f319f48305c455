/** Who is registered: the list of an event, of the client, and of one address. */
import { userStatusOf, visibleAttendance } from './on24-attendance.ts';
import { rangeIn, replyInstant } from './on24-dates.ts';
import { eventIdOf, flagOf, type On24Endpoint, type On24Request } from './on24-endpoint.ts';
import { clientEvents, clientLevelList, clientRange, eventLevelList, readableEvent } from './on24-lists.ts';
import type { SandboxEvent, SandboxRegistrant } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';

const none = 'No registrant was found for that email address.';

export function registrantListEndpoints(state: On24State): On24Endpoint[] {
  const common = { method: 'GET', callsPerMinute: 100, access: 'account-analytics' } as const;
  return [
    {
      ...common,
      name: 'event-registrants',
      path: '/event/{eventId}/registrant',
      access: 'event-analytics',
      answer: (request) => {
        const event = readableEvent(state, request.clientId, eventIdOf(request));
        const rows = eventRows(state, event, request);
        return eventLevelList(state, event, request, {
          key: 'registrants',
          none,
          rows,
          record: registrantRecord,
        });
      },
    },
    {
      ...common,
      name: 'client-registrants',
      path: '/registrant',
      answer: (request) => {
        const { from, to } = clientRange(request, state.clock.now());
        const rows = clientEvents(state, request.clientId)
          .flatMap((event) => visible(state, event))
          .filter(({ createdAt }) => createdAt >= from && createdAt <= to);
        return clientLevelList(request, 'registrants', rows, registrantRecord);
      },
    },
    {
      ...common,
      name: 'registrant',
      path: '/registrant/{email}',
      answer: (request) => {
        const latest = ofPerson(state, request).sort(
          (a, b) => b.createdAt.getTime() - a.createdAt.getTime(),
        )[0];
        if (latest === undefined) throw new On24Refusal(404, none);
        return Response.json({ registrant: registrantRecord(latest) });
      },
    },
    {
      ...common,
      name: 'registrant-events',
      path: '/registrant/{email}/allevents',
      answer: (request) =>
        clientLevelList(request, 'registrants', ofPerson(state, request), registrantRecord),
    },
  ];
}

/** Registrants that lists already show. */
function visible(state: On24State, event: SandboxEvent): SandboxRegistrant[] {
  const until = state.clock.now().getTime() - state.switches.registrantLagMinutes * 60_000;
  return state.registrantsOf(event.id).filter(({ createdAt }) => createdAt.getTime() <= until);
}

function ofPerson(state: On24State, request: On24Request): SandboxRegistrant[] {
  const wanted = request.params.email?.toLowerCase();
  return clientEvents(state, request.clientId)
    .flatMap((event) => visible(state, event))
    .filter(({ email }) => email.toLowerCase() === wanted);
}

function eventRows(state: On24State, event: SandboxEvent, { query }: On24Request): SandboxRegistrant[] {
  const now = state.clock.now();
  const range = rangeIn(query, now);
  const byActivity = query.datefiltermode?.toLowerCase() === 'lastactivity';
  const status = query.userstatus?.toLowerCase();
  const came = flagOf(query, 'noshow', false)
    ? new Set(
        visibleAttendance(event, state.registrantsOf(event.id), now, state.switches).map(
          ({ registrant }) => registrant.eventUserId,
        ),
      )
    : new Set<number>();
  const withoutAnonymous = flagOf(query, 'excludeanonymous', false);
  return visible(state, event).filter((registrant) => {
    const at = byActivity ? registrant.lastActivityAt : registrant.createdAt;
    if (range !== undefined && (at < range.from || at > range.to)) return false;
    if (withoutAnonymous && registrant.attendance?.isAnonymous === true) return false;
    if (query.email !== undefined && registrant.email.toLowerCase() !== query.email.toLowerCase())
      return false;
    if (query.partnerref !== undefined && registrant.fields.partnerref !== query.partnerref) return false;
    // There is no value that leaves cancelled people out.
    if ((status === 'deleted' || status === 'forgotten') && userStatusOf(registrant) !== status) return false;
    return !came.has(registrant.eventUserId);
  });
}

function registrantRecord(registrant: SandboxRegistrant): Record<string, unknown> {
  const { eventUserId, eventId, email, fields } = registrant;
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  return {
    marketingemail: 'N',
    eventemail: 'N',
    emailformat: 'html',
    ...filled,
    ...(registrant.isForgotten ? { company: null, jobtitle: null, exteventusercd: null } : {}),
    email,
    eventuserid: eventUserId,
    eventid: eventId,
    createtimestamp: replyInstant(registrant.createdAt),
    lastactivity: replyInstant(registrant.lastActivityAt),
    userstatus: userStatusOf(registrant),
    attendeetype: 'Virtual',
    userprofileurl: `https://data.on24.com/webcast/lead?token=${eventUserId.toString(36)}`,
  };
}
