/** What somebody is told privately when their wish is not carried out. */
import { describe, expect, it, test } from 'vitest';
import {
  afterPartialApproval,
  refusalInLine,
  refusalWords,
} from '../../../src/outside/slack/refusal-words.ts';
import type { Refusal } from '../../../src/program/refusal.ts';

const at = new Date('2024-12-12T10:42:08Z');
const clock = `<!date^${at.getTime() / 1000}^{time}|2024-12-12 10:42 UTC>`;
const already = {
  kind: 'already_decided',
  decision: 'approve',
  by: 'U0JO',
  at,
  status: 'registering',
} as const;

describe('somebody is told', () => {
  it.each<[Refusal, string]>([
    [already, `Already approved by <@U0JO> at ${clock}.`],
    [
      { kind: 'webinar_over', recordingUntil: at },
      `The webinar is over. Approved people can watch the recording while ON24 keeps it (until <!date^${at.getTime() / 1000}^{date_short}|2024-12-12 10:42 UTC>), and get a confirmation mail. Nothing was changed. Click again if that is what you want.`,
    ],
    [
      { kind: 'webinar_over', recordingUntil: null },
      'The webinar is over. Approved people can watch the recording while ON24 keeps it, and get a confirmation mail. Nothing was changed. Click again if that is what you want.',
    ],
    [
      { kind: 'recording_over', at },
      `The webinar is over, and so is its recording since <!date^${at.getTime() / 1000}^{date_short}|2024-12-12 10:42 UTC>: ON24 takes nobody any more. Nothing was changed.`,
    ],
    [{ ...already, decision: 'reject', at: null }, 'Already rejected by <@U0JO>.'],
    [{ ...already, decision: 'waitlist', by: 'marketo' }, `Already waitlisted in Marketo at ${clock}.`],
    [
      { ...already, decision: null, by: null, at: null, status: 'registered' },
      'Already decided: Registered.',
    ],
    [
      { ...already, decision: null, by: null, at: null, status: 'pending_approval' },
      'That button is out of date: the decision it belonged to was taken back. The message shows what is possible now.',
    ],
    [
      { kind: 'not_an_approver', approvers: ['U0JO', 'U0MARA', 'S0TEAM'], ask: null },
      'Only <@U0JO>, <@U0MARA> and <!subteam^S0TEAM> decide for this webinar.',
    ],
    [{ kind: 'not_an_approver', approvers: ['U0JO'], ask: null }, 'Only <@U0JO> decides for this webinar.'],
    [
      { kind: 'not_an_approver', approvers: ['S0TEAM'], ask: null },
      'Only <!subteam^S0TEAM> decide for this webinar.',
    ],
    [
      { kind: 'not_an_approver', approvers: [], ask: null },
      'Nobody may decide for this webinar yet. Ask the person who connected it to name its approvers.',
    ],
    [
      { kind: 'approvers_unknown', groups: ['S0TEAM'] },
      'I could not read the members of <!subteam^S0TEAM> from Slack within the last hour, so I cannot tell whether you may decide. Nothing was changed; try again in a minute. If it lasts, whoever looks after Usher finds the reason with "usher doctor".',
    ],
    [
      { kind: 'no_places_left', capacity: 150, taken: 161, wanted: 1 },
      'No place is left of 150, and this needs 1. Nothing was changed. Waitlist them instead, and they keep their order.',
    ],
    [
      { kind: 'no_places_left', capacity: 150, taken: 149, wanted: 2 },
      'Only 1 place is left of 150, and this needs 2. Nothing was changed. Waitlist them instead, and they keep their order.',
    ],
    [
      { kind: 'no_places_left', capacity: 150, taken: 148, wanted: 3 },
      'Only 2 places are left of 150, and this needs 3. Nothing was changed. Waitlist them instead, and they keep their order.',
    ],
    [
      { kind: 'hold_is_over', decision: 'approve', status: 'registering' },
      'Too late to undo: it has left already (Registering).',
    ],
    [{ kind: 'nothing_to_undo', status: 'registered' }, 'There is nothing to undo here any more.'],
    [{ kind: 'nothing_to_retry', status: 'registered' }, 'There is nothing to retry: Registered.'],
    [{ kind: 'being_registered' }, 'ON24 is being asked at this moment. The message will show its answer.'],
    [{ kind: 'registrant_gone' }, 'This person is no longer in the program in Marketo.'],
    [{ kind: 'webinar_gone' }, 'This webinar is no longer connected.'],
    [
      { kind: 'webinar_begun', at },
      `The webinar began at ${clock}, and from then on ON24 cancels no registration: whoever is registered there can join.`,
    ],
    [
      { kind: 'being_cancelled' },
      'ON24 is being asked to cancel them at this moment. The message will show its answer.',
    ],
    [
      { kind: 'registered_by_adapter' },
      'Marketo’s adapter has registered them, so Usher cannot cancel them. Cancel them in ON24, and set Rejected in Marketo.',
    ],
    [
      { kind: 'nothing_to_change', status: 'attended' },
      'There is nothing left to choose: from Attended no other decision leads on.',
    ],
    [{ kind: 'not_in_on24' }, 'They are not registered in ON24 any more.'],
    [
      { kind: 'cancel_answered', answer: 'cancel', by: 'U0JO' },
      'Already cancelled in ON24, or being cancelled, as <@U0JO> wished.',
    ],
    [{ kind: 'cancel_answered', answer: 'leave', by: 'U0JO' }, 'Already left in ON24, as <@U0JO> wished.'],
    [
      { kind: 'cancel_answered', answer: null, by: null },
      'Nobody is asked about any more: they have come back, or left ON24.',
    ],
    [
      { kind: 'more_people_asked' },
      'More people have joined this question since you saw it. Nothing was changed; the message shows all of them now, so look and click again.',
    ],
    [{ kind: 'webinar_paused' }, 'This webinar is paused: nothing is decided until it is resumed.'],
    [
      { kind: 'illegal_move', from: 'rejected', to: 'registering', why: 'registering has a lower step' },
      "Marketo's channel does not allow this: Rejected cannot become Registering.",
    ],
  ])('%o: %s', (refusal, sentence) => {
    expect(refusalWords(refusal)).toBe(sentence);
  });

  it('that a hold has ended, without a claim that anything left, when the decision was not carried out yet', () => {
    const sentence = refusalWords({ kind: 'hold_is_over', decision: 'approve', status: 'pending_approval' });
    expect(sentence).not.toContain('Pending Approval');
  });
});

test('beside others each reason is said alone, and what to do about the places once', () => {
  const full = { kind: 'no_places_left', capacity: 150, taken: 150, wanted: 1 } as const;
  expect(refusalInLine(full)).toBe('no place is left');
  expect(refusalInLine({ kind: 'registrant_gone' })).toBe(refusalWords({ kind: 'registrant_gone' }));
  expect(afterPartialApproval([{ kind: 'registrant_gone' }, full, full])).toBe(
    'All 150 places are taken now. Waitlist whoever is left, and they keep their order.',
  );
  expect(afterPartialApproval([{ kind: 'registrant_gone' }])).toBeUndefined();
});
