/** Before the push: the registration page is known, refuses without a call, and never refuses on old knowledge. */
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { On24Sandbox } from '../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { readRegistrationPage } from '../../src/registration/registration-page.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { waitingJobs } from '../support/eventually.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const eventId = world.on24.event.id;
const checked = { status: 'registering', memberCheckedAt: new Date() } as const;

function require(sandbox: On24Sandbox, fieldId: string, isRequired = true) {
  const fields = sandbox.event(eventId)?.fields ?? [];
  const rest = fields.filter((field) => field.fieldId !== fieldId);
  const field = fields.find((known) => known.fieldId === fieldId);
  const caption = fieldId === 'country' ? 'Country' : fieldId;
  sandbox.updateEvent(eventId, {
    fields: [
      ...rest,
      { ...(field ?? { fieldId, caption, fieldType: 'textbox', validation: 'none' }), isRequired },
    ],
  });
}

async function begin(
  given: Parameters<typeof addWebinar>[1] = {},
  person: Partial<typeof registrants.$inferInsert> = {},
) {
  const it = await registrationForThisTest();
  const webinar = await addWebinar(it.db, given);
  const { id } = await addRegistrant(it.db, webinar, { leadId: 1, ...checked, ...person });
  const push = () => registerRegistrant(it.parts)({ registrantId: id, webinarId: webinar.id });
  const pageReads = () => it.sandbox.calls.filter(({ path }) => path.endsWith('/regfield')).length;
  const pageIsFrom = (minutesAgo: number) =>
    it.db
      .update(webinars)
      .set({ registrationFieldsReadAt: new Date(Date.now() - minutesAgo * 60_000) })
      .where(eq(webinars.id, webinar.id));
  return { ...it, webinar, id, push, pageReads, pageIsFrom };
}

test('who lacks a field that the page requires is told which, and ON24 is not asked to register them', async () => {
  const { db, id, sandbox, push, pushed } = await begin();
  require(sandbox, 'country');
  expect(await push()).toBeUndefined();
  expect(await rowOf(db, 1)).toMatchObject({ status: 'registration_error' });
  expect((await rowOf(db, 1))?.statusReason).toContain('requires "Country"');
  expect(pushed()).toEqual([]);
  expect(await historyOf(db, id)).toMatchObject([{ toStatus: 'registration_error', actor: 'usher' }]);
});

test('a field of Marketo that is mapped to it fills it, cut and spelled as ON24 takes it', async () => {
  const fieldMap = {
    country: 'country',
    std1: 'industry',
    jobtitle: 'role',
    workphone: 'phone',
    partnerref: 'source',
  };
  const moreFields = {
    country: 'Norway',
    industry: `R&D = ${'x'.repeat(200)}`,
    role: 'Überblick + Ausblick',
    phone: '12-34',
    source: 'mkto',
    unmapped: 'nobody asked for it',
  };
  const { sandbox, push } = await begin({ fieldMap }, { title: 'CTO', moreFields });
  require(sandbox, 'country');
  await push();
  const [registered] = sandbox.registrants(eventId);
  expect(registered?.fields).toMatchObject({
    country: 'Norway',
    std1: `R&D = ${'x'.repeat(94)}`,
    jobtitle: 'Überblick + Ausblick',
    partnerref: 'mkto',
  });
  expect(Object.keys(registered?.fields ?? {})).not.toContain('workphone');
  expect(JSON.stringify(registered?.fields)).not.toContain('nobody asked');
});

test('a mapped field that is empty leaves the standard one', async () => {
  const { sandbox, push } = await begin(
    { fieldMap: { jobtitle: 'role' } },
    { title: 'CTO', moreFields: { role: ' ' } },
  );
  await push();
  expect(sandbox.registrants(eventId)[0]?.fields.jobtitle).toBe('CTO');
});

test('a value that is not in the list of the page is told by its field, without the value', async () => {
  const { db, push, pushed } = await begin(
    { fieldMap: { country: 'country' } },
    { moreFields: { country: 'Narnia' } },
  );
  await push();
  expect((await rowOf(db, 1))?.statusReason).toMatch(/fixed list for "Country"/);
  expect((await rowOf(db, 1))?.statusReason).not.toContain('Narnia');
  expect(pushed()).toEqual([]);
});

test('the page is read once for many people', async () => {
  const { db, webinar, sandbox, push, pageReads, parts } = await begin();
  require(sandbox, 'country');
  await push();
  for (const leadId of [2, 3]) {
    const { id } = await addRegistrant(db, webinar, { leadId, ...checked });
    await registerRegistrant(parts)({ registrantId: id, webinarId: webinar.id });
    expect((await rowOf(db, leadId))?.status).toBe('registration_error');
  }
  expect(pageReads()).toBe(1);
});

test('nobody is refused on a page read more than ten minutes ago: it is read again first', async () => {
  const { db, sandbox, push, pageIsFrom, parts, webinar } = await begin();
  require(sandbox, 'country');
  await readRegistrationPage(parts)({ webinarId: webinar.id });
  await pageIsFrom(11);
  require(sandbox, 'country', false);
  await push();
  expect((await rowOf(db, 1))?.status).toBe('registered');
});

test('who is sent again is judged by the page as it is now, even when it was read a minute ago', async () => {
  const { db, sandbox, push, parts, webinar } = await begin();
  require(sandbox, 'country');
  await readRegistrationPage(parts)({ webinarId: webinar.id });
  require(sandbox, 'country', false);
  await db.execute(
    sql`insert into alerts (kind, slack_channel_id, cause, words) values ('registration_error', 'C0WEBINAR', 'x', 'x')`,
  );
  await db.update(registrants).set({ alertId: 1, statusAt: sql`clock_timestamp()` });
  await push();
  expect((await rowOf(db, 1))?.status).toBe('registered');
});

test('a page that was read six hours ago still serves, and is renewed beside', async () => {
  const { db, push, pageReads, pageIsFrom, parts, webinar } = await begin();
  await readRegistrationPage(parts)({ webinarId: webinar.id });
  await pageIsFrom(361);
  await push();
  expect((await rowOf(db, 1))?.status).toBe('registered');
  expect(pageReads()).toBe(1);
  expect((await waitingJobs(db)).map(({ name }) => name)).toContain('read-registration-page');
});

test('where ON24 does not show the page (no Elite), people are pushed without it, and that is no fault', async () => {
  const { db, sandbox, push, pageReads } = await begin();
  sandbox.switches.elite = false;
  await push();
  expect((await rowOf(db, 1))?.status).toBe('registered');
  expect(await listFaults(db)).toEqual([]);
  expect(pageReads()).toBe(1);
});

test.each([
  { kind: 'answer', status: 503 },
  { kind: 'foreign', shape: 'html' },
  { kind: 'refusal', status: 403, message: 'You do not have permission to use this endpoint.' },
] as const)('a page that cannot be read keeps nobody from being registered: %o', async (effect) => {
  const { db, sandbox, push } = await begin();
  sandbox.fail({ path: /regfield$/, effect, times: Number.POSITIVE_INFINITY });
  await push();
  expect((await rowOf(db, 1))?.status).toBe('registered');
  expect(await listFaults(db)).toEqual([]);
});

test('a reading at night that fails leaves what is known', async () => {
  const { db, sandbox, parts, webinar } = await begin();
  await readRegistrationPage(parts)({ webinarId: webinar.id });
  sandbox.mode = 'down';
  await readRegistrationPage(parts)({ webinarId: webinar.id });
  const [known] = await db.select().from(webinars);
  expect(known?.registrationFields).toHaveLength(6);
});

test('the join link is made from the webinar’s template, and what ON24 calls a join link is left alone', async () => {
  const { db, sandbox, push } = await begin(
    { joinLinkTemplate: 'https://join.test/{eventId}?e={email}&c={company}' },
    { company: 'R&D = Co' },
  );
  sandbox.switches.joinLink = 'present';
  await push();
  expect((await rowOf(db, 1))?.joinLink).toBe(
    `https://join.test/${eventId}?e=ada-1%40acme-corp.example&c=R%26D%20%3D%20Co`,
  );
});
