/** Everything the simulated Marketo knows, in one object that its parts share. */
import type { ChangeSignal } from '../change-signal.ts';
import type { SandboxClock } from '../clock.ts';
import type { ClockSchedule } from '../clock-schedule.ts';
import { type ChannelStatus, channelsOf, type StatusRole } from './marketo-channels.ts';
import type {
  ActivityValue,
  SandboxActivity,
  SandboxCampaign,
  SandboxLead,
  SandboxMember,
  SandboxProgram,
  StatusCause,
} from './marketo-records.ts';
import type { MarketoSwitches } from './marketo-switches.ts';

/** A status that really changed; `to` may be "Not in Program". */
export interface StatusChange {
  readonly program: SandboxProgram;
  readonly member: SandboxMember;
  readonly from: string;
  readonly to: string;
  readonly role: StatusRole | undefined;
  readonly cause: StatusCause;
}

export class MarketoState {
  readonly clock: SandboxClock;
  readonly schedule: ClockSchedule;
  readonly signal: ChangeSignal;
  readonly switches: MarketoSwitches;
  readonly leads = new Map<number, SandboxLead>();
  readonly programs = new Map<number, SandboxProgram>();
  readonly campaigns = new Map<number, SandboxCampaign>();
  readonly statusListeners: ((change: StatusChange) => void)[] = [];
  activities: SandboxActivity[] = [];
  readonly #members = new Map<number, Map<number, SandboxMember>>();
  #nextLeadId = 40_117;
  #nextMemberId = 770_012;
  #nextActivityId = 5_501_203;

  constructor(clock: SandboxClock, schedule: ClockSchedule, signal: ChangeSignal, switches: MarketoSwitches) {
    this.clock = clock;
    this.schedule = schedule;
    this.signal = signal;
    this.switches = switches;
  }

  newLeadId(): number {
    return this.#nextLeadId++;
  }

  newMemberId(): number {
    return this.#nextMemberId++;
  }

  /** Memberships of a program in order of joining. */
  membersOf(programId: number): Map<number, SandboxMember> {
    const found = this.#members.get(programId);
    if (found !== undefined) return found;
    const members = new Map<number, SandboxMember>();
    this.#members.set(programId, members);
    return members;
  }

  /** Changes a membership and moves its updatedAt. */
  updateMember(member: SandboxMember, change: Partial<SandboxMember>): SandboxMember {
    const updated = { ...member, ...change, updatedAt: this.clock.now() };
    this.membersOf(member.programId).set(member.leadId, updated);
    return updated;
  }

  leadsWithEmail(email: string): SandboxLead[] {
    const wanted = email.toLowerCase();
    return [...this.leads.values()].filter((lead) => lead.email.toLowerCase() === wanted);
  }

  /** Statuses of the program's channel, as the switches stand now. */
  statusesOf(program: SandboxProgram): readonly ChannelStatus[] {
    return channelsOf(this.switches).find((channel) => channel.name === program.channel)?.statuses ?? [];
  }

  statusInRole(program: SandboxProgram, role: StatusRole): ChannelStatus | undefined {
    return this.statusesOf(program).find((status) => status.role === role);
  }

  log(
    typeId: number,
    leadId: number,
    asset: { readonly id: number; readonly name: string },
    attributes: readonly { name: string; value: ActivityValue | undefined }[],
  ): void {
    this.activities.push({
      id: this.#nextActivityId++,
      typeId,
      leadId,
      at: this.clock.now(),
      assetId: asset.id,
      assetName: asset.name,
      attributes: attributes.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }])),
    });
  }
}
