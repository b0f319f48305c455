/** Holds an answer against its schema; an answer of another shape counts as no answer. */
import type { z } from 'zod';
import { parsedJson } from './answer-words.ts';
import { OutsideFailure, type OutsideSystem } from './failure.ts';
import type { OutsideAnswer, OutsideCall } from './http.ts';

interface ShapedCall {
  system: OutsideSystem;
  operation: string;
  method: OutsideCall['method'];
}

/** @throws OutsideFailure `unavailable`, cause `unreadable`; of a write the outcome is unknown */
export function shaped<Schema extends z.ZodType>(
  schema: Schema,
  answer: OutsideAnswer,
  call: ShapedCall,
): z.infer<Schema> {
  const parsed = schema.safeParse(parsedJson(answer.text));
  if (parsed.success) return parsed.data;
  throw unreadable(answer, call, faultsOf(parsed.error));
}

export function unreadable(
  answer: Pick<OutsideAnswer, 'status'>,
  call: ShapedCall,
  words: string,
): OutsideFailure {
  return new OutsideFailure({
    system: call.system,
    operation: call.operation,
    kind: 'unavailable',
    scope: 'system',
    cause: 'unreadable',
    words: `the answer is not of the expected shape: ${words}`,
    outcomeKnown: call.method === 'GET',
    status: answer.status,
  });
}

// Paths and expected types only: the values may be personal.
function faultsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'} ${issue.code}`)
    .join(', ');
}
