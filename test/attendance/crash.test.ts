import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { refreshAttendance } from '../../src/attendance/refresh-attendance.job.ts';
import { requestRefresh } from '../../src/attendance/request-refresh.ts';
import { transact } from '../../src/jobs/transact.ts';
import { findRefresh } from '../../src/store/attendance-store.ts';
import { attendance, attendanceStaged } from '../../src/store/schema/attendance.ts';
import { history } from '../../src/store/schema/history.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { waitingJobs } from '../support/eventually.ts';
import { attendanceForThisTest } from './attendance-under-test.ts';

const people = 2_500;

/** Where the run dies: PostgreSQL refuses that very statement, as if the process had ended there. */
const deaths = {
  'while the list is being copied': sql`create trigger dies before insert on attendance_staged
    for each row when (new.on24_user_id = 2400) execute function die()`,
  'while the list is being merged': sql`create trigger dies before insert on attendance
    for each row when (new.on24_user_id = 2400) execute function die()`,
  'after the merge': sql`create trigger dies before update on refreshes
    for each row when (new.stage = 'deciding') execute function die()`,
  'after the first thousand have moved': sql`create trigger dies before update on registrants
    for each row when (new.status = 'attended' and old.lead_id = 1500) execute function die()`,
  'after everybody has moved': sql`create trigger dies before update on refreshes
    for each row when (new.stage = 'done') execute function die()`,
};

test.each(Object.entries(deaths))(
  'a run that dies %s ends as if nothing had been',
  async (_when, trigger) => {
    const it = await attendanceForThisTest();
    await it.db.execute(sql`
    insert into registrants (webinar_id, lead_id, status, email, on24_user_id, marketo_base)
    select ${it.webinar.id}, n, 'registered', 'guest' || n || '@visitors.example', n, 'Registered'
    from generate_series(1, ${people}) n`);
    const records = Array.from({ length: people }, (_, index) => ({
      eventuserid: index + 1,
      email: `guest${index + 1}@visitors.example`,
      ...(index % 100 ? { liveminutes: 42, liveviewed: 1 } : {}),
    }));
    it.endedHoursAgo(4);
    const { refresh } = await transact(it.db, (tx) => requestRefresh(tx, it.webinar, { cause: 'night' }));
    await it.db.execute(sql`
    create function die() returns trigger language plpgsql as $$ begin raise exception 'the process dies'; end $$`);
    await it.db.execute(trigger);
    it.attendeesAre(records);
    const run = refreshAttendance(it.parts);
    await expect(run({ refreshId: refresh.id })).rejects.toThrow();
    await it.db.execute(sql`drop function die() cascade`);

    it.attendeesAre(records);
    expect(await run({ refreshId: refresh.id })).toBeUndefined();
    const after = await findRefresh(it.db, refresh.id);
    expect(after).toMatchObject({ stage: 'done', pulled: people });
    expect(after?.counts).toMatchObject({ attended: 2_475, noShow: 25, registered: 0 });
    // What moved before the death belongs to the same run, and is told.
    expect(after?.counts).toMatchObject({ changedToAttended: 2_475, changedToNoShow: 25 });
    expect(after?.messageId).not.toBeNull();
    expect(await it.db.$count(attendance)).toBe(people);
    expect(await it.db.$count(attendanceStaged)).toBe(0);
    expect(await it.db.$count(history)).toBe(people);
    expect(await it.db.$count(registrants, eq(registrants.marketoIsDue, true))).toBe(people);
    const promised = (await waitingJobs(it.db)).filter(({ name }) => name === 'write-marketo');
    expect(promised).toHaveLength(1);
  },
);

test('a record with signs that mean something to COPY is kept as it is', async () => {
  const it = await attendanceForThisTest();
  const odd = 'a\\tb\\N"\t\u0000x\n\r,\\.@visitors.example';
  it.attendeesAre([
    { eventuserid: 1, email: odd, exteventusercd: '\\N', liveviewed: 1 },
    { eventuserid: 2, email: 'plain@visitors.example', liveviewed: 1 },
  ]);
  it.endedHoursAgo(4);
  expect((await it.refresh()).counts).toMatchObject({ unknownPeople: 2 });
  const facts = await it.db.select().from(attendance).orderBy(attendance.on24UserId);
  expect(facts).toMatchObject([
    { email: odd.replace('\0', ''), registrantCode: '\\N' },
    { email: 'plain@visitors.example', registrantCode: null },
  ]);
});
