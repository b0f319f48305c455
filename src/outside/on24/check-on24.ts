/** Looks at ON24 as the bot has it: its token, its account, and the token's access levels. Changes nothing. */
import { type CheckLine, failureLine, type Looked, lookedAt } from '../check-line.ts';
import type { OutsideFailure } from '../failure.ts';
import type { On24Client } from './on24-client.ts';

type Looks = Pick<On24Client, 'listEvents' | 'readEvent' | 'readRegistrationFields'>;

const system = 'ON24';

const region =
  'An account in Europe is served at https://api.eu.on24.com, any other at https://api.on24.com: ON24_URL must be the right one.';

const remedies = {
  credentials: `Copy the token key and secret from Integrations > REST API in ON24 into ON24_TOKEN_KEY and ON24_TOKEN_SECRET, then restart Usher; a token unused for 60 days must be enabled there again. ${region}`,
  address: `Check ON24_URL; this machine must reach it over HTTPS. ${region}`,
};

const dayMs = 24 * 60 * 60 * 1000;

/** Any event: access is asked for before the event is looked for. */
const anyEventId = 1;

/** Never throws for what is wrong with ON24: that is a line. Three calls. */
export async function checkOn24(on24: Looks, clientId: number): Promise<CheckLine[]> {
  const now = Date.now();
  const period = { from: new Date(now - dayMs), to: new Date(now + dayMs) };
  const listed = await lookedAt(() => on24.listEvents(clientId, period));
  const stopped = stoppingLine(listed, clientId);
  if (stopped) return [stopped];
  const eventId = ('answer' in listed ? listed.answer[0]?.eventId : undefined) ?? anyEventId;
  const read = await lookedAt(() => on24.readEvent(clientId, eventId));
  const readStopped = stoppingLine(read, clientId);
  if (readStopped) return [readStopped];
  const fields = await lookedAt(() => on24.readRegistrationFields(clientId, eventId));
  return [
    { system, name: 'token', state: 'ok', says: `ON24 takes the token, for the account ${clientId}.` },
    listLine(listed),
    readLine(read),
    fieldsLine(fields),
  ];
}

/** What concerns every call alike is said once, and nothing more is asked. */
function stoppingLine(looked: Looked<unknown>, clientId: number): CheckLine | undefined {
  if (!('failure' in looked) || isPermission(looked.failure)) return undefined;
  const { failure } = looked;
  if (failure.cause === 'wrong-account') {
    return {
      system,
      name: 'account',
      state: 'broken',
      says: `ON24 does not serve the account ${clientId} to this token: ${failure.words}`,
      remedy: `Check ON24_CLIENT_ID, and that the token belongs to this account. ${region}`,
    };
  }
  return failure.scope === 'system' ? failureLine('token', failure, remedies) : undefined;
}

/** One page of ON24's documentation says 403, another 401, of a token without the access level (facts, section 3). */
function isPermission({ cause, words }: OutsideFailure): boolean {
  return cause === 'permission' || (cause === 'credentials' && /permission/i.test(words));
}

function levelRemedy(level: string): string {
  return `Give the token the access level "${level}" under Integrations > REST API in ON24.`;
}

function listLine(looked: Looked<unknown>): CheckLine {
  const name = 'event list';
  if (!('failure' in looked)) return { system, name, state: 'ok', says: 'The token may list events.' };
  if (!isPermission(looked.failure)) return failureLine(name, looked.failure, remedies);
  return {
    system,
    name,
    state: 'warning',
    says: 'The token may not list events: nobody can pick an event from a list, its number must be given.',
    remedy: levelRemedy('Account-level Analytics'),
  };
}

function readLine(looked: Looked<unknown>): CheckLine {
  const name = 'event read';
  // What ON24 says about this one event, it says to who may ask.
  if (!('failure' in looked) || looked.failure.scope === 'event') {
    return { system, name, state: 'ok', says: 'The token may read events and who attended.' };
  }
  return {
    system,
    name,
    state: 'broken',
    says: `The token may not read events, nor who attended: ${looked.failure.words}`,
    remedy: levelRemedy('Event-level Analytics'),
  };
}

function fieldsLine(looked: Looked<unknown>): CheckLine {
  const name = 'registration fields';
  const cannot = 'Usher cannot see which fields the registration page requires';
  if ('failure' in looked) {
    if (looked.failure.scope === 'event')
      return { system, name, state: 'ok', says: 'The token may read registration fields.' };
    if (!isPermission(looked.failure)) return failureLine(name, looked.failure, remedies);
    return { system, name, state: 'warning', says: `${cannot}.`, remedy: levelRemedy('Helper') };
  }
  if (looked.answer !== undefined)
    return { system, name, state: 'ok', says: 'The token may read registration fields.' };
  return {
    system,
    name,
    state: 'warning',
    says: `${cannot}: the contract lacks Elite.`,
    remedy: 'Required fields beyond name and e-mail must be known, and given with --fields at connect.',
  };
}
