/** The question about people who are still in ON24: who is asked about, the choice, and how it ended. */
import { describe, expect, it } from 'vitest';
import { type QuestionFacts, questionMessage } from '../../src/alerts/question-message.ts';
import { mostQuestionPeople, questionPeopleModal } from '../../src/alerts/question-people-modal.ts';
import { questionValue, readQuestion } from '../../src/alerts/question-value.ts';
import type { QuestionStanding } from '../../src/store/question-store.ts';
import type { Alert } from '../../src/store/schema/alerts.ts';
import { buttonsIn, faultsOfDrawing, faultsOfModal, linesOf, markupIn } from '../approvals/as-slack-reads.ts';
import { at, charles, registrant, worst } from '../approvals/sample-people.ts';

const alert: Alert = {
  id: 12,
  kind: 'still_in_on24',
  slackChannelId: 'C0',
  webinarId: 7,
  cause: 'still_in_on24',
  words: '',
  messageId: 31,
  openedAt: at('11:00:00'),
  lastMetAt: at('11:00:02'),
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
const nobody: QuestionStanding = {
  everybody: 3,
  asked: 0,
  wanted: 0,
  cancelled: 0,
  left: 0,
  refused: 0,
  still: 0,
  back: 0,
  cancelledBy: [],
  leftBy: [],
  refusedWords: null,
};
const first = [registrant({ status: 'rejected' }), charles({ status: 'not_in_program' })];

function drawn(standing: Partial<QuestionStanding>, more: Partial<QuestionFacts> = {}) {
  const drawing = questionMessage({
    alert,
    webinarTitle: 'Zero-trust in practice',
    standing: { ...nobody, ...standing },
    first,
    ...more,
  });
  expect(faultsOfDrawing(drawing)).toEqual([]);
  return drawing;
}
const closed: Partial<QuestionFacts> = { alert: { ...alert, closedAt: at('11:05:00') } };

describe('the question', () => {
  it('names who left and why, says what they can still do, and offers both answers', () => {
    const drawing = drawn({ asked: 3 });
    expect(linesOf(drawing)).toEqual([
      '3 people left "Zero-trust in practice" in Marketo and are still registered in ON24',
      'Ada Lovelace (rejected), Charles Babbage (removed) and 1 more. They can still join with their link.',
      '[Cancel 3 in ON24]  [Leave all 3 there]  [See people]',
    ]);
    expect(drawing.text).toContain('3 people left "Zero-trust in practice"');
  });

  it('is about one person as about one', () => {
    expect(linesOf(drawn({ everybody: 1, asked: 1 }, { first: first.slice(0, 1) }))).toEqual([
      '1 person left "Zero-trust in practice" in Marketo and is still registered in ON24',
      'Ada Lovelace (rejected). This person can still join with their link.',
      '[Cancel 1 in ON24]  [Leave them there]  [See people]',
    ]);
  });

  it('tells who is being cancelled meanwhile', () => {
    const lines = linesOf(
      drawn({ everybody: 5, asked: 3, wanted: 1, cancelled: 1, cancelledBy: ['U0MARA'] }),
    );
    expect(lines).toContain('Cancelling in ON24 · 1 of 2 done, as wished by U0MARA');
  });

  it('shows the progress once everybody is answered for', () => {
    expect(linesOf(drawn({ wanted: 2, cancelled: 1, cancelledBy: ['U0MARA'] }))).toEqual([
      'Cancelling 3 people in ON24 who left "Zero-trust in practice" · 1 done, as wished by U0MARA',
      '[See people]',
    ]);
  });

  it.each<[Partial<QuestionStanding>, string]>([
    [{ cancelled: 3, cancelledBy: ['U0MARA'] }, 'Cancelled 3 of 3 in ON24, by U0MARA at  · '],
    [{ left: 3, leftBy: ['U0JO'] }, 'Left in ON24 by U0JO at  · '],
    [
      { cancelled: 2, cancelledBy: ['U0JO', 'U0MARA'], left: 1, leftBy: ['U0JO'] },
      'Cancelled 2 of 3 in ON24, by U0JO and U0MARA · 1 left in ON24 by U0JO at  · ',
    ],
    [
      { cancelled: 2, cancelledBy: ['U0MARA'], refused: 1, refusedWords: 'The event has started.' },
      'Cancelled 2 of 3 in ON24, by U0MARA · 1 not cancelled: "The event has started." at  · ',
    ],
    [{ still: 3 }, 'ON24 no longer cancels, the webinar has begun: 3 people can still join at  · '],
    [{ back: 3 }, '3 people came back or are gone at  · '],
  ])('ends in one line: %o', (standing, line) => {
    const drawing = drawn(standing, closed);
    expect(linesOf(drawing)).toEqual([`${line}"Zero-trust in practice"`]);
    expect(buttonsIn(drawing)).toEqual([]);
  });

  it('asks before it acts, and no button of the confirmation can be misread', () => {
    const confirms = JSON.stringify(drawn({ asked: 3 }).blocks);
    expect(confirms).toContain('"confirm":{"type":"plain_text","text":"Cancel in ON24"');
    expect(confirms).toContain('"deny":{"type":"plain_text","text":"Not now"');
    expect(confirms).not.toContain('"text":"Cancel"');
  });

  it.each([0, 1, 2, 3, 4, 5])('takes the worst names and titles as data (%i)', (index) => {
    const people = [worst(index, { status: 'rejected' }), worst(index + 1, { status: 'waitlisted' })];
    const drawing = drawn({ asked: 30_000 }, { first: people, webinarTitle: '<!channel> *x* '.repeat(30) });
    expect(markupIn(drawing.blocks)).toEqual([]);
    expect(faultsOfModal(questionPeopleModal(people, 3_000))).toEqual([]);
  });
});

describe('a question’s button', () => {
  it('carries the question and who had joined it', () => {
    expect(readQuestion(questionValue(alert))).toEqual({
      alertId: 12,
      joinedAtMs: alert.lastMetAt.getTime(),
    });
  });

  it.each([undefined, '', '12', '12.x', '12.3.4', '-1.3'])('of another kind is not read: %s', (value) => {
    expect(readQuestion(value)).toBeUndefined();
  });
});

describe('the people of a question', () => {
  it('are listed with where they stand in Marketo and in ON24', () => {
    const people = [
      registrant({ status: 'rejected', isInOn24: true, on24Cancel: 'asked' }),
      charles({ status: 'not_in_program', isInOn24: true, on24Cancel: 'wanted' }),
      registrant({ id: 3, status: 'rejected', on24CancelBy: 'U0JO', company: null }),
      registrant({ id: 4, status: 'waitlisted', isInOn24: true, on24Cancel: 'left', company: null }),
    ];
    expect(linesOf(questionPeopleModal(people, 5))).toEqual([
      'Ada Lovelace · Analytical Engines · Rejected · registered in ON24',
      'Charles Babbage · Difference Ltd · Not in Program · being cancelled in ON24',
      'Ada Lovelace · Rejected · cancelled in ON24',
      'Ada Lovelace · Waitlisted · left in ON24',
      'And 1 more.',
    ]);
  });

  it('are as many as a modal holds', () => {
    const people = Array.from({ length: mostQuestionPeople }, (_, index) => worst(index));
    expect(faultsOfModal(questionPeopleModal(people, 3_000))).toEqual([]);
  });
});
