/** What our buttons carry about a person: the row, and its decision number when the button was drawn. */
import { z } from 'zod';

/** *Retry* stands in messages of several features, and one listens for it. */
export const retryAction = 'retry';

export interface Drawn {
  registrantId: number;
  decisionNumber: number;
  /** Present when the button said that the webinar is over, and what an approval then means. */
  isLate?: true;
}

export function drawnValue(of: { id: number; decisionNumber: number; isLate?: boolean }): string {
  return `${of.id}.${of.decisionNumber}${of.isLate ? '.late' : ''}`;
}

const drawn = z
  .string()
  .regex(/^\d{1,9}\.\d{1,9}(?:\.late)?$/)
  .transform((value): Drawn => {
    const [registrantId, decisionNumber, late] = value.split('.');
    return {
      registrantId: Number(registrantId),
      decisionNumber: Number(decisionNumber),
      ...(late === undefined ? {} : { isLate: true }),
    };
  });

/** What a button carries, or nothing when it is no value of ours. */
export function readDrawn(value: unknown): Drawn | undefined {
  return drawn.safeParse(value).data;
}

/** Several people in one value, as on *Approve all*. */
export function readAllDrawn(value: unknown): Drawn[] | undefined {
  const parsed = z.string().max(2000).safeParse(value);
  if (!parsed.success) return undefined;
  const people = parsed.data.split(' ').map(readDrawn);
  return people.every((person) => person !== undefined) ? people : undefined;
}
