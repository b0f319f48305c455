import { describe, expect, it } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { connectionAlertMessage } from '../../src/alerts/connection-alert-message.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { buttonsIn, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at } from '../approvals/sample-people.ts';

const open: Alert = {
  id: 12,
  kind: 'connection',
  slackChannelId: 'C0WEBINAR',
  webinarId: null,
  cause: 'on24',
  words: 'The token is wrong or invalid.',
  messageId: 40,
  otherCauses: [],
  openedAt: at('10:42:00'),
  lastMetAt: at('10:42:00'),
  retryStage: null,
  retriedBy: null,
  retriedAt: null,
  canaryId: null,
  remindedAt: null,
  remindedOfStartAt: null,
  closedAt: null,
  closedBecause: null,
  closedBy: null,
};
const ofEvent: Partial<Alert> = {
  cause: 'on24:webinar:7',
  webinarId: 7,
  words: 'The event 4410123 is inactive.',
};
const well: Partial<Alert> = { closedAt: at('11:05:00'), closedBecause: 'well' };

const message = (alert: Partial<Alert> = {}, waiting = 37, webinarTitle?: string) =>
  connectionAlertMessage({ alert: { ...open, ...alert }, webinarTitle, waiting });
const textOf = (drawing: ReturnType<typeof message>) => linesOf(drawing).join('\n');

describe('an alert on a broken connection', () => {
  it('says which system, since when, in its own words, what to do, and that nobody loses anything', () => {
    const drawing = message();
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)[0]).toBe('ON24 cannot be used');
    expect(textOf(drawing)).toContain('ON24 says: "The token is wrong or invalid."');
    expect(textOf(drawing)).toContain('ON24_TOKEN_KEY');
    expect(textOf(drawing)).toContain('37 people wait and lose nothing; tried again every half minute');
    expect(JSON.stringify(drawing.blocks)).toContain(`"timestamp":${at('10:42:00').getTime() / 1000}`);
    expect(drawing.text).toContain('ON24 cannot be used');
  });

  it('says whose token ON24 does not take and where to renew it, also while nobody waits', () => {
    const drawing = message({ words: 'The access tokens are deactivated.' }, 0);
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(textOf(drawing)).toContain('ON24_TOKEN_KEY');
    expect(textOf(drawing)).toContain('Platform Tools > Integrations > API Tokens');
    expect(textOf(drawing)).toContain('Nobody waits for it yet');
    expect(textOf(drawing)).not.toContain('MARKETO_CLIENT_ID');
  });

  it('names the webinar when only its event is concerned', () => {
    const drawing = message(ofEvent, 1, 'Zero-trust in practice');
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)[0]).toBe('ON24 does not accept registrations for "Zero-trust in practice"');
    expect(textOf(drawing)).toContain('Re-open the event in ON24');
    expect(textOf(drawing)).toContain('1 person waits and loses nothing');
  });

  it.each([
    ['on24', 'ON24'],
    ['on24:webinar:7', 'ON24'],
    ['marketo', 'Marketo'],
    ['slack', 'Slack'],
  ])('names the system that is broken, for the flag %s', (cause, system) => {
    expect(linesOf(message({ cause }))[0]).toBe(`${system} cannot be used`);
    expect(textOf(message({ ...well, cause }))).toContain(`${system} works again`);
  });

  it('can be tried or checked at once, and its buttons carry the alert', () => {
    expect(buttonsIn(message())).toEqual([
      { actionId: alertActions.tryNow, value: '12' },
      { actionId: alertActions.checkConnection, value: '12' },
    ]);
    expect(textOf(message())).toContain('[Try now]  [Check connection]');
  });
});

it.each([
  ['The event 4410123 is inactive.', 'Re-open the event'],
  ["The event 4410123 doesn't exist.", 'Re-open the event'],
  ['The event 4410123 was not found', 'Re-open the event'],
  ['You do not have permission to this API.', 'the permissions that the README names'],
  ['Access denied', 'the permissions that the README names'],
  ['Access token invalid', 'renew the credentials'],
  ['Client secret rejected', 'renew the credentials'],
  ['Unauthorised', 'renew the credentials'],
  ['The connection was refused', 'Nothing needs to be done here unless it lasts'],
])('what to do about "%s"', (words, remedy) => {
  expect(textOf(message({ words }))).toContain(remedy);
});

it('a connection that is well again is told in one line without buttons', () => {
  const drawing = message(well);
  expect(faultsOfDrawing(drawing)).toEqual([]);
  expect(linesOf(drawing)).toHaveLength(1);
  expect(textOf(drawing)).toMatch(/^ON24 works again since .*\. Everybody who waited goes on\.$/);
  expect(buttonsIn(drawing)).toEqual([]);
});

it('words from outside are data: never markup, without addresses, within Slack’s limits', () => {
  const nasty = '<!channel> *Narnia* <https://evil.test|x> "quoted" '.repeat(20);
  const words = `ada@analytical.example ${nasty}`;
  for (const alert of [{ words }, { ...ofEvent, words }, { ...well, words }]) {
    const drawing = message(alert, 3_000, nasty);
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(markupIn(drawing)).toEqual([]);
    expect(drawing.text).not.toMatch(/[<>*]/);
    expect(JSON.stringify(drawing)).not.toContain('ada@');
  }
});
