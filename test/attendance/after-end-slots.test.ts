import { describe, expect, it, test } from 'vitest';
import { afterEndMs, lateAt, slotDueAfterEnd } from '../../src/attendance/after-end-slots.ts';

const end = new Date('2026-12-12T19:00:00Z');
const at = (time: string) => new Date(`2026-12-12T${time}Z`);
const connectedAt = new Date('2026-12-01T00:00:00Z');

test('the slots are half an hour, one, two and three hours after the live end, when ON24 calls its data final', () => {
  expect(afterEndMs.map((ms) => ms / 60_000)).toEqual([30, 60, 120, 180]);
});

describe('the slot after a live end that is due', () => {
  it.each([
    ['before the end', connectedAt, at('18:59:59'), undefined],
    ['before half an hour has passed', connectedAt, at('19:29:59'), undefined],
    ['at half an hour', connectedAt, at('19:30:00'), '19:30:00'],
    ['once that has been run', at('19:30:09'), at('19:59:59'), undefined],
    ['at one hour', at('19:30:09'), at('20:00:00'), '20:00:00'],
    ['when a run has ended just then', at('20:00:00'), at('20:00:00'), undefined],
    ['when a long run went past two slots', at('21:00:01'), at('21:30:00'), undefined],
    ['when three were missed: one run', at('19:30:09'), at('23:30:00'), '22:00:00'],
    ['days later, when the last was missed', at('21:00:09'), new Date('2026-12-20T00:00:00Z'), '22:00:00'],
    ['after the last', at('22:00:09'), new Date('2026-12-20T00:00:00Z'), undefined],
    ['of a webinar connected later', at('23:00:00'), at('23:30:00'), undefined],
  ])('%s', (_when, satisfiedUntil, now, expected) => {
    expect(slotDueAfterEnd(end, satisfiedUntil, now)).toEqual(expected && at(expected));
  });

  it('is none where no end is known', () => {
    expect(slotDueAfterEnd(null, connectedAt, at('23:00:00'))).toBeUndefined();
  });

  it('moves with the event', () => {
    const later = new Date('2026-12-13T19:00:00Z');
    expect(slotDueAfterEnd(later, at('19:30:09'), new Date('2026-12-13T19:29:00Z'))).toBeUndefined();
    expect(slotDueAfterEnd(later, at('19:30:09'), new Date('2026-12-13T19:30:00Z'))).toEqual(
      new Date('2026-12-13T19:30:00Z'),
    );
  });
});

describe('a run is late', () => {
  const night = { at: '23:00', timeZone: 'America/Los_Angeles' };
  it.each([
    ['at 06:00 Pacific', '2026-12-13T07:00:00Z', '2026-12-13T14:00:00Z'],
    ['at 06:00 on the spring night, six hours later', '2026-03-08T07:00:00Z', '2026-03-08T13:00:00Z'],
    ['at 06:00 on the autumn night, eight hours later', '2026-11-01T06:00:00Z', '2026-11-01T14:00:00Z'],
    ['the next morning, for a slot of the day', '2026-12-12T22:00:00Z', '2026-12-13T14:00:00Z'],
    ['not before an hour has passed', '2026-12-13T13:30:00Z', '2026-12-14T14:00:00Z'],
  ])('%s', (_when, slot, expected) => {
    expect(lateAt(new Date(slot), night)).toEqual(new Date(expected));
  });

  it('seven hours by the wall clock after another nightly time', () => {
    const berlin = { at: '03:15', timeZone: 'Europe/Berlin' };
    expect(lateAt(new Date('2026-12-13T02:15:00Z'), berlin)).toEqual(new Date('2026-12-13T09:15:00Z'));
  });
});
