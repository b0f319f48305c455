/** Reads programs and their channels. Asset answers without a hit are successes without a result. */
import { z } from 'zod';
import { textOrNull, wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { MarketoChannel, MarketoProgram } from './marketo-words.ts';

const programSchema = z
  .object({
    id: wholeNumber,
    name: z.string(),
    type: z.string(),
    channel: z.string(),
    url: textOrNull.optional(),
  })
  .transform(({ url, ...program }): MarketoProgram => ({ ...program, pageUrl: url ?? null }));

const channelSchema = z
  .object({
    name: z.string(),
    applicableProgramType: textOrNull,
    progressionStatuses: z.array(
      z.object({
        name: z.string(),
        step: wholeNumber,
        type: textOrNull,
        hidden: z.boolean().nullish(),
        success: z.boolean().nullish(),
      }),
    ),
  })
  .transform(
    (channel): MarketoChannel => ({
      name: channel.name,
      programType: channel.applicableProgramType,
      statuses: channel.progressionStatuses.map((status) => ({
        ...status,
        hidden: status.hidden ?? false,
        success: status.success ?? false,
      })),
    }),
  );

/** The most rows that an asset listing gives at once. */
const pageSize = 200;

export async function readProgram(
  connection: MarketoConnection,
  programId: number,
): Promise<MarketoProgram | undefined> {
  const path = `/rest/asset/v1/program/${programId}.json`;
  const { rows } = await connection.ask(
    { operation: 'read program', about: 'event', method: 'GET', path },
    programSchema,
  );
  return rows[0];
}

export async function listPrograms(connection: MarketoConnection): Promise<MarketoProgram[]> {
  const programs: MarketoProgram[] = [];
  for await (const page of listing(
    connection,
    'list programs',
    '/rest/asset/v1/programs.json',
    programSchema,
  )) {
    programs.push(...page);
  }
  return programs;
}

export async function readChannel(
  connection: MarketoConnection,
  name: string,
): Promise<MarketoChannel | undefined> {
  // Marketo cannot search for a name with a comma (facts, section 10).
  if (name.includes(',')) return findChannel(connection, name);
  const { rows } = await connection.ask(
    {
      operation: 'read channel',
      about: 'event',
      method: 'GET',
      path: '/rest/asset/v1/channel/byName.json',
      query: { name },
    },
    channelSchema,
  );
  return rows.find((channel) => channel.name === name) ?? rows[0];
}

async function findChannel(connection: MarketoConnection, name: string): Promise<MarketoChannel | undefined> {
  for await (const page of listing(
    connection,
    'list channels',
    '/rest/asset/v1/channels.json',
    channelSchema,
  )) {
    const found = page.find((channel) => channel.name === name);
    if (found) return found;
  }
  return undefined;
}

async function* listing<Row extends z.ZodType>(
  connection: MarketoConnection,
  operation: string,
  path: string,
  row: Row,
): AsyncGenerator<z.infer<Row>[]> {
  for (let offset = 0; ; offset += pageSize) {
    const query = { maxReturn: String(pageSize), offset: String(offset) };
    const { rows } = await connection.ask({ operation, about: 'system', method: 'GET', path, query }, row);
    yield rows;
    if (rows.length < pageSize) return;
  }
}
