/** At connect: what the registration page requires is filled by somebody, and names and links are such as work. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import { type On24Sandbox, startOn24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { createOn24Client, type On24Client } from '../../src/outside/on24/on24-client.ts';
import { lookAtRegistration, type RegistrationWish } from '../../src/webinars/look-at-registration.ts';

const { clientId, tokenKey, tokenSecret, event } = world.on24;

let sandbox: On24Sandbox;
let on24: On24Client;
beforeEach(async () => {
  sandbox = await startOn24Sandbox({ clock: new SandboxClock() });
  on24 = createOn24Client({ url: sandbox.url, tokenKey, tokenSecret, timeoutMs: 2_000 });
});
afterEach(async () => {
  await on24.close();
  await sandbox.close();
});

const look = (wish: Partial<RegistrationWish> = {}) =>
  lookAtRegistration(on24, {
    on24ClientId: clientId,
    on24EventId: event.id,
    registrar: 'on24',
    fieldMap: {},
    joinLinkTemplate: null,
    ...wish,
  });

function require(fieldId: string, caption: string) {
  const fields = sandbox.event(event.id)?.fields ?? [];
  const field = { fieldId, caption, fieldType: 'textbox', validation: 'none', isRequired: true } as const;
  sandbox.updateEvent(event.id, { fields: [...fields, field] });
}

test('an ordinary page and no wishes are fine, and the page is known from then on', async () => {
  const { facts, faults, warnings } = await look();
  expect([...faults, ...warnings]).toEqual([]);
  expect(facts.registrationFields).toHaveLength(6);
  expect(facts.registrationFieldsReadAt).toBeInstanceOf(Date);
});

test('a required field that nothing fills is a fault with its remedy', async () => {
  require('job_function', 'Job function');
  require('consent_box', 'Consent');
  const { faults } = await look();
  expect(faults).toEqual([
    'The registration page of the ON24 event requires "Job function", and nothing fills it. Map a field of Marketo to it with --fields jobfunction=<field>, or make it optional in ON24.',
    'The registration page of the ON24 event requires "Consent", and nothing fills it. Usher cannot fill it: make it optional in ON24.',
  ]);
});

test('a required field that is mapped, however it is written, is filled', async () => {
  require('job_function', 'Job function');
  const { facts, faults } = await look({ fieldMap: { Job_Function: 'jobFunction', jobTitle: 'role' } });
  expect(faults).toEqual([]);
  expect(facts.fieldMap).toEqual({ jobfunction: 'jobFunction', jobtitle: 'role' });
});

test('with registrar marketo the adapter fills the page, so that what it requires is only noted', async () => {
  require('job_function', 'Job function');
  const { faults, warnings } = await look({ registrar: 'marketo' });
  expect(faults).toEqual([]);
  expect(warnings).toHaveLength(1);
});

test.each(['email', 'exteventusercd', 'isdeleted', 'std11', 'eventemail', '__proto__'])(
  'the field "%s" is none that may be filled',
  async (name) => {
    const { faults } = await look({ fieldMap: Object.fromEntries([[name, 'anything']]) });
    expect(faults).toEqual([expect.stringContaining('that can be filled. Use one of')]);
  },
);

test('a join link that makes no links is a fault', async () => {
  const { faults } = await look({ joinLinkTemplate: 'http://join.test/{email}' });
  expect(faults).toEqual([expect.stringContaining('https')]);
});

test('a page that ON24 does not show keeps nobody from connecting', async () => {
  sandbox.switches.elite = false;
  const hidden = await look();
  expect(hidden.faults).toEqual([]);
  expect(hidden.facts).toMatchObject({
    registrationFields: null,
    registrationFieldsReadAt: expect.any(Date),
  });
  sandbox.mode = 'down';
  const unread = await look();
  expect(unread.faults).toEqual([]);
  expect(unread.facts).toMatchObject({ registrationFields: null, registrationFieldsReadAt: null });
});
