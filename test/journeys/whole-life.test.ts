import { setTimeout as delay } from 'node:timers/promises';
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { afterEndMs } from '../../src/attendance/after-end-slots.ts';
import { nightlyCursor } from '../../src/attendance/nightly-refresh.job.ts';
import { nextSlot } from '../../src/attendance/slots-due.ts';
import { transact } from '../../src/jobs/transact.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { moveCursor } from '../../src/store/hint-store.ts';
import { type Refresh, refreshes } from '../../src/store/schema/attendance.ts';
import { clickFor, messagesWith, textOf } from '../support/channel-reading.ts';
import { eventually, hurryStanding } from '../support/eventually.ts';
import { ada, ask, charles, expectStatus, grace, nameOf, rowFor } from '../support/people-who-ask.ts';
import {
  channelId,
  eventId,
  mara,
  programId,
  type UsherUnderTest,
  usherForThisTest,
} from '../support/usher-under-test.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const nightly = { at: '23:00', timeZone: 'America/Los_Angeles' };
const hedy = { firstName: 'Hedy', lastName: 'Lamarr', email: 'hedy@frequency.example', company: 'Hopping' };

const allRuns = ({ db }: UsherUnderTest): Promise<Refresh[]> =>
  db.select().from(refreshes).orderBy(asc(refreshes.id));

/** The time has come; answers with the run that it brings once that is over. */
async function at(it: UsherUnderTest, instant: Date): Promise<Refresh> {
  const before = (await allRuns(it)).length;
  it.clock.moveTo(instant);
  return eventually(
    `a run at ${instant.toISOString()} is over`,
    async () => {
      await hurryStanding(it.db, 'watch-attendance');
      await delay(100);
      const run = (await allRuns(it))[before];
      return run?.finishedAt && run;
    },
    { timeoutMs: 60_000 },
  );
}

/** The channel's report of this number, without its title, once it says how it stands. */
function report(it: UsherUnderTest, number: number, ...saying: string[]): Promise<string[]> {
  return it.slack.until(
    `report ${number} says ${saying.join(' and ')}`,
    () => {
      const message = messagesWith(it.slack, 'Attendance of "Zero-trust in practice" ·')[number - 1];
      const text = message ? textOf(message) : '';
      if (!saying.every((words) => text.includes(words))) return undefined;
      return text
        .split('\n')
        .filter((line) => !/^(?:Attendance of|Who came: |People by status|\[Refresh\])/.test(line));
    },
    15_000,
  );
}

const reports = (it: UsherUnderTest) => messagesWith(it.slack, 'Attendance of').length;

async function inMarketo(it: UsherUnderTest, leadId: number, statusName: string): Promise<void> {
  const shows = () => it.marketo.member(programId, leadId)?.statusName === statusName;
  await it.marketo.until(`${leadId} is ${statusName}`, shows, 15_000);
}

test('a webinar’s whole life: registrations, the live end and its three hours, nights, late viewers, a duplicate, a move by hand', async () => {
  const it = await usherForThisTest();
  // It is the morning of the event's day, and the night before is over.
  const nightBefore = nextSlot(it.clock.now(), nightly);
  await transact(it.db, (tx) => moveCursor(tx, nightlyCursor, nightBefore.toISOString()));
  it.clock.moveTo(new Date(nightBefore.getTime() + 9 * hour));
  const night = nextSlot(it.clock.now(), nightly);
  it.on24.updateEvent(eventId, { startsAt: new Date(night.getTime() - 12 * hour) });
  const liveEndsAt = it.on24.event(eventId)?.endsAt ?? night;
  const afterEnd = (ms: number) => new Date(liveEndsAt.getTime() + ms);
  const [first = 0, second = 0, third = 0, fourth = 0] = afterEndMs;

  // Registrations.
  const everybody = [ada, charles, grace, hedy];
  const leadIds = await ask(it, ...everybody);
  const [adaLead = 0, charlesLead = 0, graceLead = 0] = leadIds;
  for (const person of everybody) await clickFor(it.slack, mara, nameOf(person), 'approve');
  for (const leadId of leadIds) await expectStatus(it, leadId, 'registered');
  for (const leadId of leadIds) await inMarketo(it, leadId, 'Registered');

  // Half an hour after the live end ON24 knows of Ada; Hedy reaches it later.
  it.on24.watch(eventId, ada.email, { liveMinutes: 42 });
  expect(await at(it, afterEnd(first))).toMatchObject({ cause: 'after_end', isFinal: false });
  expect(await report(it, 1, 'provisional', 'now attended')).toEqual([
    'Status | People',
    'Attended | 1',
    'Registered | 3',
    'Changed since the last refresh: 1 now attended',
    expect.stringMatching(/^ON24 is final at .*: on demand and no show are set then\.$/),
  ]);
  await inMarketo(it, adaLead, 'Attended');

  it.on24.watch(eventId, hedy.email, { liveMinutes: 0.5 });
  expect(await at(it, afterEnd(second))).toMatchObject({ cause: 'after_end', isFinal: false });
  expect((await report(it, 2, 'provisional', 'now attended')).slice(0, 4)).toEqual([
    'Status | People',
    'Attended | 2',
    'Registered | 2',
    'Changed since the last refresh: 1 now attended',
  ]);

  // Two hours after it nothing is new: nothing is posted. After three hours the data is final.
  expect(await at(it, afterEnd(third))).toMatchObject({
    cause: 'after_end',
    isFinal: false,
    messageId: null,
  });
  expect(await at(it, afterEnd(fourth))).toMatchObject({ cause: 'after_end', isFinal: true });
  expect(await report(it, 3, 'final', 'now no show')).toEqual([
    'Status | People',
    'Attended | 2',
    'Attended On-demand | 0',
    'No Show | 2',
    'Registered | 0',
    'Changed since the last refresh: 2 now no show',
  ]);
  await inMarketo(it, graceLead, 'No Show');

  // The night finds nothing new, and says nothing.
  expect(await at(it, night)).toMatchObject({ cause: 'night', isFinal: true, messageId: null });
  expect(reports(it)).toBe(3);

  // Three days later Charles watches the recording.
  it.on24.watch(eventId, charles.email, { archiveMinutes: 17 });
  expect(await at(it, new Date(night.getTime() + 3 * day + hour))).toMatchObject({ cause: 'night' });
  expect(await report(it, 4, 'final', 'now on demand')).toEqual([
    'Status | People',
    'Attended | 2',
    'Attended On-demand | 1',
    'No Show | 1',
    'Registered | 0',
    'Changed since the last refresh: 1 now on demand (1 of them was no show)',
  ]);
  await inMarketo(it, charlesLead, 'Attended On-demand');

  // Ada comes again under another address, and Grace is set to Attended by somebody in Marketo; a stranger watches.
  await registerAgain(it, adaLead, 'ada.private@elsewhere.example');
  it.on24.watch(eventId, 'ada.private@elsewhere.example', { archiveMinutes: 3 });
  it.on24.watch(eventId, 'passer-by@elsewhere.example', { archiveMinutes: 8 });
  it.marketo.setStatusByHand(programId, graceLead, 'Attended');
  await expectStatus(it, graceLead, 'attended');
  expect(await at(it, new Date(night.getTime() + 13 * day + hour))).toMatchObject({
    cause: 'night',
    messageId: null,
  });
  await it.slack.as(mara).command(channelId, '/webinar', 'refresh');
  expect(await report(it, 5, 'final', 'Nothing has changed')).toEqual([
    'Status | People',
    'Attended | 3',
    'Attended On-demand | 1',
    'No Show | 0',
    'Registered | 0',
    'Nothing has changed since the last refresh',
    '1 person attended without registering here.',
    '1 person stands in ON24 more than once; their records are counted as one.',
    '1 person was set in Marketo to something that ON24 does not show; that is kept.',
    '[See them]  [Add to Marketo]',
  ]);
  await inMarketo(it, graceLead, 'Attended');

  // Each run is kept, and shown.
  const kept = await allRuns(it);
  expect(kept.map(({ cause }) => cause)).toEqual([
    ...afterEndMs.map(() => 'after_end'),
    ...['night', 'night', 'night', 'slack'],
  ]);
  expect(kept.map(({ calls }) => calls)).toEqual(kept.map(() => 2));
  const status = JSON.stringify(await it.slack.as(mara).command(channelId, '/webinar', 'status'));
  expect(status).toContain('asked for in Slack: final · 5 read, 0 changed · 2 calls');
  expect(status.match(/nightly: final/g)).toHaveLength(2);
}, 300_000);

/** ON24 gives the registration code back with the second record too. */
async function registerAgain(it: UsherUnderTest, leadId: number, email: string): Promise<void> {
  const { id } = await rowFor(it, leadId);
  const { ON24_TOKEN_KEY: tokenKey = '', ON24_TOKEN_SECRET: tokenSecret = '' } = it.environment;
  const on24 = createOn24Client({ url: it.on24.url, tokenKey, tokenSecret });
  const names = { firstName: 'Ada', lastName: 'Lovelace', company: null, title: null };
  const event = it.on24.event(eventId);
  await on24.registerPerson(event?.clientId ?? 0, eventId, { email, ...names, registrantCode: String(id) });
  await on24.close();
}
