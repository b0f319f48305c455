/** Follows Marketo's activity feed for changes of status (activity type 104), page by page from a stored place. */
import { z } from 'zod';
import { unreadable } from '../answer-shape.ts';
import { OutsideFailure } from '../failure.ts';
import { instantOrNull, textOrNull, wholeNumber } from '../lenient-values.ts';
import type { MarketoConnection } from './marketo-connection.ts';
import type { StatusChange, StatusChangePage } from './marketo-words.ts';

const statusChanged = 104;

const attributeSchema = z.object({ name: z.string(), value: z.unknown().optional() });

const activitySchema = z.object({
  marketoGUID: textOrNull,
  id: textOrNull,
  leadId: wholeNumber,
  activityDate: instantOrNull.pipe(z.date()),
  activityTypeId: wholeNumber,
  primaryAttributeValueId: wholeNumber,
  attributes: z.array(attributeSchema).nullish(),
});

export async function pagingToken(connection: MarketoConnection, since: Date): Promise<string> {
  const call = { operation: 'begin the activity feed', method: 'GET' as const };
  const sinceDatetime = since.toISOString().replace(/\.\d+Z$/, 'Z');
  const page = await connection.ask(
    { ...call, about: 'system', path: '/rest/v1/activities/pagingtoken.json', query: { sinceDatetime } },
    z.unknown(),
  );
  return page.nextToken ?? missingToken(call.operation);
}

export async function readActivities(
  connection: MarketoConnection,
  token: string,
  scope: { programIds: readonly number[] },
): Promise<StatusChangePage> {
  // Without assetIds Marketo would give the changes of every program.
  if (scope.programIds.length === 0) return { nextToken: token, more: false, changes: [], passedOver: 0 };
  const operation = 'read the activity feed';
  try {
    const page = await connection.ask(
      {
        operation,
        about: 'event',
        method: 'GET',
        path: '/rest/v1/activities.json',
        query: {
          activityTypeIds: String(statusChanged),
          assetIds: scope.programIds.join(','),
          nextPageToken: token,
          batchSize: '300',
        },
      },
      z.unknown(),
    );
    const nextToken = page.nextToken ?? missingToken(operation);
    return { nextToken, more: page.more, ...readChanges(page.rows) };
  } catch (error) {
    throw error instanceof OutsideFailure && isAboutCursor(error) ? badCursor(error) : error;
  }
}

function readChanges(rows: readonly unknown[]): { changes: StatusChange[]; passedOver: number } {
  const changes: StatusChange[] = [];
  let passedOver = 0;
  for (const row of rows) {
    const activity = activitySchema.safeParse(row).data;
    const guid = activity?.marketoGUID ?? activity?.id;
    if (!activity || !guid) {
      passedOver += 1;
      continue;
    }
    if (activity.activityTypeId !== statusChanged) continue;
    const oldStatus = attribute(activity.attributes ?? [], 'Old Status');
    const newStatus = attribute(activity.attributes ?? [], 'New Status');
    // A flow step that sets the status a member already has is logged too, and changes nothing (facts, section 2).
    if (oldStatus !== null && oldStatus === newStatus) continue;
    changes.push({
      guid,
      leadId: activity.leadId,
      programId: activity.primaryAttributeValueId,
      oldStatus,
      newStatus,
      at: activity.activityDate,
    });
  }
  return { changes, passedOver };
}

function attribute(attributes: readonly z.infer<typeof attributeSchema>[], name: string): string | null {
  const value = attributes.find((candidate) => candidate.name === name)?.value;
  return textOrNull.safeParse(value).data ?? null;
}

// Marketo documents no code for a place that it has purged or never gave; all else in this request is fixed,
// so a complaint about the request is taken to be about the place.
function isAboutCursor(failure: OutsideFailure): boolean {
  return (
    failure.kind === 'misconfigured' && (failure.cause === 'bad-request' || failure.cause === 'event-gone')
  );
}

function badCursor(failure: OutsideFailure): OutsideFailure {
  const { system, operation, words, status, code, requestId } = failure;
  return new OutsideFailure({
    system,
    operation,
    kind: 'misconfigured',
    scope: 'system',
    cause: 'bad-cursor',
    words,
    status,
    code,
    requestId,
  });
}

function missingToken(operation: string): never {
  throw unreadable(
    { status: 200 },
    { system: 'marketo', operation, method: 'GET' },
    'no place to go on from',
  );
}
