/** Writes program members: their status, their data, and their removal. */
import type { MarketoConnection } from './marketo-connection.ts';
import type { MemberData, MemberDataResult, RemovalResult, StatusWriteResult } from './marketo-words.ts';
import { type MatchedRecord, matchRecords, recordSchema } from './record-results.ts';

const inOrPastStatus = '1037';

// A removal answers 1037 for who is not a member (facts, section 4); 1004 and 1013 are for who is not there at all.
const absentCodes = new Set(['1004', '1013', '1037']);

export async function writeStatus(
  connection: MarketoConnection,
  programId: number,
  statusName: string,
  leadIds: readonly number[],
): Promise<StatusWriteResult[]> {
  const records = await write(connection, {
    operation: 'write status',
    path: `/rest/v1/programs/${programId}/members/status.json`,
    leadIds,
    body: { statusName, input: leadIds.map((leadId) => ({ leadId })) },
  });
  return records.map((record): StatusWriteResult => {
    const { leadId, status, reason } = record;
    if (status === 'updated' || status === 'created') return { leadId, outcome: status };
    return { leadId, outcome: reason?.code === inOrPastStatus ? 'already-past' : 'refused', ...reason };
  });
}

export async function writeMemberData(
  connection: MarketoConnection,
  programId: number,
  rows: readonly MemberData[],
): Promise<MemberDataResult[]> {
  const records = await write(connection, {
    operation: 'write member data',
    path: `/rest/v1/programs/${programId}/members.json`,
    leadIds: rows.map((row) => row.leadId),
    body: {
      input: rows.map(({ leadId, webinarUrl, registrationCode, fields }) => ({
        ...fields,
        leadId,
        webinarUrl,
        registrationCode,
      })),
    },
  });
  return records.map((record): MemberDataResult => {
    const { leadId, status, reason } = record;
    if (status === 'updated') return { leadId, outcome: 'updated' };
    return {
      leadId,
      outcome: reason && absentCodes.has(reason.code) ? 'not-a-member' : 'refused',
      ...reason,
    };
  });
}

export async function removeMembers(
  connection: MarketoConnection,
  programId: number,
  leadIds: readonly number[],
): Promise<RemovalResult[]> {
  const records = await write(connection, {
    operation: 'remove members',
    path: `/rest/v1/programs/${programId}/members/delete.json`,
    leadIds,
    body: { input: leadIds.map((leadId) => ({ leadId })) },
  });
  return records.map((record): RemovalResult => {
    const { leadId, status, reason } = record;
    if (status === 'deleted') return { leadId, outcome: 'removed' };
    return {
      leadId,
      outcome: reason && absentCodes.has(reason.code) ? 'not-a-member' : 'refused',
      ...reason,
    };
  });
}

/** At most this many people in one write. */
export const peoplePerWrite = 300;

async function write(
  connection: MarketoConnection,
  request: { operation: string; path: string; leadIds: readonly number[]; body: unknown },
): Promise<MatchedRecord[]> {
  const { operation, path, leadIds, body } = request;
  if (leadIds.length === 0) return [];
  if (leadIds.length > peoplePerWrite) throw new RangeError(`at most ${peoplePerWrite} people in one call`);
  const { rows } = await connection.ask(
    { operation, about: 'person', method: 'POST', path, body },
    recordSchema,
  );
  return matchRecords(operation, leadIds, rows);
}
