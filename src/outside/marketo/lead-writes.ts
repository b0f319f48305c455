/** Makes sure that people exist in Marketo, found by their e-mail address. */
import { z } from 'zod';
import { unreadable } from '../answer-shape.ts';
import { wholeNumber } from '../lenient-values.ts';
import { safeWords } from '../safe-words.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { SavedPerson } from './marketo-words.ts';
import { peoplePerWrite } from './member-writes.ts';

const savedSchema = z.object({
  id: wholeNumber.optional(),
  status: z.string(),
  reasons: z.array(z.object({ message: z.string().default('') })).nullish(),
});

/** One result for each address, in request order: Marketo answers leads in the order of the input. */
export async function savePeople(
  connection: MarketoConnection,
  emails: readonly string[],
): Promise<SavedPerson[]> {
  if (emails.length === 0) return [];
  if (emails.length > peoplePerWrite) throw new RangeError(`at most ${peoplePerWrite} people in one call`);
  const { rows } = await connection.ask(
    {
      operation: 'save people',
      about: 'person',
      method: 'POST',
      path: '/rest/v1/leads.json',
      body: { action: 'createOrUpdate', lookupField: 'email', input: emails.map((email) => ({ email })) },
    },
    savedSchema,
  );
  if (rows.length !== emails.length) {
    const call = { system: 'marketo', operation: 'save people', method: 'POST' } as const;
    throw unreadable({ status: 200 }, call, 'results do not match people');
  }
  return rows.map(({ id, reasons }) =>
    id === undefined
      ? { leadId: null, words: safeWords(reasons?.[0]?.message ?? 'no reason given') }
      : { leadId: id, words: null },
  );
}
