import { describe, expect, it } from 'vitest';
import { quotaAlertMessage } from '../../src/alerts/quota-alert-message.ts';
import { buttonsIn, faultsOfDrawing, linesOf } from '../approvals/as-slack-reads.ts';

const midnight = new Date('2026-11-21T06:00:41Z');
const drawn = (resumesAt = midnight, waiting = 37) => quotaAlertMessage({ resumesAt, waiting });

describe('the alert on a used-up day', () => {
  it('says when everything goes on, in Central time and in the reader’s own, and that nobody loses anything', () => {
    const drawing = drawn();
    expect(faultsOfDrawing(drawing)).toEqual([]);
    const said = linesOf(drawing).join('\n');
    expect(said).toContain('Marketo’s calls of today are used up');
    expect(said).toContain('Everything goes on by itself at 00:00 Central');
    expect(said).toContain('37 people wait and lose nothing');
    expect(JSON.stringify(drawing.blocks)).toContain(`"timestamp":${midnight.getTime() / 1000}`);
    expect(drawing.text).toContain('00:00 Central');
  });

  it('has no button that would spend a call', () => {
    expect(buttonsIn(drawn())).toEqual([]);
  });

  it('speaks of one person as of one', () => {
    expect(linesOf(drawn(midnight, 1)).join('\n')).toContain('1 person waits and loses nothing');
  });

  it('promises no more than a try while the new day is young', () => {
    const said = linesOf(drawn(new Date('2026-11-21T06:12:00Z'))).join('\n');
    expect(said).toContain('Tried again by itself at 00:12 Central');
    expect(said).not.toContain('Everything goes on');
  });
});
