/** What an endpoint of the simulator is, and the request as it sees it. */
import { On24Refusal } from './on24-refusal.ts';
import type { On24AccessLevel } from './on24-switches.ts';

export interface On24Request {
  readonly clientId: number;
  /** Values of the path's parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters under lower-case names. */
  readonly query: Readonly<Record<string, string>>;
  /** Form fields under lower-case names; undefined when the body is no form. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

export interface On24Endpoint {
  /** The key in `switches.callsPerMinute`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below /v2/client/{clientId}; parameters as {name}. */
  readonly path: string;
  /** As documented. */
  readonly callsPerMinute: number;
  readonly access: On24AccessLevel;
  answer(request: On24Request): Response;
}

export function eventIdOf(request: On24Request): number {
  return Number(request.params.eventId);
}

/** The form of a writing call; 415 for JSON and everything else. */
export function formOf(request: On24Request): Readonly<Record<string, string>> {
  if (request.form === undefined)
    throw new On24Refusal(415, 'The content type must be application/x-www-form-urlencoded.');
  return request.form;
}

/** A Y/N parameter; 400 with the documented text for anything else. */
export function flagOf(
  values: Readonly<Record<string, string>>,
  name: string,
  fallback: boolean,
  label = name,
): boolean {
  const value = values[name]?.toUpperCase();
  if (value === undefined || value === '') return fallback;
  if (value !== 'Y' && value !== 'N') throw new On24Refusal(400, `Invalid value for the ${label} parameter.`);
  return value === 'Y';
}

/** The zero-based page that a call asks for, 100 items when it does not say how many. */
export interface PageRequest {
  readonly offset: number;
  readonly size: number;
}

const MAX_PAGE = 100;

export function pageOf(query: Readonly<Record<string, string>>): PageRequest {
  const size = Math.min(MAX_PAGE, Math.max(1, Number(query.itemsperpage ?? MAX_PAGE) || MAX_PAGE));
  return { offset: Number(query.pageoffset ?? 0), size };
}

/** One page and how many there are; 400 for a page that is not there. */
export function pageFrom<T>(items: readonly T[], { offset, size }: PageRequest) {
  const pagecount = Math.max(1, Math.ceil(items.length / size));
  if (!Number.isInteger(offset) || offset < 0 || offset >= pagecount) {
    throw new On24Refusal(400, `Invalid pageOffset, range must be between 0 and ${pagecount - 1}.`);
  }
  return { page: items.slice(offset * size, (offset + 1) * size), pagecount, currentpage: offset };
}
