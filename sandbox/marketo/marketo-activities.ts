/** The activity log: a paging token for an instant, then pages from there. */
import type { Hono } from 'hono';
import { envelope, leadInstant, MarketoRefusal } from './marketo-envelope.ts';
import type { ActivityValue, SandboxActivity } from './marketo-records.ts';
import { instantOf, listOf, pagingToken, positionIn, required, sizeOf } from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';
import type { MarketoSwitches } from './marketo-switches.ts';

const MAX_PAGE = 300;

export function activityEndpoints(app: Hono, state: MarketoState): void {
  app.get('/rest/v1/activities/pagingtoken.json', (context) => {
    const since = instantOf(context, 'sinceDatetime');
    const first = state.activities.find((activity) => activity.at >= since);
    const position = first === undefined ? lastId(state) : first.id - 1;
    return envelope(undefined, { nextPageToken: pagingToken('activities', position) });
  });

  app.get('/rest/v1/activities.json', (context) => {
    const typeIds = listOf(context, 'activityTypeIds', 10).map(Number);
    if (typeIds.length === 0)
      throw new MarketoRefusal('1002', "Missing value for parameter 'activityTypeIds'");
    const assetIds = listOf(context, 'assetIds').map(Number);
    if (assetIds.length > 0 && typeIds.length > 1) {
      throw new MarketoRefusal('1003', 'assetIds can be used with one activity type only');
    }
    const leadIds = listOf(context, 'leadIds', 30).map(Number);
    const start = positionIn(required(context, 'nextPageToken'), 'activities');
    const size = sizeOf(context, 'batchSize', MAX_PAGE, MAX_PAGE);
    // As in the real log, a page covers a stretch of all activities and is filtered afterwards:
    // it may be short, or empty, and still have more behind it.
    const ahead = state.activities.filter((activity) => activity.id > start);
    const stretch = ahead.slice(0, size);
    const rows = stretch.filter(
      (activity) =>
        typeIds.includes(activity.typeId) &&
        (assetIds.length === 0 || assetIds.includes(activity.assetId)) &&
        (leadIds.length === 0 || leadIds.includes(activity.leadId)),
    );
    const isAbsent = rows.length === 0 && state.switches.emptyActivityResult === 'absent';
    return envelope(isAbsent ? undefined : rows.map((row) => activityRecord(row, state.switches)), {
      nextPageToken: pagingToken('activities', stretch.at(-1)?.id ?? start),
      moreResult: ahead.length > stretch.length,
    });
  });
}

function lastId(state: MarketoState): number {
  return state.activities.at(-1)?.id ?? 0;
}

function activityRecord(activity: SandboxActivity, switches: MarketoSwitches) {
  const written = (value: ActivityValue) => (switches.activityValues === 'strings' ? String(value) : value);
  return {
    ...(switches.activityIds === 'present' ? { id: activity.id } : {}),
    marketoGUID: String(activity.id),
    leadId: activity.leadId,
    activityDate: leadInstant(activity.at),
    activityTypeId: activity.typeId,
    primaryAttributeValueId: activity.assetId,
    primaryAttributeValue: activity.assetName,
    attributes: activity.attributes.map(({ name, value }) => ({ name, value: written(value) })),
  };
}
