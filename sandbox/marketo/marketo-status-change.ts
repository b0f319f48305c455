/** Changes program statuses by Marketo's rule: to a higher or an equal step only, each change logged as activity 104. */
import { notInProgram } from './marketo-channels.ts';
import type { SandboxMember, SandboxProgram, StatusCause } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';

export type StatusOutcome = 'created' | 'changed' | 'same' | 'past' | 'unknown-status' | 'unknown-lead';

/** Moves one person of a program; adds who is no member yet. */
export function changeStatus(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  statusName: string,
  how: { readonly cause: StatusCause; readonly reason: string; readonly statusReason?: string },
): StatusOutcome {
  const statuses = state.statusesOf(program);
  const target = statuses.find((status) => status.name === statusName);
  if (target === undefined || target.name === notInProgram) return 'unknown-status';
  if (!state.leads.has(leadId)) return 'unknown-lead';
  const before = state.membersOf(program.id).get(leadId);
  const current = statuses.find((status) => status.name === before?.statusName);
  const outcome =
    before === undefined ? 'created' : outcomeFor(before.statusName, current?.step ?? 0, target);
  // Flow steps log a change to the same status; a write by REST is skipped without a trace.
  if (
    outcome === 'past' ||
    (outcome === 'same' && how.cause === 'rest' && state.switches.sameStatus === '1037')
  ) {
    return outcome;
  }
  const isNewSuccess = target.isSuccess && before?.reachedSuccess !== true;
  const now = state.clock.now();
  const member = state.updateMember(before ?? newMember(state, program.id, leadId, target.name), {
    statusName: target.name,
    statusReason: how.statusReason ?? (outcome === 'same' ? (before?.statusReason ?? null) : null),
    reachedSuccess: isNewSuccess || before?.reachedSuccess === true,
    reachedSuccessDate: isNewSuccess ? now : (before?.reachedSuccessDate ?? null),
  });
  const from = before?.statusName ?? notInProgram;
  logStatusChange(state, program, member, { from, to: target.name, isNewSuccess, reason: how.reason });
  if (outcome !== 'same') {
    const change = { program, member, from, to: target.name, role: target.role, cause: how.cause };
    for (const listener of state.statusListeners) listener(change);
  }
  state.signal.notify();
  return outcome;
}

/** Takes somebody out of the program, the only way back. Returns false for a non-member. */
export function removeMember(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  how: { readonly cause: StatusCause; readonly reason: string },
): boolean {
  const member = state.membersOf(program.id).get(leadId);
  if (member === undefined) return false;
  state.membersOf(program.id).delete(leadId);
  const from = member.statusName;
  if (state.switches.removalActivity === 'logged') {
    logStatusChange(state, program, member, {
      from,
      to: notInProgram,
      isNewSuccess: false,
      reason: how.reason,
    });
  }
  const change = { program, member, from, to: notInProgram, role: undefined, cause: how.cause };
  for (const listener of state.statusListeners) listener(change);
  state.signal.notify();
  return true;
}

function outcomeFor(currentName: string, currentStep: number, target: { name: string; step: number }) {
  if (currentName === target.name) return 'same';
  return target.step >= currentStep ? 'changed' : 'past';
}

function newMember(
  state: MarketoState,
  programId: number,
  leadId: number,
  statusName: string,
): SandboxMember {
  const now = state.clock.now();
  return {
    memberId: state.newMemberId(),
    programId,
    leadId,
    statusName,
    statusReason: null,
    webinarUrl: null,
    registrationCode: null,
    custom: {},
    reachedSuccess: false,
    reachedSuccessDate: null,
    acquiredBy: false,
    membershipDate: now,
    createdAt: now,
    updatedAt: now,
  };
}

function logStatusChange(
  state: MarketoState,
  program: SandboxProgram,
  member: SandboxMember,
  change: { from: string; to: string; isNewSuccess: boolean; reason: string },
): void {
  const statusId = (name: string) =>
    state.statusesOf(program).find((status) => status.name === name)?.statusId;
  state.log(104, member.leadId, program, [
    { name: 'Old Status', value: change.from },
    { name: 'New Status', value: change.to },
    { name: 'Old Status ID', value: statusId(change.from) },
    { name: 'New Status ID', value: statusId(change.to) },
    { name: 'Success', value: change.isNewSuccess },
    { name: 'Program Member ID', value: member.memberId },
    { name: 'Acquired By', value: member.acquiredBy },
    { name: 'Reason', value: change.reason },
  ]);
}
