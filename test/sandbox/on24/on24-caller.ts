/** A plain REST caller for the tests of the ON24 simulator. */
import { z } from 'zod';
import type { On24Sandbox } from '../../../sandbox/on24/on24-sandbox.ts';
import { world } from '../../../sandbox/world.ts';

const { clientId, tokenKey, tokenSecret } = world.on24;
export const eventId = world.on24.event.id;
export const eventPath = `/event/${eventId}`;

const credentials = { accessTokenKey: tokenKey, accessTokenSecret: tokenSecret };
const body = z.looseObject({
  message: z.string().optional(),
  eventuserid: z.number().optional(),
  registrants: z.array(z.record(z.string(), z.unknown())).optional(),
  attendees: z.array(z.record(z.string(), z.unknown())).optional(),
});

export interface On24Answer {
  readonly status: number;
  readonly body: z.infer<typeof body>;
}

/** Calls below the client's path with the right headers and gives the raw response. */
export function rawCall(sandbox: On24Sandbox, method: string, path: string, form?: Record<string, string>) {
  return fetch(`${sandbox.url}/v2/client/${clientId}${path}`, {
    method,
    headers: credentials,
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
}

export async function get(sandbox: On24Sandbox, path: string): Promise<On24Answer> {
  const response = await rawCall(sandbox, 'GET', path);
  return { status: response.status, body: body.parse(await response.json()) };
}

export async function send(
  sandbox: On24Sandbox,
  method: 'POST' | 'PATCH',
  path: string,
  form: Record<string, string>,
): Promise<On24Answer> {
  const response = await rawCall(sandbox, method, path, form);
  return { status: response.status, body: body.parse(await response.json()) };
}

export const ida = { email: 'ida+web@acme.example', firstname: 'Ida', lastname: 'Norden' };

export function register(
  sandbox: On24Sandbox,
  form: Record<string, string> = ida,
  query = '',
): Promise<On24Answer> {
  return send(sandbox, 'POST', `${eventPath}/registrant${query}`, form);
}
