/** Reads and upserts of people: leads.json and lead/{id}.json. */
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { envelope, leadInstant, MarketoRefusal } from './marketo-envelope.ts';
import { saveLead } from './marketo-people.ts';
import type { LeadChange, SandboxLead } from './marketo-records.ts';
import { inputOf, jsonBody, listOf, pagingToken, positionIn, required, sizeOf } from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';

const MAX_PAGE = 300;
const defaultFields = ['id', 'email', 'updatedAt', 'createdAt', 'firstName', 'lastName'];
const ownFields = ['firstName', 'lastName', 'company', 'title'] as const;
/** Standard fields that a form may fill; what nobody has filled in is null. */
const answerFields = ['country', 'phone', 'industry', 'city', 'state', 'postalCode'];

const leadWrite = z.object({
  action: z.enum(['createOrUpdate', 'createOnly', 'updateOnly']).default('createOrUpdate'),
  lookupField: z.enum(['email', 'id']).default('email'),
  input: inputOf(
    z.looseObject({ id: z.number().int().optional(), email: z.string().optional() }).catchall(z.unknown()),
  ),
});

export function leadEndpoints(app: Hono, state: MarketoState): void {
  app.get('/rest/v1/lead/:file{[0-9]+\\.json}', (context) => {
    const id = Number.parseInt(context.req.param('file'), 10);
    const lead = state.leads.get(id);
    if (lead === undefined) throw new MarketoRefusal('1004', `Lead '${id}' not found`);
    return envelope([leadRecord(lead, fieldsOf(state, context))]);
  });

  app.get('/rest/v1/leads.json', (context) => {
    const filterType = required(context, 'filterType');
    if (filterType !== 'id' && filterType !== 'email') {
      throw new MarketoRefusal('1003', `Invalid filterType '${filterType}'`);
    }
    const wanted = new Set(listOf(context, 'filterValues').map((value) => value.trim().toLowerCase()));
    if (wanted.size === 0) throw new MarketoRefusal('1002', "Missing value for parameter 'filterValues'");
    const fields = fieldsOf(state, context);
    const size = sizeOf(context, 'batchSize', MAX_PAGE, MAX_PAGE);
    const start = positionIn(context.req.query('nextPageToken'), 'leads');
    const found = [...state.leads.values()].filter(
      (lead) => lead.id > start && wanted.has(String(lead[filterType]).toLowerCase()),
    );
    const page = found.slice(0, size);
    const last = page.at(-1);
    const hasMore = found.length > page.length && last !== undefined;
    return envelope(
      page.map((lead) => leadRecord(lead, fields)),
      hasMore ? { nextPageToken: pagingToken('leads', last.id), moreResult: true } : {},
    );
  });

  app.post('/rest/v1/leads.json', async (context) => {
    const { action, lookupField, input } = await jsonBody(context, leadWrite);
    return envelope(input.map((record) => upsert(state, action, lookupField, record)));
  });
}

function upsert(
  state: MarketoState,
  action: 'createOrUpdate' | 'createOnly' | 'updateOnly',
  lookupField: 'email' | 'id',
  {
    id,
    email,
    ...values
  }: {
    readonly [key: string]: unknown;
    readonly id?: number | undefined;
    readonly email?: string | undefined;
  },
) {
  const skipped = (code: string, message: string) => ({ status: 'skipped', reasons: [{ code, message }] });
  if (lookupField === 'email' && !email)
    return skipped('1003', "Value for required field 'email' not specified");
  const found =
    lookupField === 'id'
      ? [...state.leads.values()].filter((lead) => lead.id === id)
      : state.leadsWithEmail(email ?? '');
  const [existing, second] = found;
  if (second !== undefined) return skipped('1007', 'Multiple leads match the lookup criteria');
  if (existing === undefined && (action === 'updateOnly' || lookupField === 'id')) {
    return skipped('1004', 'Lead not found');
  }
  if (existing !== undefined && action === 'createOnly') return skipped('1005', 'Lead already exists');
  const lead = saveLead(state, changeFrom(values, email), existing);
  return { id: lead.id, status: existing === undefined ? 'created' : 'updated' };
}

function changeFrom(values: Readonly<Record<string, unknown>>, email: string | undefined): LeadChange {
  const own: Record<string, string | null> = {};
  const answers: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (ownFields.some((field) => field === name)) own[name] = value === null ? null : String(value);
    else if (answerFields.includes(name)) answers[name] = String(value ?? '');
    else throw new MarketoRefusal('1006', `Field '${name}' not found`);
  }
  return { ...own, answers, ...(email === undefined ? {} : { email }) };
}

/** Asked fields, or the default ones; 1006 for a field that no lead and no form has. */
function fieldsOf(state: MarketoState, context: Context): string[] {
  const asked = listOf(context, 'fields');
  const known = new Set<string>([...defaultFields, ...ownFields, ...answerFields, 'unsubscribed']);
  for (const name of asked) {
    const isFormField = () => [...state.leads.values()].some((lead) => name in lead.answers);
    if (!known.has(name) && !isFormField()) throw new MarketoRefusal('1006', `Field '${name}' not found`);
  }
  return asked.length > 0 ? asked : defaultFields;
}

function leadRecord(lead: SandboxLead, fields: readonly string[]) {
  const { answers, createdAt, updatedAt, ...plain } = lead;
  const values: Record<string, unknown> = {
    ...answers,
    ...plain,
    createdAt: leadInstant(createdAt),
    updatedAt: leadInstant(updatedAt),
  };
  return { id: lead.id, ...Object.fromEntries(fields.map((name) => [name, values[name] ?? null])) };
}
