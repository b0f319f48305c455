import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { flagOrNull, instantOrNull, textOrNull, wholeNumber } from '../../src/outside/lenient-values.ts';

describe('values as outside systems send them', () => {
  it.each([
    ['2026-11-18T17:02:44Z', '2026-11-18T17:02:44.000Z'],
    ['2026-03-10T09:24:11Z+0000', '2026-03-10T09:24:11.000Z'],
    ['2026-11-18T10:00:00-08:00', '2026-11-18T18:00:00.000Z'],
    ['2026-07-18T10:00:00-0700', '2026-07-18T17:00:00.000Z'],
  ])('an instant may be written %s', (written, instant) => {
    expect(instantOrNull.parse(written)?.toISOString()).toBe(instant);
  });

  it.each(['2026-11-18T10:00:00', '2026-11-18', 'soon', '', 17, null, undefined])(
    'an instant is not guessed from %s',
    (written) => {
      expect(instantOrNull.parse(written)).toBeNull();
    },
  );

  it.each([
    [true, true],
    ['Y', true],
    ['true', true],
    [false, false],
    ['N', false],
    ['false;jsessionid', false],
    ['maybe', null],
    [undefined, null],
  ])('a flag may be written %s', (written, flag) => {
    expect(flagOrNull.parse(written)).toBe(flag);
  });

  it('a number may be quoted, but not be another thing', () => {
    expect(wholeNumber.parse('4410123')).toBe(4410123);
    expect(wholeNumber.safeParse('4.5').success).toBe(false);
    expect(wholeNumber.safeParse(null).success).toBe(false);
  });

  it('an absent key is null, like a blank one', () => {
    const schema = z.object({ text: textOrNull, at: instantOrNull, flag: flagOrNull });
    expect(schema.parse({})).toEqual({ text: null, at: null, flag: null });
    expect(schema.parse({ text: ' ' })).toEqual({ text: null, at: null, flag: null });
  });
});
