/** Calls about one person in all events: rename and change (PATCH registrant/{email}) and forget. */
import { formOf, type On24Endpoint, type On24Request } from './on24-endpoint.ts';
import type { SandboxRegistrant } from './on24-records.ts';
import { On24Refusal } from './on24-refusal.ts';
import type { On24State } from './on24-state.ts';
import { registrantFields, storedFields } from './on24-validation.ts';

export function everywhereEndpoints(state: On24State): On24Endpoint[] {
  const common = { callsPerMinute: 30, access: 'registration' } as const;
  return [
    {
      ...common,
      name: 'update-everywhere',
      method: 'PATCH',
      path: '/registrant/{email}',
      answer: (request) => updateEverywhere(state, request),
    },
    {
      ...common,
      name: 'forget',
      method: 'POST',
      path: '/forget',
      answer: (request) => forget(state, request),
    },
  ];
}

function updateEverywhere(state: On24State, request: On24Request): Response {
  const {
    isdeleted: _,
    isblocked: __,
    partnerref: ___,
    email: renamed,
    ...sent
  } = registrantFields(formOf(request));
  const found = everywhere(state, request.clientId, request.params.email ?? '');
  if (found.length === 0) throw new On24Refusal(404, 'No registrant was found for that email address.');
  const clashes = (registrant: SandboxRegistrant) => {
    const other = renamed === undefined ? undefined : state.registrantByEmail(registrant.eventId, renamed);
    return other !== undefined && other.eventUserId !== registrant.eventUserId;
  };
  // ON24 misspells the last word of this message.
  if (found.some(clashes)) throw new On24Refusal(400, 'New email address matches other registant.');
  for (const registrant of found) {
    state.save({
      ...registrant,
      email: renamed ?? registrant.email,
      fields: { ...registrant.fields, ...storedFields(sent) },
    });
  }
  return Response.json({ updatedregistrants: found.map(({ eventUserId }) => eventUserId) });
}

function forget(state: On24State, request: On24Request): Response {
  const form = formOf(request);
  const emails = (form.email ?? '').split(',').map((email) => email.trim());
  const found = emails
    .flatMap((email) => everywhere(state, request.clientId, email))
    .filter(({ eventId }) => form.eventid === undefined || Number(form.eventid) === eventId);
  if (found.length === 0) {
    const scope = form.eventid === undefined ? '' : ' and eventId combination';
    throw new On24Refusal(404, `No registrant was found for that email address${scope}.`);
  }
  for (const registrant of found) {
    state.save({
      ...registrant,
      email: `${registrant.eventUserId}-deleted`,
      fields: { firstname: 'deleted', lastname: 'deleted', eventemail: 'N', marketingemail: 'N' },
      isForgotten: true,
    });
  }
  return Response.json({ deletedregistrants: { eventuserids: found.map(({ eventUserId }) => eventUserId) } });
}

function everywhere(state: On24State, clientId: number, email: string): SandboxRegistrant[] {
  return [...state.events.values()]
    .filter((event) => event.clientId === clientId)
    .flatMap((event) => state.registrantByEmail(event.id, email) ?? []);
}
