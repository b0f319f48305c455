/** POST status.json, members.json and delete.json: what the outside may do to memberships. */
import type { Hono } from 'hono';
import { z } from 'zod';
import { notInProgram } from './marketo-channels.ts';
import { MarketoRefusal, type RecordOutcome, recordEnvelope } from './marketo-envelope.ts';
import { checkMemberFields, reasonNotToWrite } from './marketo-fields.ts';
import type { SandboxMember, SandboxProgram } from './marketo-records.ts';
import { inputOf, jsonBody, programOf } from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';
import { changeStatus, removeMember } from './marketo-status-change.ts';

const leadIds = inputOf(z.object({ leadId: z.number().int() }));
const statusWrite = z.object({ statusName: z.string().min(1), input: leadIds });
const removal = z.object({ input: leadIds });
const dataWrite = z.object({
  input: inputOf(
    z.looseObject({ leadId: z.number().int() }).catchall(z.union([z.string(), z.number(), z.null()])),
  ),
});

const reason = 'Changed by REST API, service Usher';

export function memberWrites(app: Hono, state: MarketoState): void {
  app.post('/rest/v1/programs/:programId/members/status.json', async (context) => {
    const program = programOf(state, context);
    const { statusName, input } = await jsonBody(context, statusWrite);
    const removes = statusName === notInProgram && state.switches.notInProgram === 'removes';
    if (statusName === notInProgram && !removes) {
      throw new MarketoRefusal('1003', `Status '${notInProgram}' cannot be set, delete the member instead`);
    }
    const isUnknown = !state.statusesOf(program).some((status) => status.name === statusName);
    if (isUnknown && state.switches.unknownStatus === 'call')
      throw new MarketoRefusal('1025', 'Program status not found');
    return recordEnvelope(
      input.map(({ leadId }) =>
        removes ? removed(state, program, leadId, 'updated') : moved(state, program, leadId, statusName),
      ),
    );
  });

  app.post('/rest/v1/programs/:programId/members/delete.json', async (context) => {
    const program = programOf(state, context);
    const { input } = await jsonBody(context, removal);
    return recordEnvelope(input.map(({ leadId }) => removed(state, program, leadId, 'deleted')));
  });

  app.post('/rest/v1/programs/:programId/members.json', async (context) => {
    const program = programOf(state, context);
    const { input } = await jsonBody(context, dataWrite);
    if (state.switches.unknownField === 'call')
      for (const { leadId: _, ...values } of input) checkMemberFields(state.switches, Object.keys(values));
    const outcomes = input.map(({ leadId, ...values }) => written(state, program, leadId, values));
    state.signal.notify();
    return recordEnvelope(outcomes);
  });
}

function moved(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  statusName: string,
): RecordOutcome {
  const skipped = (code: string, message: string) => ({ status: 'skipped' as const, code, message });
  switch (changeStatus(state, program, leadId, statusName, { cause: 'rest', reason })) {
    case 'created':
      return { status: 'created', leadId };
    case 'changed':
      return { status: 'updated', leadId };
    case 'same':
      if (state.switches.sameStatus === 'updated') return { status: 'updated', leadId };
      return skipped('1037', 'Lead skipped because it is already in or past this status');
    case 'past':
      return skipped('1037', 'Lead skipped because it is already in or past this status');
    case 'unknown-status':
      return skipped('1025', 'Program status not found');
    case 'unknown-lead':
      return skipped('1004', 'Lead not found');
  }
}

function removed(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  status: 'deleted' | 'updated',
): RecordOutcome {
  if (removeMember(state, program, leadId, { cause: 'rest', reason })) return { status, leadId };
  return { status: 'skipped', code: '1037', message: 'Lead not in program' };
}

function written(
  state: MarketoState,
  program: SandboxProgram,
  leadId: number,
  values: Readonly<Record<string, string | number | null>>,
): RecordOutcome {
  const member = state.membersOf(program.id).get(leadId);
  if (member === undefined) return { status: 'skipped', code: '1013', message: 'Membership not found' };
  let change: Partial<SandboxMember> = {};
  for (const [name, given] of Object.entries(values)) {
    const value = given === null || given === '' ? null : String(given);
    const refusal = reasonNotToWrite(state.switches, name, value);
    if (refusal !== undefined) return { status: 'skipped', ...refusal };
    change = state.switches.customMemberFields.includes(name)
      ? { ...change, custom: { ...member.custom, ...change.custom, [name]: value } }
      : { ...change, [name]: value };
  }
  state.updateMember(member, change);
  state.log(113, leadId, program, []);
  return { status: 'updated', leadId };
}
