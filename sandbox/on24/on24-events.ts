/** Reads about events: one, the list, the registration page's fields, the client, the time zones. */
import { rangeIn, replyInstant } from './on24-dates.ts';
import { eventIdOf, flagOf, type On24Endpoint, type On24Request, pageFrom, pageOf } from './on24-endpoint.ts';
import type { SandboxEvent } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';

const DAY_MS = 86_400_000;
const DEFAULT_RANGE_MS = 92 * DAY_MS;
const MAX_RANGE_MS = 184 * DAY_MS;

export function eventEndpoints(state: On24State): On24Endpoint[] {
  const common = { method: 'GET', callsPerMinute: 30, access: 'helper' } as const;
  return [
    {
      ...common,
      name: 'event',
      path: '/event/{eventId}',
      callsPerMinute: 1_000,
      access: 'event-analytics',
      answer: (request) =>
        Response.json(eventRecord(state, state.existingEvent(request.clientId, eventIdOf(request)))),
    },
    {
      ...common,
      name: 'events',
      path: '/event',
      access: 'account-analytics',
      answer: (request) => eventList(state, request),
    },
    {
      ...common,
      name: 'regfield',
      path: '/event/{eventId}/regfield',
      answer: (request) => registrationFields(state, request),
    },
    {
      ...common,
      name: 'client',
      path: '',
      answer: ({ clientId }) =>
        Response.json({ clientname: 'Acme', subclients: subclientsOf(state, clientId) }),
    },
    {
      ...common,
      name: 'timezones',
      path: '/timezones',
      answer: () =>
        Response.json([
          { label: '(GMT-08:00) Pacific Time', value: 'America/Los_Angeles' },
          { label: '(GMT+01:00) Berlin', value: 'Europe/Berlin' },
        ]),
    },
  ];
}

function registrationFields(state: On24State, request: On24Request): Response {
  const event = state.events.get(eventIdOf(request));
  if (event === undefined || event.isDeleted || event.clientId !== request.clientId) {
    throw new On24Refusal(404, 'The event id is not found under this client account.');
  }
  if (!state.switches.elite) throw new On24Refusal(403, 'The user is not an Elite user.');
  return Response.json({
    registrationfields: event.fields.map(
      ({ fieldId, caption, fieldType, validation, isRequired, options }) => ({
        fieldid: fieldId,
        fieldcaption: caption,
        fieldtype: fieldType,
        validationtype: validation,
        required: isRequired ? 'Y' : 'N',
        ...(options === undefined ? {} : { options }),
      }),
    ),
  });
}

function subclientsOf(state: On24State, clientId: number) {
  const ids = new Set([...state.events.values()].map((event) => event.clientId));
  ids.delete(clientId);
  return [...ids].map((id) => ({ id, name: `Sub-account ${id}` }));
}

function eventList(state: On24State, { clientId, query }: On24Request): Response {
  const now = state.clock.now();
  const range = rangeIn(query, now) ?? { from: new Date(now.getTime() - DEFAULT_RANGE_MS), to: now };
  if (range.to.getTime() - range.from.getTime() > MAX_RANGE_MS) {
    throw new On24Refusal(400, 'Invalid Date format: the range must not be longer than 6 months.');
  }
  const withSubaccounts = flagOf(query, 'includesubaccounts', false);
  if (query.subaccounts !== undefined && !withSubaccounts) {
    throw new On24Refusal(400, 'subaccounts needs includesubaccounts=Y.');
  }
  const withInactive = flagOf(query, 'includeinactive', false);
  const instant = instantFor(query.datefiltermode?.toLowerCase() ?? 'goodafter');
  const found = [...state.events.values()].filter((event) => {
    const at = instant(event);
    const isOwn = event.clientId === clientId || withSubaccounts;
    const isWanted = query.contenttype === undefined || query.contenttype === event.contentType;
    return (
      isOwn &&
      isWanted &&
      !event.isDeleted &&
      (event.isActive || withInactive) &&
      at >= range.from &&
      at <= range.to
    );
  });
  const { page, pagecount, currentpage } = pageFrom(found, pageOf(query));
  const events = page.map((event) => {
    const { eventname: _, ...listed } = eventRecord(state, event);
    return listed;
  });
  return Response.json({
    totalevents: found.length,
    ...(withSubaccounts ? { pagecount, currentpage } : {}),
    events,
  });
}

function instantFor(mode: string): (event: SandboxEvent) => Date {
  const modes: Record<string, (event: SandboxEvent) => Date> = {
    goodafter: (event) => event.startsAt,
    livestart: (event) => event.lobbyOpensAt,
    liveend: (event) => event.endsAt,
    archivestart: (event) => event.archiveOpensAt,
    archiveend: (event) => event.archiveEndsAt,
    creation: (event) => event.createdAt,
    modified: (event) => event.changedAt,
    updated: (event) => event.changedAt,
  };
  const found = modes[mode];
  if (found === undefined) throw new On24Refusal(400, 'Invalid value for the dateFilterMode parameter.');
  return found;
}

function eventRecord(state: On24State, event: SandboxEvent): Record<string, unknown> {
  const active = (registrants = state.registrantsOf(event.id)) =>
    registrants.filter(({ isDeleted }) => !isDeleted);
  const attended = active().filter(({ attendance }) => attendance !== undefined);
  const live = attended.filter(({ attendance }) => attendance?.liveMinutes !== undefined).length;
  const isActive = event.isActive && state.mode !== 'inactive-event';
  return {
    eventid: event.id,
    clientid: event.clientId,
    description: event.title,
    eventname: event.abstract,
    isactive: written(isActive, state.switches.eventBooleans),
    regrequired: written(true, state.switches.eventBooleans),
    displaytimezonecd: event.timeZone,
    eventtype: 'Live Video and Audio',
    contenttype: event.contentType,
    goodafter: replyInstant(event.startsAt),
    livestart: replyInstant(event.lobbyOpensAt),
    liveend: replyInstant(event.endsAt),
    archivestart: replyInstant(event.archiveOpensAt),
    archiveend: replyInstant(event.archiveEndsAt),
    scheduledeventduration: Math.round((event.endsAt.getTime() - event.startsAt.getTime()) / 60_000),
    createtimestamp: replyInstant(event.createdAt),
    lastmodified: replyInstant(event.changedAt),
    lastupdated: replyInstant(event.changedAt),
    iseliteexpired: 'N',
    audienceurl: `https://event.on24.com/wcc/r/${event.id}/${event.audienceKey}`,
    audiencekey: event.audienceKey,
    istestevent: written(false, state.switches.eventBooleans),
    ...(event.campaignCode === null ? {} : { campaigncode: event.campaignCode }),
    eventanalytics: {
      totalregistrants: active().length,
      totalattendees: attended.length,
      liveattendees: live,
      ondemandattendees: attended.length - live,
      noshowcount: active().length - attended.length,
    },
  };
}

function written(value: boolean, style: On24State['switches']['eventBooleans']): boolean | string {
  if (style === 'letters') return value ? 'Y' : 'N';
  return style === 'polluted' && !value ? 'false\n\t\t' : value;
}
