/** Looks at each connected webinar: its channel's statuses, its event, its Slack channel; and at what Usher has paused. */
import { type CheckLine, lookedAt } from './outside/check-line.ts';
import { isThrottling, type OutsideFailure } from './outside/failure.ts';
import type { OutsideClients } from './outside-clients.ts';
import { recogniseChannel } from './program/channel.ts';
import { channelFaults } from './program/channel-faults.ts';
import { isGroup } from './program/permission.ts';
import { shownText } from './program/person-name.ts';
import { listFaults } from './store/connection-fault-store.ts';
import type { Db } from './store/database.ts';
import type { Webinar } from './store/schema/webinars.ts';
import { listWebinars } from './store/webinar-store.ts';
import { groupTroubles } from './webinars/look-at-approvers.ts';

export interface WebinarChecks extends Pick<OutsideClients, 'slack' | 'marketo' | 'on24'> {
  db: Db;
  /** Systems that fail as a whole, which is said already. */
  unasked: readonly CheckLine['system'][];
}

/** Never throws for what is wrong outside: that is a line. Four calls for each webinar, and one for each approving group. */
export async function checkWebinars(parts: WebinarChecks): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const webinar of await listWebinars(parts.db)) {
    const looks = [
      { system: 'Marketo', look: lookAtProgram },
      { system: 'ON24', look: lookAtEvent },
      { system: 'Slack', look: lookAtSlackChannel },
      { system: 'Slack', look: lookAtGroups },
    ] as const;
    for (const { system, look } of looks) {
      if (parts.unasked.includes(system)) continue;
      const name = `webinar ${webinar.id} "${shownText(webinar.title, 60)}"`;
      const findings = await lookedAt(() => look(parts, webinar));
      const found: Finding[] =
        'failure' in findings ? [failureFinding(findings.failure, remedies[system])] : findings.answer;
      lines.push(...found.map((finding): CheckLine => ({ system, name, ...finding })));
    }
  }
  return lines;
}

const systems = { slack: 'Slack', marketo: 'Marketo', on24: 'ON24' } as const;

/** Jobs that wait because a connection is broken; they go on by themselves when it is mended. */
export async function checkPauses(db: Db): Promise<CheckLine[]> {
  const paused = (await listFaults(db)).filter(({ isPaused }) => isPaused);
  return paused.flatMap(({ flag, words, failingSince, resumesAt }) => {
    const system = Object.entries(systems).find(([prefix]) => flag.split(':')[0] === prefix)?.[1];
    if (!system) return [];
    const until = resumesAt ? `, until ${resumesAt.toISOString()}` : '';
    return {
      system,
      name: 'paused',
      state: 'warning',
      says: `Work for ${flag} waits since ${failingSince.toISOString()}${until}: ${words}`,
      remedy: resumesAt
        ? 'Nothing needs to be done: it goes on by itself then.'
        : 'Mend what is said; it is tried every half minute and goes on by itself.',
    };
  });
}

type Finding = Pick<CheckLine, 'state' | 'says' | 'remedy'>;

const remedies = {
  Marketo: 'Check in Marketo that the program still exists and that the API user may see it.',
  ON24: 'Check in ON24 that the event still exists and belongs to this account.',
  Slack: 'Check that the channel exists; a private one shows itself after /invite @usher there.',
} as const;

function failureFinding(failure: OutsideFailure, remedy: string): Finding {
  return isThrottling(failure)
    ? { state: 'warning', says: `This could not be tried now: ${failure.words}` }
    : { state: 'broken', says: failure.words, remedy };
}

async function lookAtProgram({ marketo }: WebinarChecks, webinar: Webinar): Promise<Finding[]> {
  const program = await marketo.readProgram(webinar.programId);
  if (!program) {
    return [{ state: 'broken', says: `There is no program ${webinar.programId}.`, remedy: remedies.Marketo }];
  }
  const listed = await marketo.readChannel(program.channel);
  if (!listed) {
    return [
      { state: 'broken', says: `The channel "${program.channel}" is not shown.`, remedy: remedies.Marketo },
    ];
  }
  const faults = channelFaults(recogniseChannel(listed.name, listed.statuses));
  if (faults.length === 0) return [{ state: 'ok', says: `The channel "${listed.name}" has what it needs.` }];
  return faults.map(({ severity, sentence }) => ({
    state: severity === 'missing' ? 'broken' : 'warning',
    says: sentence,
    remedy: 'An administrator changes it in Admin > Tags > Channels.',
  }));
}

async function lookAtEvent({ on24 }: WebinarChecks, webinar: Webinar): Promise<Finding[]> {
  const event = await on24.readEvent(webinar.on24ClientId, webinar.on24EventId);
  const isOver = event.liveEndsAt !== null && event.liveEndsAt < new Date();
  if (event.isActive || isOver) {
    return [{ state: 'ok', says: `The event ${event.eventId} is ${isOver ? 'over' : 'active'}.` }];
  }
  return [
    {
      state: 'broken',
      says: `The event ${event.eventId} is not active: ON24 takes no registrations.`,
      remedy: 'Re-open the event in ON24, or connect the webinar to the right one.',
    },
  ];
}

async function lookAtSlackChannel({ slack }: WebinarChecks, webinar: Webinar): Promise<Finding[]> {
  const channel = await slack.lookAtChannel(webinar.slackChannelId);
  const name = shownText(channel.name, 80);
  if (channel.isArchived) {
    return [{ state: 'broken', says: `The channel #${name} is archived.`, remedy: 'Unarchive it in Slack.' }];
  }
  if (channel.isMember) return [{ state: 'ok', says: `Usher is in the channel #${name}.` }];
  return [
    {
      state: 'broken',
      says: `Usher is not in the channel #${name}: nothing can be posted there.`,
      remedy: `Type /invite @usher in #${name}.`,
    },
  ];
}

async function lookAtGroups({ slack }: WebinarChecks, { approvers }: Webinar): Promise<Finding[]> {
  const groups = approvers.filter(isGroup);
  if (groups.length === 0) return [];
  const troubles = await groupTroubles(slack, groups);
  if (troubles.length === 0) return [{ state: 'ok', says: `Slack tells who is in ${groups.join(' and ')}.` }];
  const isAnybodyLeft = troubles.length < approvers.length;
  return troubles.map(({ says }) => ({
    state: isAnybodyLeft ? 'warning' : 'broken',
    says,
    remedy: 'Until then only approvers who are named one by one decide.',
  }));
}
