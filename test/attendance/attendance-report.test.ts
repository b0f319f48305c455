import { describe, expect, it } from 'vitest';
import { attendanceReport, type ReportFacts } from '../../src/attendance/attendance-report.ts';
import type { Refresh, RefreshCounts } from '../../src/store/schema/attendance.ts';
import { brokenTexts, faultsOfDrawing, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at } from '../approvals/sample-people.ts';

const counts: RefreshCounts = {
  attended: 212,
  attendedOnDemand: 31,
  noShow: 57,
  registered: 0,
  changedToAttended: 0,
  changedToOnDemand: 14,
  changedToNoShow: 3,
  unknownPeople: 0,
  noShowWithheld: null,
};

const finished: Refresh = {
  id: 5,
  webinarId: 7,
  cause: 'slack',
  askedBy: ['U0MARA'],
  stage: 'done',
  askedAt: at('23:00:00'),
  slotAt: null,
  startedAt: at('23:00:01'),
  finishedAt: at('23:00:09'),
  isFinal: true,
  pulled: 300,
  calls: 2,
  failures: 0,
  failingSince: null,
  toldLateAt: null,
  counts,
  failedBecause: null,
  messageId: 31,
};

const webinar = { title: 'Zero-trust in practice', startsAt: at('18:00:00'), liveEndsAt: at('19:00:00') };

function report(refresh: Partial<Refresh> = {}, about: Partial<ReportFacts['webinar']> = {}) {
  return attendanceReport({ refresh: { ...finished, ...refresh }, webinar: { ...webinar, ...about } });
}
const reportOf = (more: Partial<RefreshCounts>, refresh: Partial<Refresh> = {}) =>
  report({ ...refresh, counts: { ...counts, ...more } });
const textOf = (drawing: ReturnType<typeof report>) => linesOf(drawing).join('\n');

const running = { counts: null, finishedAt: null } as const;
const every = {
  'waiting for its turn': report({ ...running, stage: 'waiting', pulled: 0 }),
  pulling: report({ ...running, stage: 'pulling', pulled: 1500 }),
  deciding: report({ ...running, stage: 'deciding', pulled: 3000 }),
  failed: report({ ...running, stage: 'failed', failedBecause: 'ON24 says: The event 4410123 is inactive.' }),
  'not begun': report({ finishedAt: at('17:59:00') }),
  provisional: reportOf({ noShowWithheld: 'not_final', registered: 88 }, { isFinal: false }),
  'provisional without a known end': report({ isFinal: false }, { startsAt: null, liveEndsAt: null }),
  final: report(),
  'with everything to remark': reportOf({ unknownPeople: 12, noShowWithheld: 'nobody_came_live' }),
};

describe('a report of attendance', () => {
  it.each(Object.entries(every))('is within Slack’s limits: %s', (_state, drawing) => {
    expect(faultsOfDrawing(drawing)).toEqual([]);
    expect(brokenTexts(drawing)).toEqual([]);
  });

  it('says which webinar it is about, and how it stands, in its first block and for screen readers', () => {
    for (const [state, drawing] of Object.entries(every)) {
      expect(linesOf(drawing)[0], state).toContain('Attendance of "Zero-trust in practice" · ');
      expect(drawing.text, state).toMatch(/^Attendance of "Zero-trust in practice" · .+: .+/);
    }
  });

  it('shows how far it is while it runs', () => {
    expect(textOf(every['waiting for its turn'])).toContain('░░░░░░░░░░░░ waiting for its turn');
    expect(textOf(every.pulling)).toContain('▓▓▓▓░░░░░░░░ asking ON24 who came · 1,500 read');
    expect(textOf(every.deciding)).toContain('▓▓▓▓▓▓▓▓░░░░ 3,000 read · deciding who moves');
  });

  it('says what ON24 answered while it is tried again', () => {
    const waiting = report({ ...running, stage: 'waiting', failedBecause: 'ON24 says: Down.' });
    expect(textOf(waiting)).toContain('░░░░░░░░░░░░ ON24 says: Down. It is tried again by itself.');
  });

  it('says why it failed, and what happens next', () => {
    expect(linesOf(every.failed)[0]).toContain('could not be brought in');
    expect(textOf(every.failed)).toContain('The event 4410123 is inactive.');
    expect(textOf(every.failed)).toContain('tried again tonight, or with /webinar refresh');
  });

  it('says before the start that nobody can have attended yet, without any numbers', () => {
    expect(textOf(every['not begun'])).toContain('nobody can have attended yet');
    expect(textOf(every['not begun'])).not.toContain('212');
    expect(every['not begun'].text).toContain('nobody can have attended yet');
  });
});

describe('a final report', () => {
  it('counts who attended, who watched on demand and who did not show', () => {
    expect(linesOf(every.final)).toEqual([
      'Attendance of "Zero-trust in practice" · final',
      'Who came: Attended 212, Attended On-demand 31, No Show 57',
      'People by status',
      'Status | People',
      'Attended | 212',
      'Attended On-demand | 31',
      'No Show | 57',
      'Registered | 0',
      'Changed since the last refresh: 14 now on demand, 3 now no show',
      '[Refresh]  [Send me the list (CSV)]',
    ]);
    expect(every.final.text).toContain('212 attended · 31 on demand · 57 no show.');
  });

  it('has a plain form for a workspace without charts, with the same numbers and words', () => {
    const { plainBlocks = [], text } = every.final;
    const plain = { text, blocks: plainBlocks };
    expect(faultsOfDrawing(plain)).toEqual([]);
    expect(plainBlocks.map(({ type }) => type)).toEqual(['header', 'rich_text', 'rich_text', 'actions']);
    expect(linesOf(plain).join('\n').split('\n')).toEqual([
      'Attendance of "Zero-trust in practice" · final',
      'Attended: 212',
      'Attended On-demand: 31',
      'No Show: 57',
      'Registered: 0',
      'Changed since the last refresh: 14 now on demand, 3 now no show',
      '[Refresh]  [Send me the list (CSV)]',
    ]);
  });

  it('has no chart where nobody is in it', () => {
    const empty = reportOf({ attended: 0, attendedOnDemand: 0, noShow: 0 });
    expect(empty.blocks.map(({ type }) => type)).not.toContain('data_visualization');
  });

  it('says so when nothing has changed', () => {
    const same = reportOf({ changedToOnDemand: 0, changedToNoShow: 0 });
    expect(textOf(same)).toContain('Nothing has changed since the last refresh');
  });

  it('counts people who attended without registering here', () => {
    expect(textOf(reportOf({ unknownPeople: 1 }))).toContain('1 person attended without registering here.');
    expect(textOf(reportOf({ unknownPeople: 12 }))).toContain('12 people attended without registering here.');
  });

  it('says of late viewers how many had been no show', () => {
    expect(textOf(reportOf({ lateOnDemand: 6 }))).toContain('14 now on demand (6 of them were no show), 3');
    expect(textOf(reportOf({ lateOnDemand: 1 }))).toContain('14 now on demand (1 of them was no show), 3');
  });

  it('names each difference between Marketo, ON24 and the rows by its cause', () => {
    const different = reportOf({
      unknownPeople: 1_200,
      attendedUnregistered: 3,
      doubledInOn24: 2,
      movedInMarketo: 1,
      goneFromOn24: 4,
      apartInMarketo: 1,
      noShowWithheld: 'nobody_came_live',
    });
    expect(linesOf(different).slice(-9)).toEqual([
      '1,200 people attended without registering here.',
      '3 people attended though nobody had approved them, or their registration had failed.',
      '2 people stand in ON24 more than once; their records are counted as one.',
      '1 person was set in Marketo to something that ON24 does not show; that is kept.',
      '4 people have attended by what ON24 showed before and does not show any more; nobody is moved back.',
      '1 person stands otherwise in Marketo, which did not take the status or where it was set by hand.',
      'Nobody came live, so No Show is not set for anybody.',
      '[See them]  [Add to Marketo]',
      '[Refresh]  [Send me the list (CSV)]',
    ]);
    expect(faultsOfDrawing(different)).toEqual([]);
  });

  it('says why nobody is set to No Show', () => {
    const reasonIn = (why: RefreshCounts['noShowWithheld']) =>
      linesOf(reportOf({ noShowWithheld: why })).at(-2);
    expect(reasonIn('nobody_came_live')).toBe('Nobody came live, so No Show is not set for anybody.');
    expect(reasonIn('list_incomplete')).toBe(
      'ON24 gave fewer people than it counts, so No Show is not set this time.',
    );
    expect(reasonIn(null)).toContain('Changed since');
  });
});

describe('a provisional report', () => {
  it('counts only who came live, and says when the rest is decided', () => {
    const text = textOf(every.provisional);
    expect(text).toContain('Attended | 212');
    expect(text).not.toMatch(/On-demand \||No Show \|/);
    const finalAt = at('22:00:00').getTime() / 1000;
    expect(text).toContain(`ON24 is final at <!date^${finalAt}^{time}|`);
    expect(text).toContain('on demand and no show are set then');
    expect(every.provisional.text).toBe(
      'Attendance of "Zero-trust in practice" · provisional: 212 attended.',
    );
  });

  it('says that ON24 tells no end where it tells none', () => {
    expect(textOf(every['provisional without a known end'])).toContain('ON24 tells no end of this event');
  });
});

describe('words from outside', () => {
  const nasty = `<!channel> *Zero* <https://evil.test|trust> ${'x'.repeat(400)}`;

  it('are never markup, and are cut where they are long', () => {
    for (const drawing of [
      report({}, { title: nasty }),
      report({ ...running, stage: 'failed', failedBecause: nasty }, { title: nasty }),
    ]) {
      expect(faultsOfDrawing(drawing)).toEqual([]);
      expect(markupIn(drawing.blocks).join('')).not.toContain('channel');
      expect(drawing.text).not.toMatch(/[<>*]/);
    }
  });

  it('keep the report’s state in sight behind a long title', () => {
    expect(linesOf(report({}, { title: 'x'.repeat(300) }))[0]).toMatch(/…" · final$/);
  });
});
