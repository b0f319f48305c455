/** What becomes of the event in ON24 is known, told once, and drawn wherever it shows. */
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { updateEvent } from '../../src/attendance/update-event.ts';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { type Message, messages } from '../../src/store/schema/messages.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { type Webinar, webinars } from '../../src/store/schema/webinars.ts';
import { lockWebinar } from '../../src/store/webinar-store.ts';
import { eventually, waitingJobs } from '../support/eventually.ts';
import { rowOf } from '../support/made-rows.ts';
import { type AttendanceUnderTest, attendanceForThisTest, eventId, hour } from './attendance-under-test.ts';

const notices = async ({ db }: AttendanceUnderTest): Promise<Message[]> =>
  db.select().from(messages).where(eq(messages.kind, 'notice')).orderBy(messages.id);
const texts = async (it: AttendanceUnderTest) => (await notices(it)).map(({ said }) => said?.text ?? '');
const known = async (it: AttendanceUnderTest): Promise<Webinar> => {
  const [webinar] = await it.db.select().from(webinars);
  if (!webinar) throw new Error('there is no webinar');
  return webinar;
};
const read = async (it: AttendanceUnderTest) =>
  updateEvent(it.parts, await known(it)).catch((error: unknown) => {
    if (!(error instanceof OutsideFailure)) throw error;
  });

/** An event that has been read before. */
async function begin(given: Partial<Webinar> = {}) {
  const it = await attendanceForThisTest(given);
  await read(it);
  return it;
}

test('what is read for the first time is no news', async () => {
  const it = await begin();
  expect(await known(it)).toMatchObject({
    startsAt: it.sandbox.event(eventId)?.startsAt,
    on24Title: 'Zero-trust in practice',
    eventState: 'active',
  });
  expect(await notices(it)).toEqual([]);
});

test('an event that was moved is told once, with both times, and its times are known', async () => {
  const it = await begin();
  const before = (await known(it)).startsAt ?? new Date(0);
  const startsAt = new Date(before.getTime() + 26 * hour);
  it.sandbox.updateEvent(eventId, { startsAt });
  for (let reading = 0; reading < 3; reading += 1) await read(it);
  const [text, ...more] = await texts(it);
  expect(more).toEqual([]);
  const date = (at: Date) => `<!date^${at.getTime() / 1000}^`;
  expect(text).toContain('"Zero-trust in practice" was moved: from ');
  expect(text?.indexOf(date(before))).toBeLessThan(text?.indexOf(date(startsAt)) ?? 0);
  expect(await known(it)).toMatchObject({ startsAt });
  const [notice] = await notices(it);
  expect(JSON.stringify(notice?.said?.blocks)).toContain(`"timestamp":${startsAt.getTime() / 1000}`);
  expect((await waitingJobs(it.db)).map(({ key }) => key)).toEqual([`draw:${notice?.id}`]);
});

test('two who read at the same time tell once', async () => {
  const it = await begin();
  it.sandbox.updateEvent(eventId, { isActive: false });
  let readings: Promise<unknown>[] = [];
  await it.db.transaction(async (tx) => {
    await lockWebinar(tx, it.webinar.id);
    readings = [read(it), read(it)];
    await eventually('both readers wait for the webinar', async () => {
      const waiting = await it.db.execute(sql`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      return waiting.length === 2;
    });
  });
  await Promise.all(readings);
  expect(await texts(it)).toHaveLength(1);
});

test('an answer that comes after a newer one changes nothing and tells nothing', async () => {
  const it = await begin();
  let answerNow = () => {};
  const slow: typeof it.parts = {
    ...it.parts,
    on24: {
      ...it.parts.on24,
      readEvent: async (...call) => {
        const event = await it.parts.on24.readEvent(...call);
        await new Promise<void>((resolve) => {
          answerNow = resolve;
          isAsked();
        });
        return event;
      },
    },
  };
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const old = updateEvent(slow, it.webinar);
  await asked;
  it.sandbox.updateEvent(eventId, { isActive: false });
  await read(it);
  answerNow();
  expect((await old).eventState).toBe('inactive');
  expect(await texts(it)).toHaveLength(1);
});

test.each([
  [
    'switched to inactive',
    { isActive: false },
    'is no longer active in ON24: nobody can be registered',
    'inactive',
  ],
  ['deleted', { isDeleted: true }, 'was deleted in ON24', 'gone'],
  [
    'moved to another account',
    { clientId: 30212 },
    'was deleted in ON24, or moved to another account',
    'gone',
  ],
] as const)(
  'an event that was %s is told once, and again when it is back',
  async (_what, change, words, state) => {
    const it = await begin();
    it.sandbox.updateEvent(eventId, change);
    await read(it);
    await read(it);
    expect(await texts(it)).toEqual([expect.stringContaining(words)]);
    expect((await known(it)).eventState).toBe(state);
    it.sandbox.updateEvent(eventId, { isActive: true, isDeleted: false, clientId: it.webinar.on24ClientId });
    await read(it);
    await read(it);
    expect((await texts(it)).slice(1)).toEqual([expect.stringContaining('is active again in ON24')]);
  },
);

test('an event that is closed after its end is said to be closed, with its recording', async () => {
  const it = await begin();
  it.endedHoursAgo(4);
  await read(it);
  it.sandbox.updateEvent(eventId, { isActive: false });
  await read(it);
  expect((await texts(it)).at(-1)).toContain('was closed in ON24: its recording cannot be watched any more');
});

test('a longer event, a new title and several changes at once are told in one message, as data', async () => {
  const it = await begin();
  const end = (await known(it)).liveEndsAt ?? new Date(0);
  it.sandbox.updateEvent(eventId, {
    endsAt: new Date(end.getTime() + hour),
    title: '<!channel> *New*',
  });
  await read(it);
  const [text, ...more] = await texts(it);
  expect(more).toEqual([]);
  expect(text).toContain('now ends at');
  expect(text).toContain('is called "&lt;!channel&gt; ∗New∗" in ON24 now');
  expect((await known(it)).title).toBe('Zero-trust in practice');
});

test('a new audience link is told without being shown, and goes to Marketo for everybody who had the old one', async () => {
  const it = await begin();
  const old = (await known(it)).joinLink;
  await it.person({ leadId: 1, joinLink: old });
  await it.person({ leadId: 2, joinLink: 'https://join.test/of-their-own' });
  it.sandbox.updateEvent(eventId, { audienceKey: 'ANEWKEY' });
  await read(it);
  const [text] = await texts(it);
  expect(text).toContain('has a new audience link');
  expect(text).not.toContain('http');
  expect(await rowOf(it.db, 1)).toMatchObject({
    marketoIsDue: true,
    joinLink: expect.stringContaining('ANEWKEY'),
  });
  expect((await rowOf(it.db, 2))?.joinLink).toContain('of-their-own');
  expect((await waitingJobs(it.db)).map(({ name }) => name)).toContain('write-marketo');
});

test('a new audience link is no news where the webinar makes its own links', async () => {
  const it = await begin({ joinLinkTemplate: 'https://join.test/{eventId}' });
  it.sandbox.updateEvent(eventId, { audienceKey: 'ANEWKEY' });
  await read(it);
  expect(await notices(it)).toEqual([]);
});

test('a move is drawn on every message that shows the time, and on no other', async () => {
  const it = await begin();
  const of = { webinarId: it.webinar.id, slackChannelId: 'C0WEBINAR', kind: 'approval' } as const;
  const [open, folded, failing] = await it.db.insert(messages).values([of, of, of]).returning();
  await it.person({ leadId: 1, status: 'pending_approval', messageId: open?.id ?? 0 });
  await it.person({ leadId: 2, status: 'registered', messageId: folded?.id ?? 0 });
  await it.person({ leadId: 3, status: 'registration_error', messageId: failing?.id ?? 0 });
  it.sandbox.updateEvent(eventId, { startsAt: new Date(it.clock.now().getTime() + 48 * hour) });
  await read(it);
  const keys = (await waitingJobs(it.db)).map(({ key }) => key);
  expect(keys.sort()).toEqual([open, failing, ...(await notices(it))].map((one) => `draw:${one?.id}`).sort());
});

test('what ON24 leaves out stays as it was known', async () => {
  const it = await begin();
  const before = await known(it);
  const body = JSON.stringify({ eventid: eventId, description: 'Zero-trust in practice', isactive: true });
  it.sandbox.fail({
    path: /event\/\d+$/,
    effect: { kind: 'answer', status: 200, body, contentType: 'application/json' },
  });
  await read(it);
  const { startsAt, liveEndsAt, archiveEndsAt, joinLink } = before;
  expect(await known(it)).toMatchObject({ startsAt, liveEndsAt, archiveEndsAt, joinLink });
  expect(await notices(it)).toEqual([]);
});

test.each([
  { kind: 'answer', status: 503 },
  { kind: 'foreign', shape: 'html' },
  { kind: 'refusal', status: 401, message: 'The access tokens are deactivated.' },
  { kind: 'refusal', status: 403, message: 'You have reached the maximum number of calls for this api.' },
] as const)('an answer that is not about the event tells nothing of it: %o', async (effect) => {
  const it = await begin();
  const before = await known(it);
  it.sandbox.fail({ path: /event\/\d+$/, effect });
  await read(it);
  expect(await known(it)).toEqual(before);
  expect(await it.db.select().from(registrants)).toEqual([]);
  expect(await notices(it)).toEqual([]);
});
