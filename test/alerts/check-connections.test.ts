import { expect, test } from 'vitest';
import { showChecks } from '../../src/alerts/check-connections.ts';
import { checkModal } from '../../src/alerts/check-modal.ts';
import type { CheckLine } from '../../src/outside/check-line.ts';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { faultsOfModal, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { alertsForThisTest, narnia } from './alerts-under-test.ts';

const well = (system: CheckLine['system']): CheckLine => ({
  system,
  name: 'token',
  state: 'ok',
  says: 'Taken.',
});
const event = {
  eventId: 4_410_123,
  title: 'Zero-trust in practice',
  startsAt: new Date('2024-12-12T18:00:00Z'),
  liveEndsAt: new Date('2024-12-12T19:00:00Z'),
  archiveEndsAt: null,
  isActive: true,
  audienceUrl: null,
  isTest: false,
};

async function checking() {
  const it = await alertsForThisTest(1);
  await it.fail(narnia, 1);
  await it.settle();
  const checks = {
    slack: async () => [well('Slack')],
    marketo: async () => [well('Marketo')],
    on24: async () => [well('ON24')],
  };
  const on24 = { readEvent: async () => event };
  const show = async (more: object = {}, userId = 'U0JO') => {
    const click = { userId, actionId: '', value: '1', triggerId: '', responseUrl: undefined };
    const view = await showChecks({ db: it.db, on24, checks, ...more }, click);
    return linesOf(view).join('\n');
  };
  return { show, checks };
}

test('each system and the alert’s event are shown with what was found', async () => {
  const { show } = await checking();
  const text = await show();
  expect(text).toContain('Everything is well.');
  for (const system of ['Slack', 'Marketo', 'ON24'])
    expect(text).toContain(`Well · ${system}: token\nTaken.`);
  expect(text).toContain(
    '"Zero-trust in practice", from 2024-12-12 18:00 UTC to 2024-12-12 19:00 UTC, is active.',
  );
});

test('an inactive event and one that ON24 refuses are broken, and it is said what to do', async () => {
  const { show } = await checking();
  expect(await show({ on24: { readEvent: async () => ({ ...event, isActive: false }) } })).toMatch(
    /Broken · ON24: the webinar's event\n.*inactive.*\nWhat to do: Re-open/,
  );
  const gone = new OutsideFailure({
    system: 'on24',
    kind: 'misconfigured',
    scope: 'event',
    cause: 'event-gone',
    operation: 'read event',
    words: "The event 4410123 doesn't exist. Ask ada@acme-corp.example",
  });
  const text = await show({
    on24: {
      readEvent: async () => {
        throw gone;
      },
    },
  });
  expect(text).toContain('1 check found something broken.');
  expect(text).toContain("doesn't exist");
  expect(text).not.toContain('ada@');
});

test('a system that does not answer in time keeps nobody waiting for the others', async () => {
  const { show, checks } = await checking();
  const text = await show({
    checks: { ...checks, marketo: () => new Promise(() => undefined) },
    timeoutMs: 30,
  });
  expect(text).toContain('Broken · Marketo: answer\nNo answer within');
  expect(text).toContain('Well · ON24: token');
});

test('a stranger is shown nothing, and nothing is asked for them', async () => {
  const { show, checks } = await checking();
  let asked = 0;
  const counting = {
    ...checks,
    slack: async () => {
      asked += 1;
      return [];
    },
  };
  expect(await show({ checks: counting }, 'U0SAM')).toContain('for this webinar');
  expect(asked).toBe(0);
});

test('whatever an outside system says stays text, and Slack takes the modal', () => {
  const nasty = '<!channel> *x* '.repeat(60);
  const lines = Array.from({ length: 120 }, () => ({
    system: 'ON24' as const,
    name: nasty,
    state: 'warning' as const,
    says: nasty,
    remedy: nasty,
  }));
  const modal = checkModal(lines);
  expect(faultsOfModal(modal)).toEqual([]);
  expect(markupIn(modal)).toEqual([]);
  expect(linesOf(modal)[0]).toBe('Everything answers; there is something to look at.');
});
