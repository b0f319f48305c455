/** What Marketo should show for a row. */
import { describe, expect, it } from 'vitest';
import { projectedStatusName } from '../../src/program/projection.ts';
import { type Status, statuses, statusTitles } from '../../src/program/status.ts';
import { channelWith, usualChannel } from './sample-channels.ts';

const withRegistering = channelWith();

describe('Marketo should show', () => {
  it.each(statuses.filter((status) => status !== 'not_in_program'))('a row’s own status: %s', (status) => {
    expect(projectedStatusName(status, undefined, withRegistering)).toBe(statusTitles[status]);
  });

  it('the channel’s own name for it', () => {
    const channel = channelWith({ waitlisted: { name: 'Warteliste' } });
    expect(projectedStatusName('waitlisted', 'pending_approval', channel)).toBe('Warteliste');
  });

  it('Registering where the channel has it', () => {
    expect(projectedStatusName('registering', 'pending_approval', withRegistering)).toBe('Registering');
  });

  it('what it shows already while somebody is registered, where the channel has no Registering', () => {
    expect(projectedStatusName('registering', 'pending_approval', usualChannel)).toBe('unchanged');
  });

  it('the Registered that a person set there, while Usher registers that person in ON24', () => {
    expect(projectedStatusName('registering', 'registered', withRegistering)).toBe('unchanged');
    expect(projectedStatusName('registering', 'registered', usualChannel)).toBe('unchanged');
  });

  it('nothing of Usher’s own while Marketo’s adapter registers, by a campaign that sets its own statuses', () => {
    for (const shown of ['pending_approval', 'registration_error', 'registered', 'registering'] as const)
      for (const channel of [withRegistering, usualChannel])
        expect(projectedStatusName('registering', shown, channel, 'adapter')).toBe('unchanged');
  });

  it('Registered where that is what makes the adapter register, until the adapter is at work', () => {
    const wanted = (shown: Status) =>
      projectedStatusName('registering', shown, withRegistering, 'adapter_by_status');
    expect(wanted('pending_approval')).toBe('Registered');
    expect(wanted('registration_error')).toBe('Registered');
    expect(wanted('registered')).toBe('unchanged');
    expect(wanted('registering')).toBe('unchanged');
    const steep = channelWith({ registration_error: 30 });
    expect(projectedStatusName('registering', 'registration_error', steep, 'adapter_by_status')).toBe(
      'unchanged',
    );
  });

  it('the same for every other status, whoever registers', () => {
    for (const status of statuses.filter((one) => one !== 'registering'))
      for (const by of ['adapter', 'adapter_by_status'] as const)
        expect(projectedStatusName(status, 'pending_approval', withRegistering, by)).toBe(
          projectedStatusName(status, 'pending_approval', withRegistering),
        );
  });

  it('what it shows already for somebody who has left the program', () => {
    expect(projectedStatusName('not_in_program', 'registered', withRegistering)).toBe('unchanged');
  });

  it('what it shows already where the channel lacks the status', () => {
    expect(projectedStatusName('no_show', 'registered', channelWith({ no_show: 'absent' }))).toBe(
      'unchanged',
    );
  });

  it('never a status of a lower step than the one it shows', () => {
    const lower: [Status, Status][] = [];
    for (const status of statuses)
      for (const shown of statuses) {
        const wanted = projectedStatusName(status, shown, channelWith({ rejected: 30 }));
        if (wanted !== 'unchanged' && stepsAsTold[status] < stepsAsTold[shown]) lower.push([status, shown]);
      }
    expect(lower).toEqual([]);
  });
});

const stepsAsTold: Record<Status, number> = {
  not_in_program: 0,
  invited: 10,
  pending_approval: 15,
  waitlisted: 20,
  rejected: 30,
  registering: 20,
  registered: 20,
  registration_error: 20,
  no_show: 30,
  attended: 40,
  attended_on_demand: 50,
};
