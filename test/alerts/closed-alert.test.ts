import { describe, expect, it } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { buttonsIn, linesOf } from '../approvals/as-slack-reads.ts';
import { at } from '../approvals/sample-people.ts';
import { dismissed, every, message, solved } from './sample-alerts.ts';

const textOf = (drawing: ReturnType<typeof message>) => linesOf(drawing).join('\n');
const actionIds = (drawing: ReturnType<typeof message>) => buttonsIn(drawing).map(({ actionId }) => actionId);

describe('an alert that was dismissed', () => {
  it('is one line: by whom, when, and how many were not registered', () => {
    const [line = ''] = linesOf(every.dismissed);
    expect(line).toMatch(/^Dismissed by U0JO at .*· 23 people were not registered · "Zero-trust/);
    expect(every.dismissed.text).toContain('Dismissed. 23 people were not registered');
  });

  it('keeps the way to its people, and nothing else', () => {
    expect(actionIds(every.dismissed)).toEqual([alertActions.seePeople]);
  });

  it('counts apart those who were registered before or rejected', () => {
    const drawing = message(dismissed, { registration_error: 1, registered: 30, rejected: 6 });
    expect(textOf(drawing)).toContain('1 person was not registered, 30 of 37 were, 6 rejected');
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
    expect(textOf(drawing)).toContain('Solved: 30 of 37 registered, 3 removed in Marketo, 4 rejected');
    expect(drawing.text).toContain('3 removed in Marketo, 4 rejected');
  });

  it('is not called solved when some failed again for another reason, and names those', () => {
    const text = textOf(every['over, with two who failed again']);
    expect(text).toMatch(/^35 of 37 registered, by U0MARA at /);
    expect(text).toContain('2 failed again for another reason: Ada Lovelace: "The phone number');
    expect(text).not.toContain('Solved');
  });

  it('does not name whoever tried before somebody else solved it', () => {
    const drawing = message({ ...solved, retryStage: 'canary_failed' }, { registered: 1 }, { first: [] });
    expect(textOf(drawing)).toMatch(/^Solved: 1 of 1 registered at /);
  });

  it('names nobody when nobody retried', () => {
    const drawing = message({ closedAt: at('11:05:00'), closedBecause: 'solved' }, { registered: 1 });
    expect(textOf(drawing)).toMatch(/^Solved: 1 of 1 registered at /);
  });
});
