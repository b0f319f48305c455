/** Reads a list of attendees to its end, or to its failure, so that a test can look at all of it. */
import { OutsideFailure } from '../../../src/outside/failure.ts';
import type { AttendeeTally, On24Attendee, On24Attendees } from '../../../src/outside/on24/on24-words.ts';

export interface ReadList {
  people: On24Attendee[];
  batchSizes: number[];
  tally: AttendeeTally;
  /** How the iteration ended, when it did not end well. */
  failure: OutsideFailure | undefined;
}

export async function readToEnd(list: On24Attendees): Promise<ReadList> {
  const people: On24Attendee[] = [];
  const batchSizes: number[] = [];
  let failure: OutsideFailure | undefined;
  try {
    for await (const batch of list) {
      people.push(...batch);
      batchSizes.push(batch.length);
    }
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    failure = error;
  }
  return { people, batchSizes, tally: { ...list.tally }, failure };
}
