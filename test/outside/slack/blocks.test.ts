/** The pieces of Slack's messages: text from outside is data in each of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  button,
  escaped,
  mrkdwnDate,
  paragraph,
  sizeOf,
  time,
  words,
} from '../../../src/outside/slack/blocks.ts';

const at = new Date('2024-12-12T10:42:18.900Z');

describe('text from outside', () => {
  it('cannot mention, link or escape by itself', () => {
    expect(escaped('<!channel> & <https://evil.test|me> &lt;')).toBe(
      '&lt;!channel&gt; &amp; &lt;https://evil.test|me&gt; &amp;lt;',
    );
  });

  it('is what it was once Slack has read it', () => {
    const asSlackReads = (text: string) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>]/);
        const looks = (read: string) => read.normalize('NFKC').replace(/[*∗_~∼`ˋ]/g, '?');
        expect(looks(asSlackReads(escaped(text)))).toBe(looks(text));
        expect(escaped(text)).not.toMatch(/[*_~`]/);
      }),
    );
  });
});

describe('an instant', () => {
  it('is absolute, and shown to each reader in their own time zone', () => {
    expect(mrkdwnDate(at, '{date_short_pretty}, {time}')).toBe(
      '<!date^1734000138^{date_short_pretty}, {time}|2024-12-12 10:42 UTC>',
    );
    expect(time(at, '{time_secs}')).toEqual({
      type: 'date',
      timestamp: 1734000138,
      format: '{time_secs}',
      fallback: '10:42',
    });
  });
});

describe('a button', () => {
  const plain = { actionId: 'approve', text: 'Approve', value: '12.3' };

  it('says no more than it was given', () => {
    expect(button(plain)).toEqual({
      type: 'button',
      action_id: 'approve',
      text: { type: 'plain_text', text: 'Approve', emoji: false },
      value: '12.3',
    });
  });

  it('tells a screen reader as much as Slack takes, without half a character at the end', () => {
    const label = `Approve ${'👍'.repeat(60)}`;
    const { accessibility_label: told } = button({ ...plain, label });
    expect(told?.length).toBeLessThanOrEqual(75);
    expect(told).toMatch(/^Approve 👍/);
    expect(told).not.toMatch(/\p{Surrogate}/u);
  });

  it('asks before it acts, with a way out', () => {
    const confirm = { title: 'Approve 3 people?', text: '38 places are left.', confirm: 'Approve 3' };
    expect(button({ ...plain, confirm }).confirm).toMatchObject({
      title: { text: 'Approve 3 people?' },
      confirm: { text: 'Approve 3' },
      deny: { text: 'Cancel' },
    });
  });
});

describe('a paragraph', () => {
  it('is rich text, in which nothing is read as markup', () => {
    expect(paragraph('row', [words('*Ada*')])).toEqual({
      type: 'rich_text',
      block_id: 'row',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '*Ada*' }] }],
    });
  });

  it('counts against a message’s budget as it travels', () => {
    const block = paragraph('row', [words('"quoted"')]);
    expect(sizeOf([block, block])).toBe(JSON.stringify([block, block]).length);
  });
});
