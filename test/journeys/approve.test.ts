import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clickFor, messageWith, textOf } from '../support/channel-reading.ts';
import { eventId, mara, programId, startUsherUnderTest, type UsherUnderTest } from '../support/usher-under-test.ts';

describe('a registrant is approved', () => {
  let it: UsherUnderTest;
  beforeAll(async () => {
    it = await startUsherUnderTest();
  });
  afterAll(() => it.stop());

  test('who fills in the form appears once, is approved, registered in ON24, and Registered in Marketo with the link first', async () => {
    const leadId = it.marketo.fillForm(programId, { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@acme-corp.example', company: 'Analytical Engines', title: 'VP Engineering' });
    const shown = await messageWith(it.slack, 'Ada Lovelace', '[Approve]');
    console.log(textOf(shown));

    const at = performance.now();
    const answer = await clickFor(it.slack, mara, 'Ada Lovelace', 'approve');
    const acked = performance.now();
    expect(answer).toMatchObject({ ok: true });
    const done = await messageWith(it.slack, '· registered');
    console.log('ack', acked - at, 'registered shown', performance.now() - at);
    console.log(textOf(done));
    expect(it.on24.registrants(eventId)).toHaveLength(1);
    const member = await it.marketo.until('Ada is Registered', () => {
      const found = it.marketo.member(programId, leadId);
      return found?.statusName === 'Registered' ? found : undefined;
    });
    console.log(it.logLines.map((l) => { const j = JSON.parse(l); return [j.time?.slice(14), j.job, j.outcome, j.durationMs].join(' '); }).join('\n'));
  });
});
