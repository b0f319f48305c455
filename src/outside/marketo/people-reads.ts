/** Reads who people are: Marketo's leads. */
import { z } from 'zod';
import { textOrNull, wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { Person } from './marketo-words.ts';
import { batches } from './value-batches.ts';

const leadSchema = z.looseObject({
  id: wholeNumber,
  firstName: textOrNull,
  lastName: textOrNull,
  email: textOrNull,
  company: textOrNull,
  title: textOrNull,
});

const ownFields = Object.keys(leadSchema.shape);

/** Filter values that Marketo takes at most; so many rows fit one answer. */
const mostValues = 300;

export async function readPeople(
  connection: MarketoConnection,
  leadIds: readonly number[],
  moreFields: readonly string[] = [],
): Promise<Person[]> {
  const fields = [...new Set([...ownFields, ...moreFields])].join(',');
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
    people.push(...rows.map((row) => person(row, moreFields)));
  }
  return people;
}

function person(row: z.infer<typeof leadSchema>, moreFields: readonly string[]): Person {
  const { id, firstName, lastName, email, company, title } = row;
  const values = moreFields.flatMap((field): [string, string][] => {
    const value = shown(row[field]);
    return value === undefined ? [] : [[field, value]];
  });
  return { leadId: id, firstName, lastName, email, company, title, moreFields: Object.fromEntries(values) };
}

/** A custom field may be a number or a check box. */
function shown(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
