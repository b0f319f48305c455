/** What buttons carry, and that nothing else is read from them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnValue, readAllDrawn, readDrawn } from '../../../src/outside/slack/drawn-value.ts';

const ids = fc.integer({ min: 0, max: 999_999_999 });

describe('what a button carries', () => {
  it('is read as it was drawn', () => {
    fc.assert(
      fc.property(ids, ids, (id, decisionNumber) => {
        expect(readDrawn(drawnValue({ id, decisionNumber }))).toEqual({ registrantId: id, decisionNumber });
      }),
    );
  });

  it('says whether it was drawn once the webinar was over', () => {
    expect(readDrawn(drawnValue({ id: 12, decisionNumber: 3, isLate: true }))).toEqual({
      registrantId: 12,
      decisionNumber: 3,
      isLate: true,
    });
    expect(readDrawn(drawnValue({ id: 12, decisionNumber: 3, isLate: false }))).not.toHaveProperty('isLate');
    expect(readDrawn('12.3.lat')).toBeUndefined();
  });

  it('is read for all people of one button', () => {
    const value = [
      { id: 12, decisionNumber: 3 },
      { id: 13, decisionNumber: 0 },
    ]
      .map(drawnValue)
      .join(' ');
    expect(readAllDrawn(value)).toEqual([
      { registrantId: 12, decisionNumber: 3 },
      { registrantId: 13, decisionNumber: 0 },
    ]);
  });

  it.each([
    undefined,
    null,
    12,
    '',
    '12',
    '12.',
    '.3',
    '12.3.4',
    ' 12.3',
    '12.3\n',
    '-1.0',
    '1e3.0',
    '0x1.0',
    '٣.٤',
    '9999999999.0',
    { registrantId: 1 },
  ])('is nothing of ours: %j', (value) => {
    expect(readDrawn(value)).toBeUndefined();
    expect(readAllDrawn(value)).toBeUndefined();
  });

  it.each(['12.3 ', ' 12.3', '12.3  13.0', '12.3,13.0', '12.3 x', '12.3\t13.0'])(
    'is nothing of ours when one of several is not: %j',
    (value) => {
      expect(readAllDrawn(value)).toBeUndefined();
    },
  );

  it('is nothing of ours when it is longer than Slack lets a button carry', () => {
    expect(readAllDrawn('999999999.999999999 '.repeat(100).trim())).toHaveLength(100);
    expect(readAllDrawn('999999999.999999999 '.repeat(101).trim())).toBeUndefined();
  });
});
