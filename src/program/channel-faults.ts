/** What is wrong with a channel, in an administrator's words: what keeps a webinar from being connected, and what only limits it. */
import { type Channel, type StatusNames, spoken, stepOf } from './channel.ts';
import { defaultSteps, type Status, statuses, statusTitles } from './status.ts';

export interface ChannelFault {
  /** `missing` keeps the webinar from being connected; `limits` is only told. */
  severity: 'missing' | 'limits';
  sentence: string;
}

/** Without these a webinar cannot be run. */
export const neededStatuses = [
  'pending_approval',
  'registered',
  'rejected',
  'waitlisted',
  'registration_error',
] as const satisfies readonly Status[];

/** `statusNames`: what an administrator said statuses are called. */
export function channelFaults(channel: Channel, statusNames: StatusNames = {}): ChannelFault[] {
  const wanted = new Set<Status>([...neededStatuses, ...statuses.filter((status) => statusNames[status])]);
  const missing = [...wanted].filter((status) => !channel.statuses[status]);
  const faults = [
    ...namedTwice(statusNames),
    ...missing.map((status) => missingStatus(channel, status, statusNames[status])),
  ];
  return faults.length > 0 ? faults : [...buttonsThatDoNothing(channel), ...finalStatuses(channel)];
}

function missingStatus(channel: Channel, status: Status, chosen: string | undefined): ChannelFault {
  const title = statusTitles[status];
  return {
    severity: 'missing',
    sentence: chosen
      ? `The channel "${channel.name}" has no status "${chosen}", which --status-names gives for ${title}. ` +
        'Give the name as it stands in Admin > Tags > Channels; a hidden status does not count.'
      : `The channel "${channel.name}" has no status "${title}". ` +
        `Add it in Admin > Tags > Channels with step ${defaultSteps[status]}, then connect again. ` +
        `Where it has a name of its own, give that: --status-names "${status}=Its Name".`,
  };
}

function namedTwice(statusNames: StatusNames): ChannelFault[] {
  return statuses.flatMap((status, index) => {
    const name = statusNames[status];
    const other = statuses
      .slice(0, index)
      .find((earlier) => name !== undefined && spoken(statusNames[earlier] ?? '') === spoken(name));
    if (!other) return [];
    return {
      severity: 'missing',
      sentence: `--status-names gives "${name}" for both ${statusTitles[other]} and ${statusTitles[status]}: each needs a status of its own.`,
    };
  });
}

function buttonsThatDoNothing(channel: Channel): ChannelFault[] {
  const pending = stepOf(channel, 'pending_approval');
  return (['registered', 'waitlisted', 'rejected'] as const)
    .filter((target) => stepOf(channel, target) < pending)
    .map((target) => ({
      severity: 'limits',
      sentence:
        `In the channel "${channel.name}" the step of "${statusTitles[target]}" (${stepOf(channel, target)}) is below ` +
        `Pending Approval (${pending}): Marketo will skip that change. Give it a step of ${pending} or more.`,
    }));
}

function finalStatuses(channel: Channel): ChannelFault[] {
  const registered = stepOf(channel, 'registered');
  const faults: ChannelFault[] = [];
  if (stepOf(channel, 'rejected') > registered) {
    faults.push({
      severity: 'limits',
      sentence: `In the channel "${channel.name}" Rejected stands above Registered: somebody once rejected can no longer be approved.`,
    });
  }
  if (stepOf(channel, 'waitlisted') > registered) {
    faults.push({
      severity: 'limits',
      sentence: `In the channel "${channel.name}" Waitlisted stands above Registered: nobody can move up from the waitlist.`,
    });
  }
  if (
    stepOf(channel, 'registering') <= registered &&
    stepOf(channel, 'registration_error') < stepOf(channel, 'registering')
  ) {
    faults.push({
      severity: 'limits',
      sentence: `In the channel "${channel.name}" Registration Error stands below ${channel.statuses.registering ? 'Registering' : 'Registered'}: a refusal of ON24 cannot be set. Give it a step of ${stepOf(channel, 'registering')} or more.`,
    });
  }
  if (stepOf(channel, 'registering') > registered) {
    faults.push({
      severity: 'limits',
      sentence: `In the channel "${channel.name}" Registering stands above Registered: nobody can become Registered. Give Registering a step of ${registered} or less.`,
    });
  }
  if (stepOf(channel, 'registration_error') > registered) {
    faults.push({
      severity: 'limits',
      sentence: `In the channel "${channel.name}" Registration Error stands above Registered: a retry cannot set Registered in Marketo.`,
    });
  }
  if (stepOf(channel, 'pending_approval') === registered) {
    faults.push({
      severity: 'limits',
      sentence:
        `In the channel "${channel.name}" Pending Approval has the same step as Registered: a registered person who fills in ` +
        `the form again falls back to pending in Marketo. Give Pending Approval step ${defaultSteps.pending_approval}.`,
    });
  }
  return faults;
}
