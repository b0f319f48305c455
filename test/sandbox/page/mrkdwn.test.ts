import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../sandbox/page/client/blocks/markdown.ts';
import { parseMrkdwn } from '../../../sandbox/page/client/blocks/mrkdwn.ts';
import { slackDate } from '../../../sandbox/page/client/blocks/slack-date.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('mrkdwn', () => {
  test('bold, italic and struck words are marked, also within each other', () => {
    expect(parseMrkdwn('*Ask _Mara_* or ~wait~')).toEqual([
      { kind: 'bold', spans: [text('Ask '), { kind: 'italic', spans: [text('Mara')] }] },
      text(' or '),
      { kind: 'strike', spans: [text('wait')] },
    ]);
  });

  test('marks inside words and around spaces are only characters', () => {
    for (const words of ['snake_case_name', '2*3*4', 'a * b * c', '~ nothing ~', '**']) {
      expect(parseMrkdwn(words)).toEqual([text(words)]);
    }
  });

  test('people, groups, channels, links and dates are recognised', () => {
    expect(
      parseMrkdwn(
        '<@U0MARA> <!subteam^S0APPROVE> <#C0WEBINAR> <https://on24.example/?a=1&amp;b=2|event> <!date^1796925600^{time}|later>',
      ).filter(({ kind }) => kind !== 'text'),
    ).toEqual([
      { kind: 'user', id: 'U0MARA' },
      { kind: 'group', id: 'S0APPROVE' },
      { kind: 'channel', id: 'C0WEBINAR' },
      { kind: 'link', url: 'https://on24.example/?a=1&b=2', text: 'event' },
      { kind: 'date', seconds: 1_796_925_600, format: '{time}', fallback: 'later' },
    ]);
  });

  test('a bold phrase may hold a person', () => {
    expect(parseMrkdwn('*Approved by <@U0JO>*')).toEqual([
      { kind: 'bold', spans: [text('Approved by '), { kind: 'user', id: 'U0JO' }] },
    ]);
  });

  test('escaped characters come back, once', () => {
    expect(parseMrkdwn('Tom &amp;lt; Jerry &lt;b&gt;')).toEqual([text('Tom &lt; Jerry <b>')]);
  });

  test('code keeps its marks, and a script link stays text', () => {
    expect(parseMrkdwn('`*x*` <javascript:alert(1)|here>')).toEqual([
      { kind: 'code', text: '*x*' },
      text(' '),
      text('<javascript:alert(1)|here>'),
    ]);
  });
});

describe('dates', () => {
  const reader = { now: new Date('2026-11-20T18:00:00Z'), timeZone: 'America/Los_Angeles' };

  test('an instant is shown in the time zone of whoever reads', () => {
    const at = new Date('2026-12-10T18:00:00Z');
    expect(slackDate(at, '{date_short_pretty}, {time}', reader)).toBe('Dec 10, 2026, 10:00 AM');
    expect(slackDate(at, '{time_secs}', { ...reader, timeZone: 'Europe/Berlin' })).toBe('7:00:00 PM');
  });

  test('days near by have names, and the reader decides which day it is', () => {
    expect(slackDate(new Date('2026-11-21T07:30:00Z'), '{date_pretty}', reader)).toBe('Today');
    expect(slackDate(new Date('2026-11-21T08:30:00Z'), '{date_pretty}', reader)).toBe('Tomorrow');
    expect(slackDate(new Date('2026-11-19T18:00:00Z'), '{date_long_pretty}', reader)).toBe('Yesterday');
  });
});

test('a markdown block is parted into headings, lists and fences', () => {
  expect(parseMarkdown('## Who came\n- **212** live\n- later\n```\nraw\n```')).toEqual([
    { kind: 'heading', spans: [text('Who came')] },
    {
      kind: 'bullets',
      items: [[{ kind: 'bold', text: '212' }, text(' live')], [text('later')]],
    },
    { kind: 'fence', text: 'raw' },
  ]);
});
