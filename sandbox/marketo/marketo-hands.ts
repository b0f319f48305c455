/** What people do inside Marketo besides filling in forms: they make programs, wire campaigns and change statuses. */
import { world } from '../world.ts';
import { MarketoAdapter } from './marketo-adapter.ts';
import { notInProgram } from './marketo-channels.ts';
import { mailFor } from './marketo-mails.ts';
import type { SandboxMail, SandboxMember, SandboxProgram } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';
import { changeStatus, removeMember } from './marketo-status-change.ts';
import type { MarketoWebhook } from './marketo-webhook.ts';

export const byHand = { cause: 'hand', reason: 'Changed by marketing.user@acme.example' } as const;

/** Throws for a program that was never added: a mistake in a test, not a case of Marketo's. */
export function programById(state: MarketoState, programId: number): SandboxProgram {
  const program = state.programs.get(programId);
  if (program === undefined) throw new Error(`there is no program ${programId}, add it first`);
  return program;
}

export function addProgram(state: MarketoState, given: { id: number; name: string; channel?: string }): void {
  const now = state.clock.now();
  state.programs.set(given.id, { channel: 'Webinar', ...given, createdAt: now, updatedAt: now });
  state.signal.notify();
}

/** Somebody deletes the program; what its members were is gone with it. */
export function deleteProgram(state: MarketoState, programId: number): void {
  state.programs.delete(programId);
  state.membersOf(programId).clear();
  state.signal.notify();
}

/** The world's program, with the campaigns that the bot may request. */
export function addWorldProgram(state: MarketoState): void {
  const { program } = world.marketo;
  addProgram(state, program);
  for (const [index, statusName] of ['Registered', 'Rejected', 'Waitlisted'].entries()) {
    const id = 3_712 + index;
    const name = `1${index} Requested: ${statusName}`;
    state.campaigns.set(id, { id, programId: program.id, name, type: 'trigger', active: true, statusName });
  }
}

/** Wires mails, webhook and adapter to status changes; a confirmation waits for the adapter where it pushes. */
export function joinCampaigns(
  state: MarketoState,
  mails: SandboxMail[],
  webhook: MarketoWebhook,
): MarketoAdapter {
  const send = (program: SandboxProgram, member: SandboxMember, role: Parameters<typeof mailFor>[3]) => {
    const mail = mailFor(state, program, member, role);
    if (mail !== undefined) mails.push(mail);
  };
  const adapter = new MarketoAdapter(state, (program, member) => send(program, member, 'registered'));
  state.statusListeners.push((change) => {
    const isAdapterSuccess = change.cause === 'adapter' && change.role === 'registered';
    if (change.role !== undefined && !adapter.pushes(change) && !isAdapterSuccess) {
      send(change.program, change.member, change.role);
    }
    webhook.onStatusChange(change);
    adapter.onStatusChange(change);
  });
  return adapter;
}

/** Members tab > Change Status: forward only, except that "Not in Program" removes. */
export function setStatusByHand(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  statusName: string,
): 'changed' | 'refused' {
  if (statusName === notInProgram)
    return removeMember(state, program, leadId, byHand) ? 'changed' : 'refused';
  const outcome = changeStatus(state, program, leadId, statusName, byHand);
  return outcome === 'changed' || outcome === 'created' ? 'changed' : 'refused';
}
