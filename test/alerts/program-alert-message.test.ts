import { describe, expect, it } from 'vitest';
import { alertActions } from '../../src/alerts/alert-actions.ts';
import { programAlertMessage } from '../../src/alerts/program-alert-message.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { buttonsIn, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at } from '../approvals/sample-people.ts';

const open: Alert = {
  id: 12,
  kind: 'connection',
  slackChannelId: 'C0WEBINAR',
  webinarId: 7,
  cause: 'marketo:channel:7',
  words: 'The channel "Webinar" in Marketo has changed\nOne thing is missing.\nAnother limits.',
  messageId: 40,
  openedAt: at('23:00:00'),
  lastMetAt: at('23:00:00'),
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
const message = (more: Partial<Alert> = {}, webinarTitle = 'Zero-trust in practice') =>
  programAlertMessage({ alert: { ...open, ...more }, webinarTitle });
const textOf = (drawing: ReturnType<typeof message>) => linesOf(drawing).join('\n');

describe('an alert on a changed program or channel', () => {
  it('says what has changed, for which webinar, and that Usher looks again; nobody waits, and nothing "cannot be used"', () => {
    const drawing = message();
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)[0]).toBe('The channel "Webinar" in Marketo has changed');
    expect(textOf(drawing)).toContain('One thing is missing.\nAnother limits.');
    expect(textOf(drawing)).toContain('This concerns "Zero-trust in practice"');
    expect(textOf(drawing)).not.toMatch(/wait|cannot be used/);
    expect(drawing.text).toBe('The channel "Webinar" in Marketo has changed. One thing is missing.');
  });

  it('has a button to look again, which carries the alert', () => {
    expect(buttonsIn(message())).toMatchObject([{ actionId: alertActions.tryNow, value: '12' }]);
    expect(textOf(message())).toContain('[Look again]');
  });

  it('is told in one line without buttons once all is right', () => {
    const drawing = message({ closedAt: at('23:30:00'), closedBecause: 'well' });
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(linesOf(drawing)).toHaveLength(1);
    expect(textOf(drawing)).toMatch(/^Marketo fits "Zero-trust in practice" again since /);
    expect(buttonsIn(drawing)).toEqual([]);
  });

  it('shows words from outside as text, within Slack’s limits', () => {
    const nasty = '<!channel> *Narnia* <https://evil.test|x> ada@analytical.example '.repeat(20);
    const drawing = message({ words: [nasty, ...Array(40).fill(nasty)].join('\n') }, '<!here> *Zero*');
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(markupIn(drawing)).toEqual([]);
    expect(textOf(drawing)).toContain('And 30 more like this.');
    expect(JSON.stringify(drawing)).not.toContain('ada@');
  });
});
