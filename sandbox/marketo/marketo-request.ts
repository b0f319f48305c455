/** Reads what a call asks for and refuses it with Marketo's own codes when it is not well formed. */
import type { Context } from 'hono';
import { z } from 'zod';
import { MarketoRefusal } from './marketo-envelope.ts';
import type { SandboxProgram } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';

const MAX_RECORDS = 300;

/** The program in the path; 1013 when there is none. */
export function programOf(state: MarketoState, context: Context): SandboxProgram {
  const id = context.req.param('programId') ?? '';
  const program = state.programs.get(Number(id));
  if (program === undefined) throw new MarketoRefusal('1013', `Program '${id}' not found`);
  return program;
}

/** A JSON body in the given shape: 612 for another content type, 609 for no JSON, 1003 for another shape. */
export async function jsonBody<T>(context: Context, shape: z.ZodType<T>): Promise<T> {
  if (!context.req.header('content-type')?.includes('application/json')) {
    throw new MarketoRefusal('612', 'Invalid Content Type');
  }
  const text = await context.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MarketoRefusal('609', 'Invalid JSON');
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    throw new MarketoRefusal(
      '1003',
      `Invalid value specified for: ${parsed.error.issues[0]?.path.join('.')}`,
    );
  }
  return parsed.data;
}

/** `input` of a bulk write: 1 to 300 records. */
export function inputOf<T extends z.ZodType>(record: T) {
  return z.array(record).min(1).max(MAX_RECORDS);
}

/** A query parameter that must be there; 1002 otherwise. */
export function required(context: Context, name: string): string {
  const value = context.req.query(name);
  if (value === undefined || value === '')
    throw new MarketoRefusal('1002', `Missing value for parameter '${name}'`);
  return value;
}

/** A comma-separated parameter with at most `limit` values. */
export function listOf(context: Context, name: string, limit = MAX_RECORDS): string[] {
  const values = (context.req.query(name) ?? '').split(',').filter((value) => value !== '');
  if (values.length > limit)
    throw new MarketoRefusal('1003', `Too many values for '${name}': at most ${limit}`);
  return values;
}

/** A whole number between 1 and `most`; the default when absent. */
export function sizeOf(context: Context, name: string, fallback: number, most: number): number {
  const text = context.req.query(name);
  if (text === undefined) return fallback;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new MarketoRefusal('1003', `Value for '${name}' must be between 1 and ${most}`);
  }
  return size;
}

/** An ISO-8601 instant; 1001 for anything else. */
export function instantOf(context: Context, name: string): Date {
  const text = required(context, name);
  const instant = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(instant.getTime())) {
    throw new MarketoRefusal('1001', `Invalid value '${text}' for '${name}'`);
  }
  return instant;
}

/** Position inside an opaque paging token, which must be URL-encoded to survive; 1003 for a token that is none. */
export function positionIn(token: string | undefined, kind: string): number {
  if (token === undefined) return 0;
  const [foundKind, position] = Buffer.from(token, 'base64').toString('utf8').split('>');
  if (foundKind !== kind || position === undefined || !/^\d+$/.test(position)) {
    throw new MarketoRefusal('1003', 'Invalid paging token');
  }
  return Number(position);
}

/** The token for a position; it holds + or = like the real ones. */
export function pagingToken(kind: string, position: number): string {
  return `${Buffer.from(`${kind}>${position}`).toString('base64').replaceAll('=', '')}====`;
}
