import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { attendanceForThisTest } from './attendance-under-test.ts';

const people = 4_000;
const strangers = 200;

test('a long list is brought in and decided person by person, with strangers among them', async () => {
  const it = await attendanceForThisTest();
  await it.db.execute(sql`
    insert into registrants (webinar_id, lead_id, status, email, on24_user_id, marketo_base)
    select ${it.webinar.id}, n, 'registered', 'guest' || n || '@visitors.example',
      case when n % 2 = 0 then 1000000 + n end, 'Registered'
    from generate_series(1, ${people}) n`);
  await it.db.execute(sql`analyze registrants`);
  // Every tenth watched the recording, the last of the list did not come; as many others were never registered here.
  it.attendeesAre(
    Array.from({ length: people }, (_, index) => ({
      eventuserid: 1_000_001 + index + (index >= people - strangers ? 500_000 : 0),
      email:
        index >= people - strangers ? `other${index}@visitors.example` : `GUEST${index + 1}@visitors.example`,
      userstatus: 'active',
      isblocked: 'N',
      ...(index % 10 === 0
        ? { archiveminutes: 12, archiveviewed: 1, cumulativearchiveminutes: 12 }
        : { liveminutes: 42, liveviewed: 1, cumulativeliveminutes: 42 }),
      engagementscore: 6.5,
      launchmode: 'Watching remote',
    })),
  );
  it.endedHoursAgo(4);
  const startedAt = performance.now();
  const { counts, pulled } = await it.refresh({ cause: 'night' });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${people} attendees were brought in and decided in ${seconds.toFixed(1)} s`);
  expect(pulled).toBe(people);
  expect(counts).toMatchObject({
    attended: 3_420,
    attendedOnDemand: 380,
    noShow: strangers,
    registered: 0,
    unknownPeople: strangers,
  });
}, 120_000);
