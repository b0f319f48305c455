import { expect, test } from 'vitest';
import { webinars } from '../src/store/schema/webinars.ts';
import { clickFor } from './support/channel-reading.ts';
import { eventually } from './support/eventually.ts';
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

test('/metrics tells how many of Marketo’s calls of the day are used, by Usher and by the whole instance', async () => {
  const it = await usherForThisTest({ replicas: 2 });
  const ours = () =>
    it.marketo.calls.filter(({ path, codes }) => path.startsWith('/rest') && !codes.includes('602')).length;
  const read = async (by: string, url = it.url) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const found = new RegExp(`usher_marketo_calls_today\\{by="${by}"\\} (\\d+)`).exec(text);
    return found?.[1] === undefined ? undefined : Number(found[1]);
  };
  const usageReads = () => it.marketo.calls.filter(({ path }) => path.endsWith('usage.json')).length;
  const instance = await eventually('Marketo has told', () => read('instance'));
  expect(instance).toBeGreaterThan(0);
  // Counts are saved some seconds late; a feed that is followed all the while would never let them be equal.
  await it.db.update(webinars).set({ disconnectedAt: new Date() });
  await eventually('the count has caught up', async () => (await read('usher')) === ours());
  await eventually(
    'the other replica tells the same',
    async () => (await read('usher', it.urls()[1])) === ours(),
  );
  expect(usageReads()).toBe(1);
  it.clock.advance(16 * 60_000);
  await read('instance');
  await eventually('Marketo is asked again a quarter of an hour later', () => usageReads() === 2);
});
