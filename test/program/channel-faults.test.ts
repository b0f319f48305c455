/** What an administrator is told about a channel: what keeps a webinar from being connected, and what only limits it. */
import { describe, expect, it } from 'vitest';
import { channelFaults } from '../../src/program/channel-faults.ts';
import { channelWith, usualChannel, type Variation } from './sample-channels.ts';

describe('a channel', () => {
  it('with Marketo’s statuses and the two added ones has no fault', () => {
    expect(channelFaults(usualChannel)).toEqual([]);
  });

  it('without Pending Approval cannot be used, and the sentence says where to add it with which step', () => {
    expect(channelFaults(channelWith({ pending_approval: 'absent' }))).toEqual([
      {
        severity: 'missing',
        sentence:
          'The channel "Webinar" has no status "Pending Approval". Add it in Admin > Tags > Channels with step 15, then connect again. ' +
          'Where it has a name of its own, give that: --status-names "pending_approval=Its Name".',
      },
    ]);
  });

  it.each(['rejected', 'invited'] as const)(
    'that lacks the name which was given for %s cannot be used, and the sentence names it',
    (status) => {
      const faults = channelFaults(channelWith({ [status]: 'absent' }), { [status]: 'Declined' });
      expect(faults.map(({ severity }) => severity)).toEqual(['missing']);
      expect(faults[0]?.sentence).toMatch(/has no status "Declined", which --status-names gives for \w+\. /);
      expect(faults[0]?.sentence).toContain('a hidden status does not count');
    },
  );

  it('cannot have one status for two of Usher’s', () => {
    const twice = { pending_approval: 'To Review', rejected: 'to review' };
    expect(channelFaults(usualChannel, twice)).toEqual([
      {
        severity: 'missing',
        sentence:
          '--status-names gives "to review" for both Pending Approval and Rejected: each needs a status of its own.',
      },
    ]);
  });

  it('has all its missing statuses named at once', () => {
    const faults = channelFaults({ name: 'Roadshow', statuses: {} });
    expect(faults.map(({ severity }) => severity)).toEqual(Array(5).fill('missing'));
    expect(
      faults.map(({ sentence }) => /no status "(.+)"\. .* with step (\d+)/.exec(sentence)?.slice(1)),
    ).toEqual([
      ['Pending Approval', '15'],
      ['Registered', '20'],
      ['Rejected', '20'],
      ['Waitlisted', '20'],
      ['Registration Error', '20'],
    ]);
  });

  it.each(['invited', 'registering', 'no_show', 'attended', 'attended_on_demand', 'not_in_program'] as const)(
    'may lack %s',
    (status) => {
      expect(channelFaults(channelWith({ [status]: 'absent' }))).toEqual([]);
    },
  );

  it.each<[what: string, variation: Variation, sentence: string]>([
    [
      'Rejected above Registered',
      { rejected: 30 },
      'In the channel "Webinar" Rejected stands above Registered: somebody once rejected can no longer be approved.',
    ],
    [
      'Waitlisted above Registered',
      { waitlisted: 21 },
      'In the channel "Webinar" Waitlisted stands above Registered: nobody can move up from the waitlist.',
    ],
    [
      'Registration Error above Registered',
      { registration_error: 25 },
      'In the channel "Webinar" Registration Error stands above Registered: a retry cannot set Registered in Marketo.',
    ],
    [
      'Pending Approval on Registered’s step',
      { pending_approval: 20 },
      'In the channel "Webinar" Pending Approval has the same step as Registered: a registered person who fills in the form again falls back to pending in Marketo. Give Pending Approval step 15.',
    ],
    [
      'Rejected below Pending Approval',
      { rejected: 12 },
      'In the channel "Webinar" the step of "Rejected" (12) is below Pending Approval (15): Marketo will skip that change. Give it a step of 15 or more.',
    ],
    [
      'Waitlisted below Pending Approval',
      { waitlisted: 1 },
      'In the channel "Webinar" the step of "Waitlisted" (1) is below Pending Approval (15): Marketo will skip that change. Give it a step of 15 or more.',
    ],
  ])('with %s is only limited, and says how', (_what, variation, sentence) => {
    expect(channelFaults(channelWith(variation))).toEqual([{ severity: 'limits', sentence }]);
  });

  it.each<[what: string, variation: Variation, named: string]>([
    ['nobody could leave registering with an error', { registration_error: 12 }, 'Registration Error'],
    ['nobody could leave registering as registered', { registering: 25 }, 'Registering'],
  ])('in which %s says so before the webinar is connected', (_what, variation, named) => {
    const sentences = channelFaults(channelWith(variation)).map(({ sentence }) => sentence);
    expect(sentences.filter((sentence) => sentence.includes(named))).toHaveLength(1);
  });
});
