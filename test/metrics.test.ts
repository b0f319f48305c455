import { expect, test } from 'vitest';
import { clickFor } from './support/channel-reading.ts';
import { ada, ask, expectStatus } from './support/people-who-ask.ts';
import { mara, usherForThisTest } from './support/usher-under-test.ts';

test('/metrics counts the jobs that ran and the calls to Marketo and ON24, and names nobody', async () => {
  const it = await usherForThisTest();
  const [leadId = 0] = await ask(it, ada);
  await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
  await expectStatus(it, leadId, 'registered');
  const answer = await fetch(`${it.url}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  expect(text).toContain(
    'usher_outside_calls_total{system="on24",operation="register person",outcome="ok"} 1',
  );
  expect(text).toMatch(/usher_job_seconds_count\{job="register-registrant",outcome="done"\} [1-9]/);
  expect(text).toMatch(/usher_outside_calls_total\{system="marketo",/);
  expect(text).not.toMatch(/ada|lovelace|@/i);
});
