/** Reads who people are: Marketo's leads. */
import { z } from 'zod';
import { textOrNull, wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { Person } from './marketo-words.ts';
import { batches } from './value-batches.ts';

const leadSchema = z
  .object({
    id: wholeNumber,
    firstName: textOrNull,
    lastName: textOrNull,
    email: textOrNull,
    company: textOrNull,
    title: textOrNull,
  })
  .transform(({ id, ...person }): Person => ({ leadId: id, ...person }));

const fields = 'id,firstName,lastName,email,company,title';

/** Filter values that Marketo takes at most; so many rows fit one answer. */
const mostValues = 300;

export async function readPeople(
  connection: MarketoConnection,
  leadIds: readonly number[],
): Promise<Person[]> {
  const people: Person[] = [];
  for (const batch of batches([...new Set(leadIds)], mostValues)) {
    const { rows } = await connection.ask(
      {
        operation: 'read people',
        about: 'system',
        method: 'GET',
        path: '/rest/v1/leads.json',
        query: { filterType: 'id', filterValues: batch.join(','), fields, batchSize: String(mostValues) },
      },
      leadSchema,
    );
    people.push(...rows);
  }
  return people;
}
