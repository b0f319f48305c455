/** A plain REST caller for the tests of the Marketo simulator, with a token of its own. */
import { z } from 'zod';
import type { MarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';

const record = z.record(z.string(), z.unknown());
const envelopeShape = z.looseObject({
  success: z.boolean(),
  requestId: z.string().optional(),
  result: z.array(record).optional(),
  errors: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
  moreResult: z.boolean().optional(),
  nextPageToken: z.string().optional(),
});
export type Answer = z.infer<typeof envelopeShape>;

const grantShape = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  token_type: z.literal('bearer'),
});

export function identityUrl(sandbox: MarketoSandbox, secret: string = world.marketo.clientSecret): string {
  const { clientId } = world.marketo;
  return `${sandbox.url}/identity/oauth/token?grant_type=client_credentials&client_id=${clientId}&client_secret=${secret}`;
}

export async function grant(sandbox: MarketoSandbox): Promise<z.infer<typeof grantShape>> {
  return grantShape.parse(await (await fetch(identityUrl(sandbox))).json());
}

/** Calls with a fresh token and gives the raw response. */
export async function rawCall(
  sandbox: MarketoSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const { access_token } = await grant(sandbox);
  return fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${access_token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The envelope of a raw response; throws when the answer is none. */
export async function answerIn(response: Response): Promise<Answer> {
  return envelopeShape.parse(await response.json());
}

export async function get(sandbox: MarketoSandbox, path: string): Promise<Answer> {
  return answerIn(await rawCall(sandbox, 'GET', path));
}

export async function post(sandbox: MarketoSandbox, path: string, body: unknown): Promise<Answer> {
  return answerIn(await rawCall(sandbox, 'POST', path, body));
}

/** The code of a call that failed as a whole. */
export function codeOf(answer: Answer): string | undefined {
  return answer.success ? undefined : answer.errors?.[0]?.code;
}

/** Whoever fills in the form and is Pending Approval when this resolves. */
export async function pendingPerson(sandbox: MarketoSandbox, email: string): Promise<number> {
  const programId = world.marketo.program.id;
  const leadId = sandbox.fillForm(programId, { email, firstName: 'Ida', lastName: 'Norden' });
  await sandbox.until(
    `${email} waits for approval`,
    () => sandbox.member(programId, leadId)?.statusName === 'Pending Approval',
  );
  return leadId;
}
