/** Registers, cancels, restores and changes people: POST and PATCH registrant. */
import { eventIdOf, flagOf, formOf, type On24Endpoint, type On24Request } from './on24-endpoint.ts';
import type { SandboxEvent, SandboxRegistrant } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';
import { reasonToRefuse, registrantFields, storedFields } from './on24-validation.ts';

export function registrationEndpoints(state: On24State): On24Endpoint[] {
  const path = '/event/{eventId}/registrant';
  const common = { path, callsPerMinute: 1_000, access: 'registration' } as const;
  return [
    { ...common, name: 'register', method: 'POST', answer: (request) => register(state, request) },
    { ...common, name: 'update-registrant', method: 'PATCH', answer: (request) => update(state, request) },
  ];
}

/** The event if it takes registrations: 404 when unknown, 403 when inactive. */
function openEvent(state: On24State, request: On24Request): SandboxEvent {
  const event = state.existingEvent(request.clientId, eventIdOf(request));
  const isOver = state.switches.afterLiveEnd === 'inactive' && state.clock.now() > event.endsAt;
  if (isOver || state.isInactive(event)) throw new On24Refusal(403, `The event id ${event.id} is inactive.`);
  return event;
}

function register(state: On24State, request: On24Request): Response {
  const form = formOf(request);
  const event = openEvent(state, request);
  const honor = honorFlags(request);
  if (state.mode === 'refuses') throw new On24Refusal(400, state.refusal);
  const email = form.email?.trim() ?? '';
  const existing = email === '' ? undefined : state.registrantByEmail(event.id, email);
  const cancels = form.isdeleted === undefined ? undefined : flagOf(form, 'isdeleted', false, 'isDeleted');
  if (cancels === true) return reply(state, cancel(state, event, existing));
  if (existing !== undefined && state.switches.duplicatePost === 'error') {
    throw new On24Refusal(400, 'This email address is already registered for the event.');
  }
  const sent = registrantFields(form);
  const values = { ...existing?.fields, ...sent, email };
  const refusal = reasonToRefuse(values, event.fields, honor, state.switches);
  if (refusal !== undefined) return refuse(state, event, refusal);
  const { email: _, isdeleted: __, isblocked: ___, ...fields } = storedFields(values);
  const partnerref = existing?.fields.partnerref;
  const isRestored = cancels === false || state.switches.restore === 'by-any-post';
  const base = existing ?? state.newRegistrant(event.id, email);
  const saved = state.save({
    ...base,
    fields:
      existing === undefined ? fields : { ...fields, ...(partnerref === undefined ? {} : { partnerref }) },
    isDeleted: base.isDeleted && !isRestored,
  });
  return reply(state, saved);
}

function cancel(
  state: On24State,
  event: SandboxEvent,
  existing: SandboxRegistrant | undefined,
): SandboxRegistrant {
  if (existing === undefined) {
    throw new On24Refusal(412, "You're trying to soft delete the registrant you're creating.");
  }
  if (state.clock.now() >= event.startsAt) {
    const message = 'A registrant cannot be deleted after the event has started.';
    throw new On24Refusal(state.switches.cancelAfterStart === '403' ? 403 : 400, message);
  }
  return state.save({ ...existing, isDeleted: true });
}

function update(state: On24State, request: On24Request): Response {
  const form = formOf(request);
  const event = openEvent(state, request);
  if (form.email === undefined) throw new On24Refusal(400, 'The email parameter is missing.');
  if (form.email.trim() === '') throw new On24Refusal(400, 'The email parameter value is blank.');
  const honor = honorFlags(request);
  const existing = state.registrantByEmail(event.id, form.email.trim());
  if (existing === undefined) throw new On24Refusal(403, 'The email provided was not found.');
  // "inBlocked" is ON24's own spelling of the parameter in this message.
  const isBlocked = flagOf(form, 'isblocked', existing.isBlocked, 'inBlocked');
  const { partnerref: _, isdeleted: __, isblocked: ___, ...sent } = registrantFields(form);
  const refusal = reasonToRefuse({ ...existing.fields, ...sent }, event.fields, honor, state.switches);
  if (refusal !== undefined) return refuse(state, event, refusal);
  const { email: ____, ...fields } = storedFields(sent);
  return reply(state, state.save({ ...existing, isBlocked, fields: { ...existing.fields, ...fields } }));
}

function honorFlags(request: On24Request) {
  return {
    required: flagOf(request.query, 'honorrequired', true),
    validation: flagOf(request.query, 'honorvalidation', true),
  };
}

function refuse(state: On24State, event: SandboxEvent, message: string): Response {
  const { validationReply } = state.switches;
  if (validationReply === '200-without-id') return Response.json({ eventid: event.id, message });
  throw new On24Refusal(Number(validationReply), message);
}

/** What a write gives back: empty fields are absent, and there is no link to join. */
function reply(state: On24State, registrant: SandboxRegistrant): Response {
  const { eventUserId, eventId, email, fields, isBlocked } = registrant;
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  return Response.json({
    marketingemail: 'N',
    eventemail: 'N',
    emailformat: 'html',
    ...filled,
    email,
    eventid: eventId,
    eventuserid: eventUserId,
    isblocked: isBlocked ? 'Y' : 'N',
    userprofileurl: `https://data.on24.com/webcast/lead?token=${eventUserId.toString(36)}`,
    ...(state.switches.joinLink === 'present'
      ? { joinurl: `https://event.on24.com/join/${eventUserId}` }
      : {}),
  });
}
