/** What the review window and its preview say. */
import { describe, expect, it } from 'vitest';
import { faultsOfView } from '../../sandbox/slack/block-limits.ts';
import { messageText } from '../../sandbox/slack/slack-sandbox.ts';
import { defaultSwitches } from '../../sandbox/slack/slack-switches.ts';
import {
  type PreviewFacts,
  previewModal,
  type ReviewFacts,
  reviewModal,
} from '../../src/approvals/review-modal.ts';
import { at, charles, nameless, registrant, worst } from './sample-people.ts';

const review = {
  id: 5,
  webinarId: 7,
  userId: 'U0MARA',
  page: 0,
  search: '',
  filter: 'everybody' as const,
  turn: 0,
  shown: [],
  decision: null,
  reason: null,
  isBegun: false,
  openedAt: at('10:00:00'),
};

function opened(more: Partial<ReviewFacts> = {}) {
  return reviewModal({
    review,
    webinarTitle: 'Zero-trust in practice',
    people: [registrant(), charles(), nameless()],
    matching: 3,
    pageSize: 10,
    ticked: new Set(),
    ...more,
  });
}

const textOf = ({ blocks }: { blocks: unknown[] }) => messageText({ text: '', blocks } as never);

describe('the review window', () => {
  it('shows who waits, with title, company and domain, and what can be done', () => {
    const text = textOf(opened());
    expect(text).toContain('3 people wait for "Zero-trust in practice"');
    expect(text).toContain('Ada Lovelace');
    expect(JSON.stringify(opened())).toContain('VP Engineering · Analytical Engines · acme-corp.example');
    expect(JSON.stringify(opened())).toContain('gmail.com · free mail');
    expect(text).toContain('Tick all 3 that match');
    expect(text).toContain('Page 1 of 1 · 0 ticked on all pages');
  });

  it('never shows an address', () => {
    expect(JSON.stringify(opened())).not.toContain('ada@');
  });

  it('leads to the pages that there are, and to no others', () => {
    const people = Array.from({ length: 10 }, (_, index) => registrant({ id: index + 1 }));
    const onPage = (page: number) =>
      textOf(opened({ review: { ...review, page }, people, matching: 25, ticked: new Set([1, 99]) }));
    expect(onPage(0)).not.toContain('Previous ten');
    expect(onPage(0)).toContain('Next ten');
    expect(onPage(1)).toContain('Previous ten');
    expect(onPage(2)).not.toContain('Next ten');
    expect(onPage(1)).toContain('Page 2 of 3 · 2 ticked on all pages');
  });

  it('says that nobody matches, and that nobody waits', () => {
    expect(textOf(opened({ people: [], matching: 0 }))).toContain('Nobody waits for a decision.');
    const searched = opened({ people: [], matching: 0, review: { ...review, search: 'acme' } });
    expect(textOf(searched)).toContain('Nobody who waits matches this search.');
  });

  it('is taken by Slack also with the worst people a form lets through', () => {
    const people = Array.from({ length: 10 }, (_, index) => worst(index));
    const view = opened({ people, matching: 3_000, ticked: new Set(people.map(({ id }) => id)) });
    expect(faultsOfView(view as never, defaultSwitches())).toEqual([]);
  });
});

describe('the preview', () => {
  const shown = (more: Partial<PreviewFacts> = {}) =>
    previewModal({
      reviewId: 5,
      decision: 'approve',
      reason: null,
      ticked: 412,
      open: 409,
      placesLeft: undefined,
      holdSeconds: 10,
      startsAt: null,
      late: undefined,
      ...more,
    });

  it('says to how many it applies, and how many were decided meanwhile', () => {
    expect(textOf(shown())).toContain(
      'Approve applies to 409 people. 3 of the 412 ticked were decided meanwhile.',
    );
    expect(shown().submit?.text).toBe('Approve 409');
  });

  it('says what the places allow', () => {
    expect(textOf(shown({ placesLeft: 500 }))).toContain('500 places are left.');
    expect(textOf(shown({ placesLeft: 38 }))).toContain(
      'Only 38 places are left: as many as fit are approved, in the order in which they asked, and 371 stay as they are.',
    );
    expect(textOf(shown({ placesLeft: 38, decision: 'waitlist' }))).not.toContain('left');
  });

  it('says what an approval means once the webinar is over', () => {
    const late = { recordingUntil: at('18:00:00') };
    expect(textOf(shown({ late }))).toContain('Approved people can watch the recording');
    expect(textOf(shown({ late, decision: 'reject' }))).not.toContain('recording');
  });

  it('cannot be confirmed when there is nobody to decide about', () => {
    expect(shown({ ticked: 0, open: 0 }).submit).toBeUndefined();
    expect(textOf(shown({ ticked: 0, open: 0 }))).toContain('Nobody is ticked');
    expect(textOf(shown({ ticked: 2, open: 0 }))).toContain('decided meanwhile');
  });
});
