import { describe, expect, it } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { brokenTexts, buttonsIn, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at, nameless, worst } from '../approvals/sample-people.ts';
import { dismissed, every, message, retried, solved, standing } from './sample-alerts.ts';

const textOf = (drawing: ReturnType<typeof message>) => linesOf(drawing).join('\n');
const actionIds = (drawing: ReturnType<typeof message>) => buttonsIn(drawing).map(({ actionId }) => actionId);

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

  it('offers a check, a retry, the people and the dismissal, and its buttons carry the alert', () => {
    expect(textOf(every.open)).toContain('[Check connection]  [Retry all 37]  [See people]  [Dismiss]');
    expect(buttonsIn(every.open)).toMatchObject([
      { actionId: alertActions.checkConnection, value: '9' },
      { actionId: alertActions.retryAll, value: '9' },
      { actionId: alertActions.seePeople, value: '9' },
      { actionId: alertActions.dismiss, value: '9' },
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
    expect(actionIds(drawing)).not.toContain(alertActions.retryAll);
  });

  it('shows that the others were left alone when the first one failed again, and can be tried again', () => {
    const drawing = every['a first one who failed'];
    expect(textOf(drawing)).toContain('the first person failed again, so the others were left alone');
    expect(actionIds(drawing)).toContain(alertActions.retryAll);
  });

  it('counts those who are through and those under way', () => {
    expect(textOf(every['the rest under way'])).toContain('███░░░░░░░ 12 of 37 registered, 25 under way');
    expect(actionIds(every['the rest under way'])).toEqual([
      alertActions.checkConnection,
      alertActions.seePeople,
    ]);
  });

  it('lists those who failed again with their new reason', () => {
    const text = textOf(every['two who failed again for another reason']);
    expect(text).toContain('37 people could not be registered');
    expect(text).toContain('3 failed again for the same reason');
    expect(text).toContain(
      '2 failed again for another reason: Ada Lovelace: "The phone number is too short."; Charles Babbage: "Odd."',
    );
  });

  it('lists five of many and counts the others', () => {
    const many = Array.from({ length: 5 }, (_, index) => worst(index, { statusReason: 'Odd.' }));
    const drawing = message(
      { ...retried, retryStage: 'rest' },
      { registration_error: 900 },
      {
        elsewhere: many,
        standing: standing({ registration_error: 900 }, { failing: 0, elsewhere: 900 }),
      },
    );
    expect(textOf(drawing)).toContain('900 failed again for another reason: ');
    expect(textOf(drawing)).toContain('; and 895 more');
    expect(faultsOfDrawing(drawing)).toEqual([]);
  });
});

describe('an alert on several reasons', () => {
  it('lists the three most frequent, what they mean, and how many met the others', () => {
    const text = textOf(every['several reasons']);
    expect(text).toContain('5 different reasons. The most frequent:');
    expect(text).toContain('20 people: "The country \'Narnia\' is not in the list."');
    expect(text).toContain('9 people: "The phone number is too short."');
    expect(text).toContain('5 people: "Something odd (X17)."');
    expect(text).toContain('3 people met 2 other reasons');
    expect(text).not.toContain('Something rare');
    expect(text.match(/What it means: /g)).toHaveLength(2);
    expect(every['several reasons'].text).toContain('Reason: 5 different reasons');
  });
});

describe('words from outside', () => {
  const nasty = '<!channel> *Narnia* <https://evil.test|x> "quoted" '.repeat(20);

  it.each([0, 1, 2, 3, 4, 5])('keep the alert within Slack’s limits and are never markup (%i)', (kind) => {
    for (const alert of [{ words: nasty }, { ...solved, words: nasty }, { ...dismissed, words: nasty }]) {
      const drawing = message(
        alert,
        { registration_error: 2 },
        {
          webinarTitle: nasty,
          first: [worst(kind), worst(kind + 1)],
          standing: standing({ registration_error: 2 }, { elsewhere: 5 }),
          elsewhere: Array.from({ length: 5 }, (_, index) => worst(kind + index, { statusReason: nasty })),
        },
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
