import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addUnknownPeople } from '../../src/attendance/add-unknown-people.job.ts';
import { unknownPeopleModal } from '../../src/attendance/unknown-people-modal.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { transact } from '../../src/jobs/transact.ts';
import { countUnknownPeople } from '../../src/store/attendance-count-store.ts';
import { attendance } from '../../src/store/schema/attendance.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import {
  countAdditions,
  listUnknownPeople,
  wantedPeople,
  wantUnknownPeople,
} from '../../src/store/unknown-people-store.ts';
import { intakeForThisTest, programId } from '../support/intake-under-test.ts';

const hour = 60 * 60 * 1000;

/** Strangers who came live or watched the recording; the live end was so many hours ago. */
async function strangers(endedHoursAgo: number, ...people: { email: string; isLive: boolean }[]) {
  const it = await intakeForThisTest({ liveEndsAt: new Date(Date.now() - endedHoursAgo * hour) });
  await it.db.insert(attendance).values(
    people.map(({ email, isLive }, index) => ({
      webinarId: it.webinar.id,
      on24UserId: 500 + index,
      email,
      cameLive: isLive,
      cameOnDemand: !isLive,
      liveMinutes: isLive ? 42 : 0,
      onDemandMinutes: isLive ? 0 : 7,
      refreshId: 1,
    })),
  );
  const job = addUnknownPeople({ ...it.parts, now: () => it.clock.now() });
  return {
    ...it,
    want: (by: string) => transact(it.db, (tx) => wantUnknownPeople(tx, it.webinar.id, by)),
    add: async () => {
      while ((await job({ webinarId: it.webinar.id })) !== undefined);
    },
    /** Who is a member, with the status that Marketo shows. */
    members: () =>
      it.sandbox
        .members(programId)
        .map(({ statusName }) => statusName)
        .sort(),
  };
}

const ann = { email: 'ann@elsewhere.example', isLive: true };
const bob = { email: 'bob@elsewhere.example', isLive: false };

test('nobody is added to Marketo unless somebody wants it', async () => {
  const it = await strangers(4, ann, bob);
  await it.add();
  expect(it.members()).toEqual([]);
  expect(it.sandbox.calls).toEqual([]);
});

test('who is wanted becomes a lead and a member with the right status, stays there, and gets a row', async () => {
  const it = await strangers(4, ann, bob);
  expect(await it.want('U0MARA')).toBe(2);
  await it.add();
  expect(it.members()).toEqual(['Attended', 'Attended On-demand']);
  expect(await countAdditions(it.db, it.webinar.id)).toEqual([
    { by: 'U0MARA', waiting: 0, added: 2, refused: 0 },
  ]);
  expect(await countUnknownPeople(it.db, it.webinar.id)).toBe(0);
  while (await readHinted(it.parts)({ webinarId: it.webinar.id }));
  const rows = await it.db.select().from(registrants);
  expect(rows.map(({ email, status, marketoIsDue }) => [email, status, marketoIsDue]).sort()).toEqual([
    [ann.email, 'attended', false],
    [bob.email, 'attended_on_demand', false],
  ]);
  expect(it.members()).toEqual(['Attended', 'Attended On-demand']);
});

test('who watched the recording waits until ON24’s data is final', async () => {
  const it = await strangers(1, ann, bob);
  await it.want('U0MARA');
  await it.add();
  expect(it.members()).toEqual(['Attended']);
  it.clock.advance(3 * hour);
  await it.add();
  expect(it.members()).toEqual(['Attended', 'Attended On-demand']);
});

test('a run that dies before it has noted what it did does it again, and nobody is doubled', async () => {
  const it = await strangers(4, ann, bob);
  await it.want('U0MARA');
  const dying = it.partsWith((real) => ({
    writeStatus: async (...given) => {
      await real.writeStatus(...given);
      throw new Error('the process dies');
    },
  }));
  const job = addUnknownPeople({ ...dying, now: () => it.clock.now() });
  await expect(job({ webinarId: it.webinar.id })).rejects.toThrow('the process dies');
  expect(await wantedPeople(it.db, it.webinar.id, 10)).toHaveLength(2);
  await it.add();
  expect(it.members()).toEqual(['Attended', 'Attended On-demand']);
  expect(await countAdditions(it.db, it.webinar.id)).toMatchObject([{ added: 2, refused: 0 }]);
});

test('whom Marketo refuses is kept with its words, and is tried again only when somebody wants it again', async () => {
  const it = await strangers(4, ann);
  const [before, after] = [it.sandbox.calls.length, () => it.sandbox.calls.length];
  const refusing = it.partsWith(() => ({
    savePeople: async () => [{ leadId: null, words: 'Multiple leads match the lookup criteria' }],
  }));
  await it.want('usher');
  await addUnknownPeople({ ...refusing, now: () => it.clock.now() })({ webinarId: it.webinar.id });
  await it.add();
  expect(after()).toBe(before);
  const people = await listUnknownPeople(it.db, it.webinar.id, 90);
  const modal = JSON.stringify(unknownPeopleModal(people, 1));
  expect(modal).toContain('ann@elsewhere.example');
  expect(modal).toContain('live, 42 min · Marketo says: Multiple leads match');
  expect(await it.want('usher'), 'the setting does not ask for ever').toBe(0);
  expect(await it.want('U0MARA')).toBe(1);
  await it.add();
  expect(it.members()).toEqual(['Attended']);
  const [fact] = await it.db.select().from(attendance).where(eq(attendance.on24UserId, 500));
  expect(fact).toMatchObject({ addWantedBy: 'U0MARA', addRefused: null });
});
