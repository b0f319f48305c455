import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { eventId, eventPath, ida, register, send } from './on24-caller.ts';

let clock: SandboxClock;
let sandbox: On24Sandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startOn24Sandbox({ clock });
});
afterEach(() => sandbox.close());

test('a registration is answered with the user id, without empty fields and without any link to join (from documentation)', async () => {
  const { status, body } = await register(sandbox, {
    ...ida,
    company: 'R&D Co',
    exteventusercd: 'usher-7',
    city: '',
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    email: ida.email,
    company: 'R&D Co',
    eventid: eventId,
    exteventusercd: 'usher-7',
  });
  expect(body.eventuserid).toEqual(expect.any(Number));
  expect(body).toMatchObject({ isblocked: 'N', eventemail: 'N' });
  expect(Object.keys(body)).not.toContain('city');
  expect(Object.keys(body).some((key) => /join|lobby/.test(key))).toBe(false);
});

test('field names are read in any case', async () => {
  await register(sandbox, {
    Email: 'uwe@acme.example',
    firstName: 'Uwe',
    lastName: 'Tal',
    jobTitle: 'Chief',
  });
  expect(sandbox.registrants(eventId)[0]?.fields).toMatchObject({ firstname: 'Uwe', jobtitle: 'Chief' });
});

test('JSON is refused, a form with parts is not', async () => {
  const url = `${sandbox.url}/v2/client/${world.on24.clientId}${eventPath}/registrant`;
  const headers = { accesstokenkey: world.on24.tokenKey, accesstokensecret: world.on24.tokenSecret };
  const json = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(ida),
  });
  expect(json.status).toBe(415);
  const parts = new FormData();
  for (const [name, value] of Object.entries(ida)) parts.set(name, value);
  expect((await fetch(url, { method: 'POST', headers, body: parts })).status).toBe(200);
});

test('a second registration of the address keeps the user id, the creation time and the partner reference (from documentation)', async () => {
  const first = await register(sandbox, { ...ida, partnerref: 'spring', company: 'Old' });
  const created = sandbox.registrants(eventId)[0]?.createdAt;
  clock.advance(60_000);
  const second = await register(sandbox, {
    ...ida,
    email: 'IDA+web@acme.example',
    partnerref: 'autumn',
    company: 'New',
  });
  expect(second.body.eventuserid).toBe(first.body.eventuserid);
  expect(sandbox.registrants(eventId)).toHaveLength(1);
  expect(sandbox.registrants(eventId)[0]).toMatchObject({
    createdAt: created,
    fields: { partnerref: 'spring', company: 'New' },
  });
  sandbox.switches.duplicatePost = 'error';
  expect((await register(sandbox)).status).toBe(400);
});

test('what the page requires must be there, unless honorrequired is N (from documentation)', async () => {
  const form = { email: 'uwe@acme.example', firstname: 'Uwe' };
  expect(await register(sandbox, form)).toMatchObject({
    status: 400,
    body: { message: "The field 'lastname' is required." },
  });
  expect(sandbox.registrants(eventId)).toEqual([]);
  expect((await register(sandbox, form, '?honorRequired=N')).status).toBe(200);
  expect((await register(sandbox, form, '?honorrequired=maybe')).body.message).toContain(
    'Invalid value for the',
  );
});

test('a value outside a list is refused, unless honorvalidation is N (from documentation)', async () => {
  const form = { ...ida, country: 'Narnia' };
  expect((await register(sandbox, form)).body.message).toBe("The country 'Narnia' is not in the list.");
  expect((await register(sandbox, form, '?honorrequired=N')).status).toBe(400);
  expect((await register(sandbox, form, '?honorvalidation=N')).status).toBe(200);
  expect((await register(sandbox, { ...ida, country: 'Norway' })).status).toBe(200);
});

test('a refusal takes the status, wording and body that the switches say', async () => {
  const form = { ...ida, country: 'Narnia' };
  sandbox.switches.unknownOptionText = 'No {field} called {value}';
  sandbox.switches.validationReply = '412';
  expect(await register(sandbox, form)).toMatchObject({
    status: 412,
    body: { message: 'No country called Narnia' },
  });
  sandbox.switches.validationReply = '200-without-id';
  const silent = await register(sandbox, form);
  expect(silent.status).toBe(200);
  expect(silent.body.eventuserid).toBeUndefined();
});

test('over-long values are cut, or refused where the switch says so', async () => {
  await register(sandbox, { ...ida, firstname: 'I'.repeat(80) });
  expect(sandbox.registrants(eventId)[0]?.fields.firstname).toHaveLength(50);
  sandbox.switches.overlongValues = 'error';
  expect((await register(sandbox, { ...ida, firstname: 'I'.repeat(80) })).status).toBe(400);
});

test('phone numbers come back in another form and need seven digits', async () => {
  expect((await register(sandbox, { ...ida, workphone: '555.010.4477' })).body.workphone).toBe(
    '(555)-010-4477',
  );
  expect((await register(sandbox, { ...ida, workphone: '12-34' })).status).toBe(400);
});

test('a registrant is cancelled and restored by the same call, but nobody new is cancelled (from documentation)', async () => {
  expect((await register(sandbox, { ...ida, isDeleted: 'Y' })).status).toBe(412);
  const { body } = await register(sandbox);
  const cancelled = await register(sandbox, { email: ida.email, isDeleted: 'Y' });
  expect(cancelled).toMatchObject({ status: 200, body: { eventuserid: body.eventuserid } });
  expect(sandbox.registrants(eventId)[0]?.isDeleted).toBe(true);
  await register(sandbox);
  expect(sandbox.registrants(eventId)[0]?.isDeleted).toBe(true);
  await register(sandbox, { ...ida, isDeleted: 'N' });
  expect(sandbox.registrants(eventId)[0]?.isDeleted).toBe(false);
});

test('nobody is cancelled after the start', async () => {
  await register(sandbox);
  clock.moveTo(sandbox.event(eventId)?.startsAt ?? clock.now());
  expect((await register(sandbox, { email: ida.email, isDeleted: 'Y' })).status).toBe(403);
  sandbox.switches.cancelAfterStart = '400';
  expect((await register(sandbox, { email: ida.email, isDeleted: 'Y' })).status).toBe(400);
  expect(sandbox.registrants(eventId)[0]?.isDeleted).toBe(false);
});

test('a change of one registrant touches only what is sent and refuses an unknown address with 403 (from documentation)', async () => {
  const { body } = await register(sandbox, { ...ida, company: 'Acme' });
  const path = `${eventPath}/registrant`;
  const changed = await send(sandbox, 'PATCH', path, { email: ida.email, jobtitle: 'Chief', isBlocked: 'Y' });
  expect(changed.body).toMatchObject({
    eventuserid: body.eventuserid,
    company: 'Acme',
    jobtitle: 'Chief',
    isblocked: 'Y',
  });
  expect((await send(sandbox, 'PATCH', path, { email: 'no@acme.example' })).status).toBe(403);
  expect((await send(sandbox, 'PATCH', path, { jobtitle: 'Chief' })).body.message).toContain(
    'email parameter is missing',
  );
  expect((await send(sandbox, 'PATCH', path, { email: ida.email, isBlocked: '1' })).body.message).toContain(
    'inBlocked',
  );
});

test('an address is renamed everywhere, except to one that exists (from documentation)', async () => {
  const { body } = await register(sandbox);
  await register(sandbox, { ...ida, email: 'taken@acme.example' });
  const path = `/registrant/${encodeURIComponent(ida.email)}`;
  expect((await send(sandbox, 'PATCH', path, { email: 'taken@acme.example' })).status).toBe(400);
  const renamed = await send(sandbox, 'PATCH', path, { email: 'ida@new.example' });
  expect(renamed.body.updatedregistrants).toEqual([body.eventuserid]);
  expect((await send(sandbox, 'PATCH', path, { email: 'ida@new.example' })).status).toBe(404);
});

test('a forgotten person keeps nothing but the user id (from documentation)', async () => {
  const { body } = await register(sandbox, { ...ida, company: 'Acme' });
  const forgotten = await send(sandbox, 'POST', '/forget', { email: ida.email });
  expect(forgotten.body).toEqual({ deletedregistrants: { eventuserids: [body.eventuserid] } });
  expect(sandbox.registrants(eventId)[0]).toMatchObject({
    email: `${body.eventuserid}-deleted`,
    fields: { firstname: 'deleted' },
    isForgotten: true,
  });
  expect((await send(sandbox, 'POST', '/forget', { email: ida.email })).status).toBe(404);
});

test('an inactive event refuses with 403, an unknown or deleted one with 404, another client with 404', async () => {
  const elsewhere = await send(sandbox, 'POST', '/event/77/registrant', ida);
  expect(elsewhere).toMatchObject({ status: 404, body: { message: "The event 77 doesn't exist." } });
  sandbox.addEvent({ id: 88, clientId: 30212 });
  expect((await send(sandbox, 'POST', '/event/88/registrant', ida)).status).toBe(404);
  sandbox.updateEvent(eventId, { isActive: false });
  expect(await register(sandbox)).toMatchObject({
    status: 403,
    body: { message: `The event id ${eventId} is inactive.` },
  });
  sandbox.updateEvent(eventId, { isActive: true });
  expect((await register(sandbox)).status).toBe(200);
});

test('after the end people are still accepted, unless the switch says otherwise', async () => {
  sandbox.endEvent(eventId);
  clock.advance(1_000);
  expect((await register(sandbox)).status).toBe(200);
  sandbox.switches.afterLiveEnd = 'inactive';
  expect((await register(sandbox)).status).toBe(403);
});
