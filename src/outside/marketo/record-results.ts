/** Matches Marketo's results of a write with the people it was for, and tells trouble with one person from trouble with all. */
import { z } from 'zod';
import { unreadable } from '../answer-shape.ts';
import { OutsideFailure } from '../failure.ts';
import { wholeNumber } from '../lenient-values.ts';
import { safeWords } from '../safe-words.ts';
import { marketoFault } from './marketo-fault-list.ts';

export const recordSchema = z.object({
  seq: wholeNumber.optional(),
  status: z.string(),
  leadId: wholeNumber.optional(),
  reasons: z
    .array(
      z.object({
        code: z.union([z.string(), z.number().transform(String)]),
        message: z.string().default(''),
      }),
    )
    .nullish(),
});

export type MarketoRecord = z.infer<typeof recordSchema>;

/** What became of one person, with Marketo's reason where the record was not simply done. */
export interface MatchedRecord {
  leadId: number;
  /** Marketo's own word, such as `updated`. */
  status: string;
  reason: { code: string; words: string } | undefined;
}

/**
 * Results in request order: by `seq`, because a skipped record carries no lead id; by position where `seq` is absent.
 * @throws OutsideFailure when a result is missing or another person's, or when a record failed for a cause that
 * concerns everybody; then part of the batch may have been carried out
 */
export function matchRecords(
  operation: string,
  leadIds: readonly number[],
  records: readonly MarketoRecord[],
): MatchedRecord[] {
  const bySeq = new Map(records.map((record, index) => [record.seq ?? index, record]));
  return leadIds.map((leadId, index) => {
    const record = bySeq.get(index);
    if (!record || (record.leadId !== undefined && record.leadId !== leadId)) {
      throw unreadable(
        { status: 200 },
        { system: 'marketo', operation, method: 'POST' },
        'results do not match people',
      );
    }
    const reason = record.reasons?.[0];
    if (!reason) return { leadId, status: record.status, reason: undefined };
    refuseSharedFault(operation, reason);
    return {
      leadId,
      status: record.status,
      reason: { code: reason.code, words: safeWords(reason.message) },
    };
  });
}

function refuseSharedFault(operation: string, reason: { code: string; message: string }): void {
  const fault = marketoFault(reason.code);
  if (!fault || (fault.kind !== 'unavailable' && fault.cause !== 'unknown-status')) return;
  throw new OutsideFailure({
    system: 'marketo',
    operation,
    kind: fault.kind,
    scope: fault.scope,
    cause: fault.cause,
    words: reason.message || fault.meaning,
    outcomeKnown: fault.cause === 'unknown-status',
    code: reason.code,
  });
}
