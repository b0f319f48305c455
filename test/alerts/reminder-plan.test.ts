import { describe, expect, it } from 'vitest';
import { type Remindable, reminderDue } from '../../src/alerts/reminder-plan.ts';
import { at } from '../approvals/sample-people.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const later = (ms: number) => new Date(at('08:00:00').getTime() + ms);
const alert = (more: Partial<Remindable> = {}): Remindable => ({
  openedAt: later(0),
  remindedAt: null,
  remindedOfStartAt: null,
  ...more,
});
const unknown = { startsAt: null, liveEndsAt: null };

describe('an alert that stays open', () => {
  it('is recalled after a day, not before', () => {
    expect(reminderDue(alert(), unknown, later(day - 1))).toBeUndefined();
    expect(reminderDue(alert(), unknown, later(day))).toBe('open');
  });

  it('is recalled again after two days, four and eight, and in between is silence', () => {
    let remindedAt: Date | null = null;
    const days: number[] = [];
    for (let hours = 0; hours <= 20 * 24; hours += 1) {
      const now = later(hours * hour);
      if (!reminderDue(alert({ remindedAt }), unknown, now)) continue;
      remindedAt = now;
      days.push(hours / 24);
    }
    expect(days).toEqual([1, 2, 4, 8, 16]);
  });

  it('is recalled no more when the webinar is over', () => {
    const over = { startsAt: later(2 * hour), liveEndsAt: later(3 * hour) };
    expect(reminderDue(alert(), over, later(2 * day))).toBeUndefined();
  });
});

describe('an hour before the start', () => {
  const starts = { startsAt: later(5 * hour), liveEndsAt: later(6 * hour) };

  it('the thread is reminded once', () => {
    expect(reminderDue(alert(), starts, later(4 * hour - 1))).toBeUndefined();
    expect(reminderDue(alert(), starts, later(4 * hour))).toBe('start');
    expect(
      reminderDue(alert({ remindedOfStartAt: later(4 * hour) }), starts, later(4.5 * hour)),
    ).toBeUndefined();
  });

  it('it is too late once the webinar has started', () => {
    expect(reminderDue(alert(), starts, later(5 * hour))).toBeUndefined();
  });

  it('an alert that has just been opened needs no reminder', () => {
    const opened = alert({ openedAt: later(4.2 * hour) });
    expect(reminderDue(opened, starts, later(4.5 * hour))).toBeUndefined();
  });

  it('a start that was moved is told of anew', () => {
    const moved = { startsAt: later(10 * hour), liveEndsAt: later(11 * hour) };
    const reminded = alert({ remindedOfStartAt: later(4 * hour) });
    expect(reminderDue(reminded, moved, later(8 * hour))).toBeUndefined();
    expect(reminderDue(reminded, moved, later(9 * hour))).toBe('start');
  });
});
