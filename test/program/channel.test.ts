/** Which of a channel's statuses is which of ours. */
import { describe, expect, it } from 'vitest';
import { type ChannelStatus, recogniseChannel, statusNamed, stepOf } from '../../src/program/channel.ts';
import { statuses, statusTitles } from '../../src/program/status.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

const listed = (name: string, step: number, more: Partial<ChannelStatus> = {}): ChannelStatus => ({
  name,
  step,
  type: null,
  hidden: false,
  ...more,
});

describe('a channel is recognised', () => {
  it('by type where its statuses were renamed', () => {
    const channel = recogniseChannel('Webinare', [
      listed('Angemeldet', 25, { type: 'Registered' }),
      listed('Warteliste', 22, { type: 'Waitlisted' }),
      listed('War da', 45, { type: 'Attended' }),
    ]);
    expect(channel).toEqual({
      name: 'Webinare',
      statuses: {
        registered: { name: 'Angemeldet', step: 25 },
        waitlisted: { name: 'Warteliste', step: 22 },
        attended: { name: 'War da', step: 45 },
      },
    });
  });

  it('by name where Marketo tells no type, and where a status was added by hand', () => {
    const channel = recogniseChannel('Webinar', [
      listed('pending approval', 15),
      listed('Registered', 20),
      listed('Rejected', 20, { type: 'Custom' }),
    ]);
    expect(channel.statuses).toEqual({
      pending_approval: { name: 'pending approval', step: 15 },
      registered: { name: 'Registered', step: 20 },
      rejected: { name: 'Rejected', step: 20 },
    });
  });

  it('by type before name: a status called Registered that is something else is not taken for it', () => {
    const channel = recogniseChannel('Webinar', [
      listed('Registered', 5, { type: 'Invited' }),
      listed('Signed up', 20, { type: 'Registered' }),
    ]);
    expect(channel.statuses.registered).toEqual({ name: 'Signed up', step: 20 });
    expect(channel.statuses.invited).toEqual({ name: 'Registered', step: 5 });
  });

  it.each([
    ['Wait Listed', 'waitlisted'],
    ['Waitlisted', 'waitlisted'],
    ['WAIT-LISTED', 'waitlisted'],
    ['Attended On Demand', 'attended_on_demand'],
    ['Attended On-demand', 'attended_on_demand'],
    ['No-Show', 'no_show'],
  ] as const)('however Marketo spells it: "%s"', (name, status) => {
    expect(recogniseChannel('Webinar', [listed(name, 20)]).statuses[status]).toEqual({ name, step: 20 });
  });

  it('without its hidden statuses, which must not be offered', () => {
    const channel = recogniseChannel('Webinar', [
      listed('Old Registered', 18, { type: 'Registered', hidden: true }),
      listed('Registered', 20, { type: 'Registered' }),
      listed('Rejected', 20, { hidden: true }),
    ]);
    expect(channel.statuses).toEqual({ registered: { name: 'Registered', step: 20 } });
  });

  describe('by the name that an administrator chose', () => {
    const names = [
      listed('To Review', 15, { type: 'To Review' }),
      listed('Pending Approval', 12, { type: 'Pending Approval' }),
      listed('Declined', 20),
    ];

    it('before type and usual name', () => {
      const channel = recogniseChannel('Webinar', names, {
        pending_approval: 'to review',
        rejected: 'Declined',
      });
      expect(channel.statuses).toEqual({
        pending_approval: { name: 'To Review', step: 15 },
        rejected: { name: 'Declined', step: 20 },
      });
      expect(statusNamed(channel, 'To Review')).toBe('pending_approval');
      expect(statusNamed(channel, 'Pending Approval')).toBeUndefined();
    });

    it('which then serves no other status', () => {
      const channel = recogniseChannel('Webinar', [listed('Invited', 10, { type: 'Invited' })], {
        pending_approval: 'Invited',
      });
      expect(channel.statuses).toEqual({ pending_approval: { name: 'Invited', step: 10 } });
    });

    it('and not by another one when the channel does not have it, or hides it', () => {
      expect(recogniseChannel('Webinar', names, { pending_approval: 'Screening' }).statuses).toEqual({});
      const hidden = [...names.slice(1), listed('To Review', 15, { hidden: true })];
      expect(recogniseChannel('Webinar', hidden, { pending_approval: 'To Review' }).statuses).toEqual({});
    });
  });

  it('without statuses that mean nothing to Usher', () => {
    expect(recogniseChannel('Webinar', [listed('Sent a cake', 33)]).statuses).toEqual({});
  });
});

describe('a step', () => {
  it('is the channel’s own where the status exists there', () => {
    expect(stepOf(channelWith({ rejected: 35 }), 'rejected')).toBe(35);
  });

  it('of Registering is Registered’s where the channel has no Registering', () => {
    expect(stepOf(channelWith({ registering: 'absent', registered: 27 }), 'registering')).toBe(27);
    expect(stepOf(channelWith({ registering: 18, registered: 27 }), 'registering')).toBe(18);
  });

  it('is Marketo’s usual one where the channel lacks the status', () => {
    expect(stepOf({ name: 'Empty', statuses: {} }, 'attended')).toBe(40);
    expect(stepOf({ name: 'Empty', statuses: {} }, 'registering')).toBe(20);
  });

  it('of nobody in the program is 0, whatever the channel lists', () => {
    expect(stepOf(channelWith({ not_in_program: 12 }), 'not_in_program')).toBe(0);
  });
});

describe('a status name that Marketo shows', () => {
  it.each(statuses.map((status) => [statusTitles[status], status] as const))(
    '"%s" is %s',
    (title, status) => {
      expect(statusNamed(usualChannel, title)).toBe(status);
    },
  );

  it('is read by the channel’s own name', () => {
    const channel = channelWith({ registered: { name: 'Angemeldet' } });
    expect(statusNamed(channel, 'angemeldet')).toBe('registered');
  });

  it('is not read by the usual name where the channel calls that status otherwise', () => {
    const channel = channelWith({ registered: { name: 'Angemeldet' } });
    expect(statusNamed(channel, 'Registered')).toBeUndefined();
  });

  it('means nothing when the channel does not have it and neither does Usher', () => {
    expect(statusNamed(usualChannel, 'Sent a cake')).toBeUndefined();
  });
});
