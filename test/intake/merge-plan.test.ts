/** The merge of what we believe with what Marketo shows: the design's sentences one by one. */
import { describe, expect, it } from 'vitest';
import { mergePlan } from '../../src/intake/merge-plan.ts';
import { channelWith } from '../program/sample-channels.ts';
import {
  adapter,
  around,
  believed,
  joinedAt,
  link,
  on24,
  savedAt,
  secondsLater,
  shown,
  writing,
} from './sample-readings.ts';

describe('what Marketo shows of a person', () => {
  it('is gone: removed', () => {
    expect(mergePlan(believed('registered'), undefined, on24)).toEqual({ kind: 'removed' });
  });

  it('is gone, as it was before: nothing that anybody did', () => {
    expect(mergePlan(believed('not_in_program'), undefined, on24)).toEqual({ kind: 'ours' });
  });

  it('is of a later membership: a new episode, although the status is one that was believed', () => {
    const back = shown('Pending Approval', { membershipDate: secondsLater(1) });
    for (const belief of [believed('pending_approval'), believed('rejected'), believed('registered')])
      expect(mergePlan(belief, back, on24)).toEqual({
        kind: 'new_episode',
        to: 'pending_approval',
        cause: 'seen_in_marketo',
      });
  });

  it.each([
    ['the same membership', joinedAt],
    ['an earlier membership', secondsLater(-60)],
    ['a membership without a date', null],
  ])('is of %s: no new episode', (_what, membershipDate) => {
    expect(mergePlan(believed('rejected'), shown('Rejected', { membershipDate }), on24)).toEqual({
      kind: 'ours',
    });
  });

  it('is shown again after a removal: a new episode', () => {
    const removed = believed('not_in_program', { membershipDate: joinedAt });
    expect(mergePlan(removed, shown('Invited'), on24)).toEqual({
      kind: 'new_episode',
      to: 'invited',
      cause: 'seen_in_marketo',
    });
  });

  it('equals what was last taken into account: ours, whatever the row has become since', () => {
    const decided = believed('registered', { marketoBase: 'Pending Approval' });
    expect(mergePlan(decided, shown('Pending Approval'), on24)).toEqual({ kind: 'ours' });
  });

  it('equals one of the statuses that were being written: ours', () => {
    const inFlight = believed('registered', {
      marketoBase: 'Pending Approval',
      marketoWriting: writing('Waitlisted', 'Registered'),
    });
    expect(mergePlan(inFlight, shown('Registered'), on24)).toEqual({ kind: 'ours' });
    expect(mergePlan(inFlight, shown('Waitlisted'), on24)).toEqual({ kind: 'ours' });
  });

  it('is neither what was believed nor what was being written: somebody acted, and a legal move is followed', () => {
    const inFlight = believed('pending_approval', { marketoWriting: writing('Registered') });
    expect(mergePlan(inFlight, shown('Rejected'), on24)).toEqual({
      kind: 'followed',
      to: 'rejected',
      cause: 'seen_in_marketo',
    });
  });

  it('is a step back: not followed, with the reason', () => {
    expect(mergePlan(believed('registered'), shown('Pending Approval'), on24)).toEqual({
      kind: 'not_followed',
      why: 'Registered does not become Pending Approval that way',
    });
  });

  it('is a status that the channel’s steps forbid: not followed', () => {
    const steep = around('on24', { channel: channelWith({ rejected: 30 }) });
    expect(mergePlan(believed('rejected'), shown('Waitlisted'), steep)).toMatchObject({
      kind: 'not_followed',
    });
  });

  it('is a status that Usher does not know: not followed, and the reason names it', () => {
    expect(mergePlan(believed('invited'), shown('Sent a cake'), on24)).toEqual({
      kind: 'not_followed',
      why: 'the status "Sent a cake" means nothing to Usher',
    });
  });

  it('is Not in Program, as a member: nobody is taken out of the program by it without being gone', () => {
    const verdict = mergePlan(believed('invited'), shown('Not in Program'), on24);
    expect(verdict.kind).not.toBe('followed');
  });

  it('is a status that Usher does not know, of a person it has not met: nothing begins', () => {
    expect(mergePlan(believed('not_in_program'), shown('Sent a cake'), on24)).toEqual({ kind: 'noted' });
    expect(mergePlan(believed('not_in_program'), shown('Not in Program'), on24)).toEqual({ kind: 'noted' });
  });

  it.each(['rejected', 'not_in_program'] as const)(
    'is a new membership in the very status that was being written, for somebody who was %s: our write has added them',
    (status) => {
      const left = believed(status, { marketoWriting: writing('Registered'), membershipDate: joinedAt });
      const inTheSecondOfTheWrite = new Date(Math.floor(savedAt.getTime() / 1000) * 1000);
      expect(mergePlan(left, shown('Registered', { membershipDate: inTheSecondOfTheWrite }), on24)).toEqual({
        kind: 'added_by_us',
      });
    },
  );

  it('is a new membership that began before the write: the write came over somebody who had come back', () => {
    const back = believed('rejected', { marketoWriting: writing('Registered') });
    expect(mergePlan(back, shown('Registered', { membershipDate: secondsLater(3599) }), on24)).toMatchObject({
      kind: 'new_episode',
    });
  });

  it('is where the row already stands: noted', () => {
    const ahead = believed('waitlisted', { marketoBase: 'Pending Approval' });
    expect(mergePlan(ahead, shown('Waitlisted'), on24)).toEqual({ kind: 'noted' });
  });
});

describe('Registered found in Marketo', () => {
  it.each([on24, adapter])('when the webinar is connected was registered without us', (circumstances) => {
    const first = { ...circumstances, isFirstSweep: true };
    expect(mergePlan(believed('not_in_program'), shown('Registered'), first)).toEqual({
      kind: 'new_episode',
      to: 'registered',
      cause: 'seen_in_marketo',
    });
  });

  it('later is Marketo’s own gesture of approval: Usher registers the person in ON24', () => {
    expect(mergePlan(believed('not_in_program'), shown('Registered'), on24)).toEqual({
      kind: 'new_episode',
      to: 'registering',
      cause: 'approved_in_marketo',
    });
  });

  it('later, where the adapter registers, is true only with the link', () => {
    const to = (webinarUrl: string | null) =>
      mergePlan(believed('not_in_program'), shown('Registered', { webinarUrl }), adapter);
    expect(to(null)).toMatchObject({ kind: 'new_episode', to: 'registering' });
    expect(to(link)).toMatchObject({ kind: 'new_episode', to: 'registered' });
  });

  it('while Usher registers the person moves nobody: the push goes on', () => {
    const pushing = believed('registering', { marketoBase: 'Pending Approval' });
    expect(mergePlan(pushing, shown('Registered', { webinarUrl: link }), on24)).toEqual({ kind: 'noted' });
  });

  it('is the adapter’s answer once the link is there, also when the status was taken into account before', () => {
    const waiting = believed('registering', { marketoBase: 'Registered' });
    expect(mergePlan(waiting, shown('Registered'), adapter)).toEqual({ kind: 'ours' });
    expect(mergePlan(waiting, shown('Registered', { webinarUrl: link }), adapter)).toEqual({
      kind: 'followed',
      to: 'registered',
      cause: 'adapter_answer',
    });
  });

  it('again, with its link, of somebody registered already is nothing new', () => {
    expect(mergePlan(believed('registered'), shown('Registered', { webinarUrl: link }), adapter)).toEqual({
      kind: 'ours',
    });
  });

  it('before the link is not the adapter’s answer, and an error that was there before is none either', () => {
    const retried = believed('registering', { marketoBase: 'Registration Error' });
    const error = shown('Registration Error', { statusReason: 'Event is closed' });
    expect(mergePlan(retried, error, adapter)).toEqual({ kind: 'ours' });
    expect(mergePlan(retried, shown('Registered'), adapter)).toEqual({ kind: 'noted' });
  });

  it('no more, but the error from which somebody was retried long ago: refused once more', () => {
    const retried = believed('registering', { marketoBase: 'Registration Error', isAnswerDue: true });
    const error = shown('Registration Error', { statusReason: 'Event is closed' });
    expect(mergePlan(retried, error, adapter)).toEqual({
      kind: 'followed',
      to: 'registration_error',
      cause: 'adapter_answer',
    });
    expect(mergePlan(retried, error, on24)).toEqual({ kind: 'ours' });
    expect(mergePlan({ ...retried, marketoBase: 'Registered' }, shown('Registered'), adapter)).toEqual({
      kind: 'ours',
    });
  });

  it('of somebody whom Usher has rejected since, and whose rejection is still to be written, is ours', () => {
    const rejected = believed('rejected', { marketoBase: 'Registered', marketoWriting: writing('Rejected') });
    expect(mergePlan(rejected, shown('Registered', { webinarUrl: link }), adapter)).toEqual({ kind: 'ours' });
  });
});
