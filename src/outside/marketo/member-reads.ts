/** Reads program members: those among given people, or those in given statuses. */
import { z } from 'zod';
import { OutsideFailure } from '../failure.ts';
import { instantOrNull, textOrNull, wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { Member, MemberField } from './marketo-words.ts';
import { batches } from './value-batches.ts';

const memberSchema = z.object({
  leadId: wholeNumber,
  statusName: z.string().min(1),
  statusReason: textOrNull,
  webinarUrl: textOrNull,
  registrationCode: textOrNull,
  membershipDate: instantOrNull,
  updatedAt: instantOrNull,
});

const fields = Object.keys(memberSchema.shape).join(',');

/** Filter values, and rows in an answer, that Marketo takes at most. */
const mostValues = 300;

export async function readMembers(
  connection: MarketoConnection,
  programId: number,
  leadIds: readonly number[],
): Promise<Member[]> {
  const members: Member[] = [];
  for (const batch of batches([...new Set(leadIds)], mostValues)) {
    for await (const page of pages(connection, programId, 'leadId', batch.join(','))) members.push(...page);
  }
  return members;
}

export async function* readMembersByStatus(
  connection: MarketoConnection,
  programId: number,
  statusNames: readonly string[],
): AsyncGenerator<Member[]> {
  const unusable = statusNames.find((name) => name.includes(','));
  if (unusable !== undefined) throw commaInName(unusable);
  for (const batch of batches(statusNames, mostValues)) {
    yield* pages(connection, programId, 'statusName', batch.join(','));
  }
}

async function* pages(
  connection: MarketoConnection,
  programId: number,
  filterType: 'leadId' | 'statusName',
  filterValues: string,
): AsyncGenerator<Member[]> {
  let token: string | undefined;
  do {
    const page = await connection.ask(
      {
        operation: 'read members',
        about: 'event',
        method: 'GET',
        path: `/rest/v1/programs/${programId}/members.json`,
        query: {
          filterType,
          filterValues,
          fields,
          batchSize: String(mostValues),
          ...(token !== undefined && { nextPageToken: token }),
        },
      },
      memberSchema,
    );
    if (page.rows.length > 0) yield page.rows;
    token = page.more ? page.nextToken : undefined;
  } while (token !== undefined);
}

const fieldSchema = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  dataType: z.string(),
  updateable: z.boolean().default(false),
});

export async function describeMembers(connection: MarketoConnection): Promise<MemberField[]> {
  const { rows } = await connection.ask(
    {
      operation: 'describe members',
      about: 'system',
      method: 'GET',
      path: '/rest/v1/programs/members/describe.json',
    },
    z.object({ fields: z.array(fieldSchema) }),
  );
  return rows.flatMap((row) =>
    row.fields.map((field) => ({
      name: field.name,
      title: field.displayName ?? field.name,
      dataType: field.dataType,
      isUpdateable: field.updateable,
    })),
  );
}

// Filter values are separated by commas, and Marketo knows no way to write one inside a value (facts, section 6).
function commaInName(name: string): OutsideFailure {
  return new OutsideFailure({
    system: 'marketo',
    operation: 'read members',
    kind: 'misconfigured',
    scope: 'event',
    cause: 'bad-request',
    words: `Members cannot be found by the status "${name}": its name holds a comma.`,
  });
}
