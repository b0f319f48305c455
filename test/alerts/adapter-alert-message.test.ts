import { describe, expect, it } from 'vitest';
import {
  type AdapterAlertFacts,
  campaignAlertMessage,
  silenceAlertMessage,
} from '../../src/alerts/adapter-alert-message.ts';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { buttonsIn, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at } from '../approvals/sample-people.ts';

const open: Alert = {
  id: 12,
  kind: 'connection',
  slackChannelId: 'C0WEBINAR',
  webinarId: 7,
  cause: 'marketo:adapter:7',
  words: "Campaign '3712' is not active",
  messageId: 40,
  openedAt: at('10:43:00'),
  lastMetAt: at('10:43:00'),
  retryStage: null,
  retriedBy: null,
  retriedAt: null,
  canaryId: null,
  otherCauses: [],
  remindedAt: null,
  remindedOfStartAt: null,
  closedAt: null,
  closedBecause: null,
  closedBy: null,
};
const well: Partial<Alert> = { closedAt: at('11:05:00'), closedBecause: 'well' };
const asked: Partial<Alert> = { retriedBy: 'U0MARA', retriedAt: at('11:02:00') };

const facts = (alert: Partial<Alert> = {}, more: Partial<AdapterAlertFacts> = {}): AdapterAlertFacts => ({
  alert: { ...open, ...alert },
  webinarTitle: 'Zero-trust in practice',
  waiting: 3,
  hasCampaign: true,
  ...more,
});
const textOf = (drawing: ReturnType<typeof silenceAlertMessage>) => linesOf(drawing).join('\n');

describe('an alert on a campaign that takes nobody', () => {
  it('says what Marketo says, what a campaign has to be like, and that nobody loses anything', () => {
    const drawing = campaignAlertMessage(facts());
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)[0]).toBe('Marketo does not take approvals for "Zero-trust in practice"');
    expect(textOf(drawing)).toContain(`Marketo says: "Campaign '3712' is not active"`);
    expect(textOf(drawing)).toContain('Campaign is Requested');
    expect(textOf(drawing)).toContain('3 people wait and lose nothing');
    expect(buttonsIn(drawing)).toMatchObject([{ actionId: alertActions.tryNow, value: '12' }]);
  });

  it('ends in one line', () => {
    const drawing = campaignAlertMessage(facts(well));
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(textOf(drawing)).toMatch(
      /^Marketo takes approvals for "Zero-trust in practice" again since .*goes on\.$/,
    );
    expect(buttonsIn(drawing)).toEqual([]);
  });
});

describe('an alert on a silence', () => {
  it('says for how many and since when, what to check, and offers to ask again', () => {
    const drawing = silenceAlertMessage(facts());
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)[0]).toBe('Marketo gives no answer for "Zero-trust in practice"');
    expect(textOf(drawing)).toContain('3 people were approved and wait for Marketo to register them in ON24');
    expect(textOf(drawing)).toContain('is the campaign active');
    expect(textOf(drawing)).toContain('event partner');
    expect(textOf(drawing)).toContain('up to 20 minutes');
    expect(JSON.stringify(drawing.blocks)).toContain(`"timestamp":${at('10:43:00').getTime() / 1000}`);
    expect(buttonsIn(drawing)).toMatchObject([{ actionId: alertActions.askMarketoAgain, value: '12' }]);
    expect(textOf(drawing)).toContain('[Ask Marketo again for 3]');
  });

  it('of statuses that Usher wrote has no such button, because Marketo skips what it shows already', () => {
    const drawing = silenceAlertMessage(facts({}, { hasCampaign: false }));
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(buttonsIn(drawing)).toEqual([]);
    expect(textOf(drawing)).toContain('--campaign');
  });

  it('says who asked again', () => {
    expect(textOf(silenceAlertMessage(facts(asked)))).toContain('Marketo was asked again by');
    expect(textOf(silenceAlertMessage(facts({ ...asked, ...well })))).toContain('Marketo was asked again by');
  });

  it('ends in one line without buttons, whatever way its people went', () => {
    const drawing = silenceAlertMessage(facts(well, { waiting: 0 }));
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)).toHaveLength(1);
    expect(textOf(drawing)).toContain('is overdue any more for "Zero-trust in practice" since');
    expect(buttonsIn(drawing)).toEqual([]);
  });
});

it('words from outside are data: never markup, without addresses, within Slack’s limits', () => {
  const nasty = '<!channel> *Narnia* <https://evil.test|x> "quoted" '.repeat(20);
  const words = `ada@analytical.example ${nasty}`;
  for (const draw of [campaignAlertMessage, silenceAlertMessage])
    for (const alert of [{ words }, { words, ...well }, { words, ...asked }]) {
      const drawing = draw(facts(alert, { webinarTitle: nasty, waiting: 3_000 }));
      expect(faultsOfDrawing(drawing)).toEqual([]);
      expect(markupIn(drawing)).toEqual([]);
      expect(drawing.text).not.toMatch(/[<>*]/);
      expect(JSON.stringify(drawing)).not.toContain('ada@');
    }
});
