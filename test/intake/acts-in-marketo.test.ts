/** A person acts in Marketo: what a poll later the row and its line in the message say, for both registrars, in each status and during a hold. */
import { expect, test } from 'vitest';
import { decide } from '../../src/approvals/decide.ts';
import { personRow } from '../../src/approvals/person-row.ts';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { type Status, statusTitles } from '../../src/program/status.ts';
import type { Registrar } from '../../src/program/webinar.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { linesOf } from '../approvals/as-slack-reads.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { addRegistrant, rowOf } from '../support/made-rows.ts';

type Standing = Status | 'held';
type Act = 'Registered' | 'Rejected' | 'Waitlisted' | 'removed';

const rejected = ['rejected', 'Rejected in Marketo, '] as const;
const waitlisted = ['waitlisted', 'Waitlisted in Marketo, '] as const;
const removed = ['not_in_program', 'No longer in the program, '] as const;
const pushed = ['registering', 'Approved in Marketo,  · registering with ON24'] as const;
const answered = ['registered', 'Approved in Marketo,  · registered'] as const;
const always = { Rejected: rejected, Waitlisted: waitlisted, removed };

/** Where the row stands then, and how its line begins. Registered, where the adapter registers, counts with its link. */
const table: Record<Registrar, [Standing, Partial<Record<Act, readonly [Status, string]>>][]> = {
  on24: [
    ['pending_approval', { Registered: pushed, ...always }],
    ['held', { Registered: pushed, ...always }],
    ['waitlisted', { Registered: pushed, Rejected: rejected, removed }],
    ['rejected', { Registered: pushed, Waitlisted: waitlisted, removed }],
    ['registering', { Registered: ['registering', 'Approved by U0MARA,  · registering'], ...always }],
    ['registered', always],
    ['registration_error', { Registered: pushed, ...always }],
  ],
  marketo: [
    ['pending_approval', { Registered: answered, ...always }],
    ['held', { Registered: answered, ...always }],
    ['waitlisted', { Registered: answered, Rejected: rejected, removed }],
    ['rejected', { Registered: answered, Waitlisted: waitlisted, removed }],
    ['registering', { Registered: ['registered', 'Approved by U0MARA,  · registered'], ...always }],
    ['registered', always],
    ['registration_error', { Registered: ['registered', 'Approved by U0MARA,  · registered'], ...always }],
  ],
};

const decisions = { waitlisted: 'waitlist', rejected: 'reject' } as const;

/** Somebody who stands so here and in Marketo; answers with their lead. */
async function standing(it: IntakeUnderTest, where: Standing): Promise<number> {
  const leadId = await it.fillForm();
  const status = where === 'held' ? 'pending_approval' : where;
  const shown = status === 'registering' ? 'Pending Approval' : statusTitles[status];
  if (shown !== 'Pending Approval') it.sandbox.setStatusByHand(programId, leadId, shown);
  await addRegistrant(it.db, it.webinar, {
    leadId,
    status,
    marketoBase: shown,
    membershipDate: it.memberOf(leadId)?.membershipDate ?? null,
    ...(where === 'pending_approval'
      ? {}
      : {
          decision: where === 'waitlisted' || where === 'rejected' ? decisions[where] : 'approve',
          decidedBy: 'U0MARA',
          decidedAt: new Date(),
          decisionNumber: 1,
        }),
    ...(where === 'held' ? { holdsUntil: new Date(Date.now() + 60_000) } : {}),
  });
  return leadId;
}

async function poll(it: IntakeUnderTest): Promise<void> {
  await pollActivities({ ...it.parts, pollSeconds: 60 })({});
  await readHinted(it.parts)({ webinarId: it.webinar.id });
}

const lineOf = async (it: IntakeUnderTest, leadId: number) => {
  const row = await rowOf(it.db, leadId);
  const lines = row ? linesOf({ blocks: personRow(row, null) }) : [];
  return [row?.status, lines.join('\n').split('\n')[1] ?? ''];
};

test.each(['on24', 'marketo'] as const)('registrar %s', { timeout: 60_000 }, async (registrar) => {
  const it = await intakeForThisTest({
    registrar,
    approveCampaignId: registrar === 'marketo' ? 3_712 : null,
  });
  it.sandbox.switches.formFlowDelayMs = 0;
  const cases = table[registrar].flatMap(([where, acts]) =>
    Object.entries(acts).map(([act, [status, line]]) => ({ where, act, status, line })),
  );
  const leads: number[] = [];
  for (const { where } of cases) leads.push(await standing(it, where));
  await poll(it);
  it.sandbox.switches.adapterDelayMs = 0;
  it.sandbox.linkAdapter(
    registrar === 'marketo'
      ? {
          register: async () => ({ webinarUrl: 'https://event.on24.example/1' }),
          attendees: async () => [],
          isOver: () => false,
        }
      : undefined,
  );
  for (const [index, { act }] of cases.entries()) {
    const leadId = leads[index] ?? 0;
    if (act === 'removed') it.sandbox.removeFromProgram(programId, leadId);
    else it.sandbox.setStatusByHand(programId, leadId, act);
    if (act === 'Registered' && registrar === 'marketo')
      await it.sandbox.until('the link is there', () => it.memberOf(leadId)?.webinarUrl);
  }
  await poll(it);
  const found: string[] = [];
  for (const [index, { where, act, line }] of cases.entries()) {
    const [status, shown = ''] = await lineOf(it, leads[index] ?? 0);
    found.push(`${where}, ${act}: ${status}, ${shown.startsWith(line) ? line : shown}`);
  }
  expect(found).toEqual(cases.map(({ where, act, status, line }) => `${where}, ${act}: ${status}, ${line}`));
  // What Usher had decided and had not yet carried out has ended.
  const held = (await it.db.select().from(registrants)).filter(({ holdsUntil }) => holdsUntil !== null);
  expect(held).toEqual([]);
  expect(it.writes()).toEqual([]);
});

test('Registered set in Marketo by hand, where the adapter registers, is shown as what it is until the link is there', async () => {
  const it = await intakeForThisTest({ registrar: 'marketo' });
  const leadId = await standing(it, 'pending_approval');
  it.sandbox.setStatusByHand(programId, leadId, 'Registered');
  await poll(it);
  const [status, line] = await lineOf(it, leadId);
  expect(status).toBe('pending_approval');
  expect(line).toContain('Marketo shows Registered: it counts once ON24 has given a link');
});

test('who comes back after a removal starts anew: nothing of the adapter’s is left, and former buttons are refused', async () => {
  const it = await intakeForThisTest({ registrar: 'marketo', approveCampaignId: 3_712 });
  const leadId = await standing(it, 'registering');
  await it.db.update(registrants).set({
    adapterAskedAt: new Date(Date.now() - 3_600_000),
    adapterAcceptedAt: new Date(Date.now() - 3_600_000),
    isAdapterSilent: true,
  });
  const before = await rowOf(it.db, leadId);
  it.sandbox.removeFromProgram(programId, leadId);
  it.clock.advance(1_500);
  await it.fillForm({ email: it.sandbox.lead(leadId)?.email ?? '' });
  await poll(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({
    episode: 2,
    status: 'pending_approval',
    decision: null,
    adapterAskedAt: null,
    adapterAcceptedAt: null,
    isAdapterSilent: false,
  });
  const drawn = { registrantId: before?.id ?? 0, decisionNumber: before?.decisionNumber ?? 0 };
  const click = await decide(it.db, { userId: 'U0MARA', decision: 'approve', people: [drawn] });
  expect(click).toMatchObject({ decided: [], refused: [{ refusal: { kind: 'already_decided' } }] });
  expect((await rowOf(it.db, leadId))?.status).toBe('pending_approval');
});
