/** Whatever ON24 answers to a registration: what the row, the channel and the connection say, and that nothing is lost. */
import { expect, test } from 'vitest';
import type { On24Effect } from '../../sandbox/on24/on24-faults.ts';
import { world } from '../../sandbox/world.ts';
import { stateLine } from '../../src/approvals/row-state.ts';
import { createOn24Client } from '../../src/outside/on24/on24-client.ts';
import { registerRegistrant } from '../../src/registration/register-registrant.job.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { addRegistrant, addWebinar, rowOf } from '../support/made-rows.ts';
import { registrationForThisTest } from '../support/registration-under-test.ts';

const eventId = world.on24.event.id;
const hastyMs = 400;

const answer = (status: number, body: string, contentType = 'application/json'): On24Effect => ({
  kind: 'answer',
  status,
  body,
  contentType,
});
const xml = (message: string) => `<?xml version="1.0"?><error><message>${message}</message></error>`;
const html = '<!doctype html><html><body><h1>Sign in</h1></body></html>';
const refused = (message: string, status = 400): On24Effect => ({ kind: 'refusal', status, message });

interface Expected {
  status: 'registering' | 'registration_error';
  /** Part of the row's line in the channel. */
  line: string;
  /** The connection's fault, if one is noted: its flag, whether it is paused at once, and part of its words. */
  fault?: [flag: 'on24' | 'on24:webinar:1', isPaused: boolean, words: RegExp];
}

const waits = (words: RegExp): Expected => ({
  status: 'registering',
  line: 'ON24 does not answer, tried again and again since',
  fault: ['on24', false, words],
});
const pauses = (flag: 'on24' | 'on24:webinar:1', words: RegExp): Expected => ({
  status: 'registering',
  line: 'ON24 does not answer',
  fault: [flag, true, words],
});
const error = (line: string): Expected => ({
  status: 'registration_error',
  line: `registration error: "${line}"`,
});
const notOfShape = /not of the expected shape/;

const cases: [string, On24Effect, Expected][] = [
  ['HTML with 200', { kind: 'foreign', shape: 'html' }, waits(notOfShape)],
  ['nothing at all with 200', { kind: 'foreign', shape: 'empty' }, waits(notOfShape)],
  ['JSON that ends in its middle', { kind: 'foreign', shape: 'truncated-json' }, waits(notOfShape)],
  ['JSON of another shape', { kind: 'foreign', shape: 'wrong-shape' }, waits(notOfShape)],
  ['a list', answer(200, '[]'), waits(notOfShape)],
  ['null', answer(200, 'null'), waits(notOfShape)],
  ['an id that is no number', answer(200, '{"eventuserid":"soon"}'), waits(notOfShape)],
  [
    'XML of a success',
    answer(200, '<registrant><id>1</id></registrant>', 'application/xml'),
    waits(notOfShape),
  ],
  ['100 MB', answer(200, ' '.repeat(100 * 1024 * 1024)), waits(/larger than/)],
  ['an answer that is cut off', { kind: 'reply-lost' }, waits(/./)],
  ['a call that is cut off', { kind: 'call-lost' }, waits(/./)],
  ['an answer after the time limit', { kind: 'slow', ms: 3 * hastyMs }, waits(/within|time/i)],
  ['XML with 500', answer(500, xml('Out of memory'), 'application/xml'), waits(/Out of memory/)],
  ['HTML with 502', answer(502, html, 'text/html'), waits(/./)],
  ['nothing with 503', answer(503, ''), waits(/HTTP 503/)],
  ['a refusal in JSON', refused('The email is not valid.'), error('The email is not valid.')],
  [
    'an e-mail that ON24 rejects, in XML',
    answer(400, xml('Free mail &amp; aliases are blocked.'), 'text/xml'),
    error('Free mail & aliases are blocked.'),
  ],
  [
    'a refusal in plain text',
    answer(400, 'The email is blocked.', 'text/plain'),
    error('The email is blocked.'),
  ],
  ['a refusal without a word', answer(400, ''), error('HTTP 400')],
  ['an unknown refusal with 409', refused('Duplicate.', 409), error('Duplicate.')],
  [
    'a message and no id with 200',
    answer(200, '{"message":"The email is blocked."}'),
    error('The email is blocked.'),
  ],
  [
    'that the event is inactive',
    refused(`The event id ${eventId} is inactive.`, 403),
    pauses('on24:webinar:1', /is inactive/),
  ],
  [
    'that the event belongs to another account',
    refused('The event id is not found under this client account.', 404),
    pauses('on24:webinar:1', /not found under/),
  ],
  [
    'that the account is not ours',
    refused("You don't have access to this client id.", 403),
    pauses('on24:webinar:1', /access to this client/),
  ],
  [
    'that the token is switched off',
    refused('The access tokens are deactivated.', 401),
    pauses('on24', /deactivated/),
  ],
  ['that the contract has expired', refused('Your contract has expired.', 403), pauses('on24', /expired/)],
  ['a firewall’s page', answer(403, html, 'text/html'), pauses('on24', /Sign in/)],
  ['a redirect', answer(302, ''), pauses('on24', /HTTP 302/)],
  [
    'that it was called too often',
    refused('You have reached the maximum number of calls for this api.', 403),
    { status: 'registering', line: 'registering with ON24' },
  ],
];

test.each(cases)('ON24 answers with %s', async (_what, effect, expected) => {
  const it = await registrationForThisTest();
  const { tokenKey, tokenSecret } = world.on24;
  // Only the answer that is to come too late is awaited impatiently.
  const timeoutMs = effect.kind === 'slow' ? hastyMs : 10_000;
  const on24 = createOn24Client({ url: it.sandbox.url, tokenKey, tokenSecret, timeoutMs });
  const webinar = await addWebinar(it.db, { registrationFields: null, registrationFieldsReadAt: new Date() });
  const { id } = await addRegistrant(it.db, webinar, {
    leadId: 1,
    status: 'registering',
    memberCheckedAt: new Date(),
    decision: 'approve',
    decidedBy: 'U0MARA',
    decidedAt: new Date(),
  });
  const push = () => registerRegistrant({ db: it.db, on24 })({ registrantId: id, webinarId: webinar.id });
  const line = async () => {
    const row = await rowOf(it.db, 1);
    return row
      ? stateLine(row)
          .map((piece) => (piece.type === 'text' ? piece.text : ''))
          .join('')
      : '';
  };
  it.sandbox.fail({ path: /registrant$/, effect });
  try {
    const wait = await push();
    expect((await rowOf(it.db, 1))?.status).toBe(expected.status);
    expect(await line()).toContain(expected.line);
    expect(wait === undefined).toBe(expected.status === 'registration_error');
    const faults = (await listFaults(it.db)).map(({ flag, isPaused, words }) => ({ flag, isPaused, words }));
    const [flag, isPaused, words] = expected.fault ?? [];
    expect(faults).toEqual(flag ? [{ flag, isPaused, words: expect.stringMatching(words ?? /./) }] : []);
    if (expected.status === 'registration_error') return;
    // Whatever became of that call, the next one ends well, and ON24 holds the person once.
    await push();
    expect((await rowOf(it.db, 1))?.status).toBe('registered');
    expect(it.sandbox.registrants(eventId)).toHaveLength(1);
    expect(await listFaults(it.db)).toEqual([]);
  } finally {
    await on24.close();
  }
});
