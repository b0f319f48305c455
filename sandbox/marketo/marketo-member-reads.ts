/** GET members.json and describe.json: who is in a program. */
import type { Context, Hono } from 'hono';
import { envelope, MarketoRefusal } from './marketo-envelope.ts';
import { checkMemberFields, defaultMemberFields, describeMembers, memberRecord } from './marketo-fields.ts';
import type { SandboxMember } from './marketo-records.ts';
import {
  instantOf,
  listOf,
  pagingToken,
  positionIn,
  programOf,
  required,
  sizeOf,
} from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';

const MAX_PAGE = 300;
const MAX_RANGE_MS = 7 * 86_400_000;
/** Marketo counts in seconds, so an instant covers the whole second that it names. */
const SECOND_MS = 1_000;

export function memberReads(app: Hono, state: MarketoState): void {
  app.get('/rest/v1/programs/members/describe.json', () => envelope([describeMembers(state.switches)]));

  app.get('/rest/v1/programs/:programId/members.json', (context) => {
    const program = programOf(state, context);
    const asked = listOf(context, 'fields');
    checkMemberFields(state.switches, asked);
    const size = sizeOf(context, 'batchSize', MAX_PAGE, MAX_PAGE);
    const start = positionIn(context.req.query('nextPageToken'), 'members');
    const isWanted = filterOf(state, context);
    // Pages follow the membership's number, so that people who leave between two pages shift nobody.
    const found = [...state.membersOf(program.id).values()]
      .filter((member) => member.memberId > start && isWanted(member))
      .sort((a, b) => a.memberId - b.memberId);
    const page = found.slice(0, size);
    const last = page.at(-1);
    const fields = asked.length > 0 ? asked : defaultMemberFields;
    const moreResult = found.length > page.length;
    return envelope(
      page.map((member, seq) => memberRecord(program, member, seq, fields)),
      moreResult && last !== undefined
        ? { nextPageToken: pagingToken('members', last.memberId), moreResult }
        : { moreResult },
    );
  });
}

function filterOf(state: MarketoState, context: Context): (member: SandboxMember) => boolean {
  const filterType = required(context, 'filterType');
  if (filterType === 'updatedAt') return updatedAtFilter(state, context);
  const values = listOf(context, 'filterValues').map((value) => value.trim());
  if (values.length === 0) throw new MarketoRefusal('1002', "Missing value for parameter 'filterValues'");
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  if (filterType === 'leadId') return (member) => wanted.has(String(member.leadId));
  if (filterType === 'statusName') return (member) => wanted.has(member.statusName.toLowerCase());
  if (filterType === 'reachedSuccess') return (member) => wanted.has(String(member.reachedSuccess));
  if (state.switches.customMemberFields.includes(filterType)) {
    return (member) => wanted.has((member.custom[filterType] ?? '').toLowerCase());
  }
  throw new MarketoRefusal('1003', `Invalid filterType '${filterType}'`);
}

function updatedAtFilter(state: MarketoState, context: Context): (member: SandboxMember) => boolean {
  const code = state.switches.updatedAtFilter;
  if (code !== 'ok')
    throw new MarketoRefusal(code, "Filter type 'updatedAt' is not supported for this subscription");
  const startAt = instantOf(context, 'startAt').getTime();
  const endAt = instantOf(context, 'endAt').getTime();
  if (endAt < startAt || endAt - startAt > MAX_RANGE_MS) {
    throw new MarketoRefusal('1003', 'The range from startAt to endAt must be within 7 days');
  }
  return ({ updatedAt }) => updatedAt.getTime() >= startAt && updatedAt.getTime() < endAt + SECOND_MS;
}
