/** What happens to people inside Marketo: forms are filled in, records are edited, merged and deleted. */
import type { FormFill, LeadChange, SandboxLead, SandboxProgram } from './marketo-records.ts';
import type { MarketoState } from './marketo-state.ts';
import { changeStatus } from './marketo-status-change.ts';

/** Adds a lead or changes the one with this id. */
export function saveLead(state: MarketoState, change: LeadChange, existing?: SandboxLead): SandboxLead {
  const now = state.clock.now();
  const base = existing ?? {
    id: state.newLeadId(),
    email: '',
    firstName: null,
    lastName: null,
    company: null,
    title: null,
    unsubscribed: false,
    answers: {},
    createdAt: now,
  };
  const answers = { ...base.answers, ...change.answers };
  const lead: SandboxLead = { ...base, ...change, answers, updatedAt: now };
  state.leads.set(lead.id, lead);
  state.signal.notify();
  return lead;
}

/** A form fill: the first status of the progression at once, and a moment later what the form's campaign sets. */
export function fillForm(state: MarketoState, program: SandboxProgram, fill: FormFill): SandboxLead {
  const lead = saveLead(state, fill, state.leadsWithEmail(fill.email)[0]);
  state.log(2, lead.id, { id: 1_204, name: `${program.name}: registration form` }, []);
  const first = state.statusesOf(program).find((status) => status.step > 0);
  if (first !== undefined && !state.membersOf(program.id).has(lead.id)) {
    changeStatus(state, program, lead.id, first.name, {
      cause: 'flow',
      reason: 'Filled out a form of the program',
    });
  }
  state.schedule.after(state.switches.formFlowDelayMs, () => {
    const pending = state.statusInRole(program, 'pendingApproval');
    if (pending === undefined) return;
    changeStatus(state, program, lead.id, pending.name, {
      cause: 'flow',
      reason: `Changed by Smart Campaign ${program.name}.01 Registration form`,
    });
  });
  return lead;
}

/** The winner takes over the loser's memberships (the further one where both have one) and activities. */
export function mergeLeads(state: MarketoState, winnerId: number, loserId: number): void {
  if (!state.leads.has(winnerId) || !state.leads.delete(loserId)) {
    throw new Error(`cannot merge lead ${loserId} into ${winnerId}: one of them does not exist`);
  }
  for (const program of state.programs.values()) {
    const members = state.membersOf(program.id);
    const losing = members.get(loserId);
    if (losing === undefined) continue;
    members.delete(loserId);
    const kept = members.get(winnerId);
    const stepOf = (name: string | undefined) =>
      state.statusesOf(program).find((status) => status.name === name)?.step ?? -1;
    if (stepOf(losing.statusName) > stepOf(kept?.statusName))
      state.updateMember({ ...losing, leadId: winnerId }, {});
  }
  state.activities = state.activities.map((activity) =>
    activity.leadId === loserId ? { ...activity, leadId: winnerId } : activity,
  );
  state.signal.notify();
}

export function deleteLead(state: MarketoState, leadId: number): void {
  state.leads.delete(leadId);
  for (const program of state.programs.values()) state.membersOf(program.id).delete(leadId);
  state.signal.notify();
}
