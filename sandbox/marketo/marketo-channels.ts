/** Channels and their progression statuses, in the variants that customers have. */
import type { MarketoSwitches } from './marketo-switches.ts';

/** What a status is for, whatever an instance calls it. */
export type StatusRole =
  | 'invited'
  | 'pendingApproval'
  | 'waitlisted'
  | 'rejected'
  | 'registering'
  | 'registered'
  | 'registrationError'
  | 'noShow'
  | 'attended'
  | 'attendedOnDemand';

export interface ChannelStatus {
  readonly role: StatusRole | undefined;
  readonly name: string;
  readonly step: number;
  readonly type: string | undefined;
  readonly isHidden: boolean;
  readonly isSuccess: boolean;
  /** The number in activities 104; differs from instance to instance. */
  readonly statusId: number;
}

export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly programType: 'webinar' | 'event';
  readonly statuses: readonly ChannelStatus[];
}

export const notInProgram = 'Not in Program';

interface StatusPlan {
  readonly role: StatusRole | undefined;
  readonly type: string;
  readonly step: number;
}

const stock: readonly StatusPlan[] = [
  { role: undefined, type: notInProgram, step: 0 },
  { role: 'invited', type: 'Invited', step: 10 },
  { role: 'registrationError', type: 'Registration Error', step: 20 },
  { role: 'waitlisted', type: 'Waitlisted', step: 20 },
  { role: 'registered', type: 'Registered', step: 20 },
  { role: 'noShow', type: 'No Show', step: 30 },
  { role: 'attended', type: 'Attended', step: 40 },
  { role: 'attendedOnDemand', type: 'Attended On-demand', step: 50 },
];
const addedByAdministrator: readonly StatusPlan[] = [
  { role: 'pendingApproval', type: 'Pending Approval', step: 15 },
  { role: 'rejected', type: 'Rejected', step: 20 },
];
const registering: StatusPlan = { role: 'registering', type: 'Registering', step: 20 };

const otherSteps: Partial<Record<StatusRole, number>> = {
  rejected: 25,
  registrationError: 25,
  attended: 30,
  attendedOnDemand: 40,
};
const otherNames: Partial<Record<StatusRole, string>> = {
  invited: 'On the List',
  registered: 'Signed Up',
  registrationError: 'Sync Failed',
  waitlisted: 'Wait Listed',
  noShow: 'Stayed Away',
  attended: 'Joined Live',
  attendedOnDemand: 'Watched Later',
};
/** Statuses that an administrator added under names of their own. */
const ownNames: Partial<Record<StatusRole, string>> = {
  pendingApproval: 'To Review',
  rejected: 'Declined',
};
const statusIds: readonly string[] = [...stock, ...addedByAdministrator, registering].map(
  (plan) => plan.type,
);

/** Every channel of the instance, as the switches stand now. */
export function channelsOf(switches: MarketoSwitches): readonly Channel[] {
  const full = [...stock, ...addedByAdministrator];
  const variants = {
    stock,
    asynchronous: [...full, registering],
    'pending-and-rejected': full,
    renamed: full,
    'own-names': full,
    'other-steps': full,
    hidden: full,
  };
  return [
    {
      id: 1,
      name: 'Webinar',
      programType: 'webinar',
      statuses: inVariant(variants[switches.channel], switches),
    },
    {
      id: 2,
      name: 'Webinar (Asynchronous)',
      programType: 'webinar',
      statuses: inVariant(variants.asynchronous, { ...switches, channel: 'asynchronous' }),
    },
    {
      id: 3,
      name: 'Live Event',
      programType: 'event',
      statuses: inVariant(stock.slice(0, 2), { ...switches, channel: 'stock' }),
    },
  ];
}

function inVariant(plans: readonly StatusPlan[], switches: MarketoSwitches): readonly ChannelStatus[] {
  return plans
    .map(({ role, type, step }) => ({
      role,
      name: nameOf(role, switches) ?? type,
      step: (switches.channel === 'other-steps' && role !== undefined && otherSteps[role]) || step,
      type: typeOf(type, role, switches),
      isHidden: switches.channel === 'hidden' && role === 'waitlisted',
      isSuccess: role === 'attended' || role === 'attendedOnDemand',
      statusId: 11 + statusIds.indexOf(type),
    }))
    .sort((a, b) => a.step - b.step);
}

function nameOf(role: StatusRole | undefined, switches: MarketoSwitches): string | undefined {
  if (role === undefined) return undefined;
  if (switches.channel === 'renamed') return otherNames[role];
  return switches.channel === 'own-names' ? ownNames[role] : undefined;
}

/** A system status keeps its type under any name; what an administrator added has no other than its own name. */
function typeOf(type: string, role: StatusRole | undefined, switches: MarketoSwitches): string | undefined {
  if (switches.statusTypes === 'absent') return undefined;
  const isCustom = addedByAdministrator.some((plan) => plan.type === type);
  if (!isCustom) return type;
  return switches.customStatusTypes === 'absent' ? undefined : (nameOf(role, switches) ?? type);
}
