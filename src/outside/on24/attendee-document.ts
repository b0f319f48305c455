/** Reads one document of ON24's attendee list into batches while it arrives. */
import { unreadable } from '../answer-shape.ts';
import { JsonList } from '../json-list.ts';
import { wholeNumber } from '../lenient-values.ts';
import { attendeeOf, mergedAttendee } from './attendee-record.ts';
import type { AnsweredCall } from './on24-connection.ts';
import type { On24Attendee } from './on24-words.ts';

export interface AttendeeBatch {
  /** Each person once. */
  attendees: On24Attendee[];
  /** Rows of the document that are in this batch, the unreadable ones among them. */
  rows: number;
  unreadableRows: number;
  /** What the document says it holds in all, as far as it has said so yet. */
  expected: number | null;
  /** Pages of the whole list; null where ON24 does not page, or has not said so yet. */
  pageCount: number | null;
}

const rowsPerBatch = 500;

/**
 * Ends with a batch, perhaps an empty one, that knows all the document says about itself.
 * @throws OutsideFailure `unavailable`, cause `unreadable`, for a document that is no attendee list or ends in its middle
 */
export async function* attendeeBatches(
  pieces: AsyncIterable<string>,
  answer: { status: number },
  call: AnsweredCall,
): AsyncGenerator<AttendeeBatch, void> {
  const failure = (words: string) => unreadable(answer, call, words);
  const list = new JsonList({ list: 'attendees', beside: ['totalattendees', 'pagecount'], failure });
  let waiting: unknown[] = [];
  for await (const piece of pieces) {
    waiting = waiting.concat(list.take(piece));
    while (waiting.length > rowsPerBatch) {
      yield batchOf(waiting.slice(0, rowsPerBatch), list);
      waiting = waiting.slice(rowsPerBatch);
    }
  }
  list.end();
  const last = batchOf(waiting, list);
  // Empty things are left out by ON24 elsewhere; a total of 0 says as clearly that nobody came.
  if (!list.hasList && last.expected !== 0) throw failure('there is no list of attendees');
  yield last;
}

function batchOf(rows: readonly unknown[], list: JsonList): AttendeeBatch {
  const people = new Map<number, On24Attendee>();
  let unreadableRows = 0;
  for (const row of rows) {
    const attendee = attendeeOf(row);
    if (attendee === undefined) {
      unreadableRows += 1;
      continue;
    }
    const known = people.get(attendee.on24UserId);
    people.set(attendee.on24UserId, known ? mergedAttendee(known, attendee) : attendee);
  }
  return {
    attendees: [...people.values()],
    rows: rows.length,
    unreadableRows,
    expected: numberBeside(list, 'totalattendees'),
    pageCount: numberBeside(list, 'pagecount'),
  };
}

function numberBeside(list: JsonList, key: string): number | null {
  // The parser hands numbers over as text, which is read like a quoted one.
  return wholeNumber.safeParse(list.beside.get(key)).data ?? null;
}
