import { describe, expect, it } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { type ErrorAlertFacts, errorAlertMessage } from '../../src/alerts/error-alert-message.ts';
import { type Status, statuses } from '../../src/program/status.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { brokenTexts, buttonsIn, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at, charles, nameless, registrant, worst } from '../approvals/sample-people.ts';

const open: Alert = {
  id: 9,
  kind: 'registration_error',
  slackChannelId: 'C0WEBINAR',
  webinarId: 7,
  cause: "the country 'narnia' is not in the list.",
  words: "The country 'Narnia' is not in the list.",
  messageId: 31,
  openedAt: at('10:42:00'),
  lastMetAt: at('10:44:00'),
  retryStage: null,
  retriedBy: null,
  retriedAt: null,
  canaryId: null,
  remindedAt: null,
  remindedOfStartAt: null,
  closedAt: null,
  closedBecause: null,
  closedBy: null,
};

type Counts = Partial<Record<Status, number>>;

const standing = (counts: Counts) =>
  new Map(statuses.flatMap((status) => (counts[status] === undefined ? [] : [[status, counts[status]]])));

function message(
  alert: Partial<Alert> = {},
  counts: Counts = { registration_error: 37 },
  more: Partial<ErrorAlertFacts> = {},
) {
  return errorAlertMessage({
    alert: { ...open, ...alert },
    webinarTitle: 'Zero-trust in practice',
    counts: standing(counts),
    first: [registrant(), charles()],
    ...more,
  });
}
const textOf = (drawing: ReturnType<typeof message>) => linesOf(drawing).join('\n');
const actionIds = (drawing: ReturnType<typeof message>) => buttonsIn(drawing).map(({ actionId }) => actionId);

const retried = { retriedBy: 'U0MARA', retriedAt: at('11:00:00'), canaryId: 1 };
const solved: Partial<Alert> = { ...retried, closedAt: at('11:05:00'), closedBecause: 'solved' };

const every = {
  open: message(),
  'one person': message({}, { registration_error: 1 }, { first: [registrant()] }),
  'a first one under way': message(
    { ...retried, retryStage: 'canary' },
    { registration_error: 36, registering: 1 },
  ),
  'a first one who failed': message({ ...retried, retryStage: 'canary_failed' }),
  'the rest under way': message(
    { ...retried, retryStage: 'rest' },
    { registered: 12, registering: 25 },
    { first: [] },
  ),
  solved: message(solved, { registered: 37 }, { first: [] }),
};

describe('an alert on registration errors', () => {
  it.each(Object.entries(every))('is within Slack’s limits: %s', (_state, drawing) => {
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });

  it('says how many, for what, why, since when, who, and what it means', () => {
    const text = textOf(every.open);
    expect(linesOf(every.open)[0]).toBe('37 people could not be registered for "Zero-trust in practice"');
    expect(text).toContain('Reason: "The country \'Narnia\' is not in the list."');
    expect(text).toContain('Ada Lovelace, Charles Babbage and 35 more');
    expect(text).toContain('What it means: The registration page of the event offers a fixed list');
    expect(JSON.stringify(every.open.blocks)).toContain(`"timestamp":${at('10:42:00').getTime() / 1000}`);
    expect(JSON.stringify(every.open.blocks)).toContain(`"timestamp":${at('10:44:00').getTime() / 1000}`);
    expect(every.open.text).toContain('37 people could not be registered');
  });

  it('offers to retry all and to see the people, and its buttons carry the alert', () => {
    expect(textOf(every.open)).toContain('[Retry all 37]  [See people]');
    expect(buttonsIn(every.open)).toMatchObject([
      { actionId: alertActions.retryAll, value: '9' },
      { actionId: alertActions.seePeople, value: '9' },
    ]);
  });

  it('speaks of one person in the singular', () => {
    expect(linesOf(every['one person'])[0]).toContain('1 person could not be registered');
    expect(textOf(every['one person'])).toContain('[Retry]  [See people]');
    expect(textOf(every['one person'])).not.toContain('more');
  });

  it('explains nothing where the reason is not known', () => {
    expect(textOf(message({ words: 'Something odd (X17).' }))).not.toContain('What it means');
  });
});

describe('a retry in an alert', () => {
  it('shows that one person is tried first, and offers no second retry meanwhile', () => {
    const drawing = every['a first one under way'];
    expect(textOf(drawing)).toContain('Retried by U0MARA · one person is tried first');
    expect(actionIds(drawing)).toEqual([alertActions.seePeople]);
  });

  it('shows that the others were left alone when the first one failed again, and can be tried again', () => {
    const drawing = every['a first one who failed'];
    expect(textOf(drawing)).toContain('the first person failed again, so the others were left alone');
    expect(actionIds(drawing)).toContain(alertActions.retryAll);
  });

  it('counts those who are through and those under way', () => {
    expect(textOf(every['the rest under way'])).toContain('12 of 37 registered, 25 under way');
    expect(actionIds(every['the rest under way'])).toEqual([alertActions.seePeople]);
  });
});

describe('a solved alert', () => {
  it('is one line: how many are registered, by whom and when, and what it was about', () => {
    expect(linesOf(every.solved)).toHaveLength(1);
    expect(textOf(every.solved)).toMatch(/^Solved: 37 of 37 registered, by U0MARA at /);
    expect(textOf(every.solved)).toContain('"Zero-trust in practice" · The country');
    expect(every.solved.text).toBe('Solved: 37 of 37 registered for "Zero-trust in practice".');
    expect(actionIds(every.solved)).toEqual([]);
  });

  it('counts among everybody those who were rejected or left instead', () => {
    const drawing = message(solved, { registered: 30, rejected: 4, not_in_program: 3 }, { first: [] });
    expect(textOf(drawing)).toContain('Solved: 30 of 37 registered');
  });

  it('names nobody when nobody retried', () => {
    const drawing = message({ closedAt: at('11:05:00'), closedBecause: 'solved' }, { registered: 1 });
    expect(textOf(drawing)).toMatch(/^Solved: 1 of 1 registered at /);
  });
});

describe('words from outside', () => {
  const nasty = '<!channel> *Narnia* <https://evil.test|x> "quoted" '.repeat(20);

  it.each([0, 1, 2, 3, 4, 5])('keep the alert within Slack’s limits and are never markup (%i)', (kind) => {
    for (const alert of [{ words: nasty }, { ...solved, words: nasty }]) {
      const drawing = message(
        alert,
        { registration_error: 2 },
        { webinarTitle: nasty, first: [worst(kind), worst(kind + 1)] },
      );
      expect(faultsOfDrawing(drawing)).toEqual([]);
      expect(markupIn(drawing)).toEqual([]);
      expect(brokenTexts(drawing)).toEqual([]);
      expect(drawing.text).not.toMatch(/[<>*]/);
    }
  });

  it('show no address, neither in the reason nor for somebody without a name', () => {
    const drawing = message(
      { words: 'ada@analytical.example is taken' },
      { registration_error: 1 },
      { first: [nameless()] },
    );
    expect(JSON.stringify(drawing)).not.toContain('ada@');
    expect(JSON.stringify(drawing)).not.toContain('someone@');
    expect(textOf(drawing)).toContain('Someone at gmail.com (no. 4117)');
  });
});
