/** The Marketo client: every call Usher makes to Marketo, in our words. Throws `OutsideFailure` and nothing else for what goes wrong outside. */

import { readCampaign, requestCampaign } from './campaign-request.ts';
import { savePeople } from './lead-writes.ts';
import { connectToMarketo, type MarketoClientOptions } from './marketo-connection.ts';
import { usageToday } from './marketo-usage.ts';
import type {
  MarketoCampaign,
  MarketoChannel,
  MarketoProgram,
  MarketoUsage,
  Member,
  MemberData,
  MemberDataResult,
  MemberField,
  Person,
  RemovalResult,
  SavedPerson,
  StatusChangePage,
  StatusWriteResult,
} from './marketo-words.ts';
import { describeMembers, readMembers, readMembersByStatus } from './member-reads.ts';
import { removeMembers, writeMemberData, writeStatus } from './member-writes.ts';
import { readPeople } from './people-reads.ts';
import { listPrograms, readChannel, readProgram } from './program-reads.ts';
import { pagingToken, readActivities } from './status-feed.ts';

export type { MarketoClientOptions };

export interface MarketoClient {
  /** Members among these people, in no promised order; who is absent is not a member. Any number of ids. */
  readMembers(programId: number, leadIds: readonly number[]): Promise<Member[]>;
  /** Members in any of these statuses, page by page. Up to 100,000 members (facts, section 6). */
  readMembersByStatus(programId: number, statusNames: readonly string[]): AsyncIterable<Member[]>;
  /**
   * These people, in no promised order; who is absent does not exist. Any number of ids. `moreFields`: further lead
   * fields by their REST names; one that Marketo does not know fails the call with the code 1006.
   */
  readPeople(leadIds: readonly number[], moreFields?: readonly string[]): Promise<Person[]>;
  /** Finds people by their addresses, and makes those who are missing. One result for each, in request order; at most `peoplePerWrite`. */
  savePeople(emails: readonly string[]): Promise<SavedPerson[]>;
  /**
   * One result for each id, in request order; at most `peoplePerWrite` ids, else `RangeError`.
   * An unknown status is `misconfigured`, scope `event`, cause `unknown-status`.
   */
  writeStatus(
    programId: number,
    statusName: string,
    leadIds: readonly number[],
  ): Promise<StatusWriteResult[]>;
  /** One result for each row, in request order; at most `peoplePerWrite`. */
  writeMemberData(programId: number, rows: readonly MemberData[]): Promise<MemberDataResult[]>;
  /** One result for each id, in request order; at most `peoplePerWrite`. */
  removeMembers(programId: number, leadIds: readonly number[]): Promise<RemovalResult[]>;
  readProgram(programId: number): Promise<MarketoProgram | undefined>;
  readChannel(name: string): Promise<MarketoChannel | undefined>;
  listPrograms(): Promise<MarketoProgram[]>;
  /** A place in the activity feed, from an instant on. */
  pagingToken(since: Date): Promise<string>;
  /** Changes of status in these programs, from a place on. A purged or foreign place has the cause `bad-cursor`. */
  readActivities(token: string, scope: { programIds: readonly number[] }): Promise<StatusChangePage>;
  describeMembers(): Promise<MemberField[]>;
  /** Asks a trigger campaign to run for up to `peoplePerCampaignRequest` people. Accepted is not done: there is no answer per person. */
  requestCampaign(campaignId: number, leadIds: readonly number[]): Promise<void>;
  readCampaign(campaignId: number): Promise<MarketoCampaign | undefined>;
  usageToday(): Promise<MarketoUsage>;
  /** Lets running calls end, then closes the connections. */
  close(): Promise<void>;
}

export function createMarketoClient(options: MarketoClientOptions): MarketoClient {
  const connection = connectToMarketo(options);
  return {
    readMembers: (programId, leadIds) => readMembers(connection, programId, leadIds),
    readMembersByStatus: (programId, statusNames) => readMembersByStatus(connection, programId, statusNames),
    readPeople: (leadIds, moreFields) => readPeople(connection, leadIds, moreFields),
    savePeople: (emails) => savePeople(connection, emails),
    writeStatus: (programId, statusName, leadIds) => writeStatus(connection, programId, statusName, leadIds),
    writeMemberData: (programId, rows) => writeMemberData(connection, programId, rows),
    removeMembers: (programId, leadIds) => removeMembers(connection, programId, leadIds),
    readProgram: (programId) => readProgram(connection, programId),
    readChannel: (name) => readChannel(connection, name),
    listPrograms: () => listPrograms(connection),
    pagingToken: (since) => pagingToken(connection, since),
    readActivities: (token, scope) => readActivities(connection, token, scope),
    describeMembers: () => describeMembers(connection),
    requestCampaign: (campaignId, leadIds) => requestCampaign(connection, campaignId, leadIds),
    readCampaign: (campaignId) => readCampaign(connection, campaignId),
    usageToday: () => usageToday(connection),
    close: () => connection.close(),
  };
}
