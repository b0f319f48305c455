/** A program and a channel that were changed in Marketo after the webinar was connected. */
import { expect, test } from 'vitest';
import { tryConnections } from '../../src/alerts/try-connections.job.ts';
import { followMembers } from '../../src/intake/follow-members.ts';
import { sweepWebinar } from '../../src/intake/sweep-webinar.job.ts';
import { programCanary } from '../../src/intake/watch-program.ts';
import { pausedFlags } from '../../src/jobs/paused-flags.ts';
import { recogniseChannel } from '../../src/program/channel.ts';
import { allowTry, listFaults } from '../../src/store/connection-fault-store.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { findWebinar } from '../../src/store/webinar-store.ts';
import { type IntakeUnderTest, intakeForThisTest, programId } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const sweep = (it: IntakeUnderTest) => sweepWebinar(it.parts)({ webinarId: it.webinar.id });
const lookByItself = (it: IntakeUnderTest) =>
  tryConnections({ db: it.db, canaries: [programCanary(it.parts)] })({});
const faults = async ({ db }: IntakeUnderTest) =>
  (await listFaults(db)).map(({ words }) => words.split('\n'));
const webinarNow = ({ db, webinar }: IntakeUnderTest) => findWebinar(db, webinar.id);
const looks = ({ sandbox }: IntakeUnderTest) =>
  sandbox.calls.filter(({ path }) => path.startsWith('/rest/asset/')).length;

test('a channel that is as it was costs two calls and says nothing', async () => {
  const it = await intakeForThisTest();
  await sweep(it);
  expect(await faults(it)).toEqual([]);
  expect(looks(it)).toBe(2);
});

test('a needed status that is gone is told until it is back, and pauses no job of Marketo’s', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.channel = 'hidden';
  await sweep(it);
  expect(await faults(it)).toEqual([
    [
      'The channel "Webinar" in Marketo has changed',
      expect.stringContaining('no longer offers the status "Waitlisted"'),
    ],
  ]);
  expect(await pausedFlags(it.db).read()).toEqual([`marketo:channel:${it.webinar.id}`]);
  expect((await webinarNow(it))?.channel.statuses.waitlisted).toEqual({ name: 'Waitlisted', step: 20 });
  await sweep(it);
  expect(await faults(it)).toHaveLength(1);
  it.sandbox.switches.channel = 'pending-and-rejected';
  await sweep(it);
  expect(await faults(it)).toEqual([]);
});

test('new steps that limit are told, and still are a night later; steps with which it was connected are not', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.channel = 'other-steps';
  for (let night = 0; night < 2; night++) {
    await sweep(it);
    expect(await faults(it)).toEqual([
      [
        'The channel "Webinar" in Marketo has changed',
        expect.stringContaining('Rejected stands above Registered'),
        expect.stringContaining('Registration Error stands above Registered'),
      ],
    ]);
    expect((await webinarNow(it))?.channel.statuses.rejected?.step).toBe(25);
  }
  it.sandbox.switches.channel = 'pending-and-rejected';
  await sweep(it);
  expect(await faults(it)).toEqual([]);

  const accepted = await intakeForThisTest({ channel: (await limitedChannel(it)) ?? it.webinar.channel });
  accepted.sandbox.switches.channel = 'other-steps';
  await sweep(accepted);
  expect(await faults(accepted)).toEqual([]);
});

async function limitedChannel(it: IntakeUnderTest) {
  it.sandbox.switches.channel = 'other-steps';
  const listed = await it.parts.marketo.readChannel('Webinar');
  return listed && recogniseChannel(listed.name, listed.statuses);
}

test('statuses that were renamed are followed, and nobody is taken to have been moved by hand', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  await followMembers(it.parts, it.webinar, [leadId]);
  const before = await rowOf(it.db, leadId);
  it.sandbox.switches.channel = 'renamed';
  // Renaming a status in Marketo renames it at every member.
  it.sandbox.setStatusByHand(programId, leadId, 'Wait Listed');
  await sweep(it);
  const row = await rowOf(it.db, leadId);
  expect(row).toMatchObject({ status: 'waitlisted', marketoBase: 'Wait Listed', marketoRefused: null });
  expect(row?.marketoSeq).toBeGreaterThan(before?.marketoSeq ?? 0);
  expect(await historyOf(it.db, row?.id ?? 0)).toHaveLength(1);
  expect((await webinarNow(it))?.channel.statuses.registered?.name).toBe('Signed Up');
  expect(await faults(it)).toEqual([]);
});

test('somebody who is being registered from the waitlist goes on when Waitlisted is renamed', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  it.sandbox.setStatusByHand(programId, leadId, 'Waitlisted');
  await followMembers(it.parts, it.webinar, [leadId]);
  await it.db.update(registrants).set({ status: 'registering', decision: 'approve', decidedBy: 'U0MARA' });
  it.sandbox.switches.channel = 'renamed';
  it.sandbox.setStatusByHand(programId, leadId, 'Wait Listed');
  await sweep(it);
  expect(await rowOf(it.db, leadId)).toMatchObject({ status: 'registering', decidedBy: 'U0MARA' });
});

test('names that an administrator chose are honoured when the channel is read again', async () => {
  const statusNames = { pending_approval: 'To Review', rejected: 'Declined' };
  const it = await intakeForThisTest({ statusNames });
  it.sandbox.switches.channel = 'own-names';
  await sweep(it);
  expect(await faults(it)).toEqual([]);
  expect((await webinarNow(it))?.channel.statuses.rejected?.name).toBe('Declined');
  it.sandbox.switches.channel = 'pending-and-rejected';
  await sweep(it);
  expect((await faults(it))[0]).toEqual([
    'The channel "Webinar" in Marketo has changed',
    expect.stringContaining('no longer offers the status "To Review" (Pending Approval)'),
    expect.stringContaining('no longer offers the status "Declined" (Rejected)'),
  ]);
});

test('a program that was renamed gives the webinar its name', async () => {
  const it = await intakeForThisTest();
  it.sandbox.addProgram({ id: programId, name: 'Zero-trust, second edition' });
  await sweep(it);
  expect((await webinarNow(it))?.title).toBe('Zero-trust, second edition');
});

test('a program that was deleted is told, and nobody is taken to have left it', async () => {
  const it = await intakeForThisTest();
  const leadId = await it.fillForm();
  await followMembers(it.parts, it.webinar, [leadId]);
  it.sandbox.deleteProgram(programId);
  expect(await sweep(it)).toBeUndefined();
  expect(await faults(it)).toEqual([
    [
      'The program of "Zero-trust in practice" is gone in Marketo',
      expect.stringContaining(`Marketo has no program ${programId} any more`),
    ],
  ]);
  expect((await rowOf(it.db, leadId))?.status).toBe('pending_approval');
  it.sandbox.addProgram({ id: programId, name: 'Zero-trust in practice' });
  await sweep(it);
  expect(await faults(it)).toEqual([]);
});

test('Usher looks again by itself every ten minutes only, and at once when somebody asks', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.channel = 'hidden';
  await sweep(it);
  it.sandbox.switches.channel = 'pending-and-rejected';
  const before = looks(it);
  await lookByItself(it);
  expect(looks(it)).toBe(before);
  expect(await faults(it)).toHaveLength(1);
  await allowTry(it.db, `marketo:channel:${it.webinar.id}`);
  await lookByItself(it);
  expect(looks(it)).toBe(before + 2);
  expect(await faults(it)).toEqual([]);
});

test('a look that Marketo does not answer is not repeated at once, and ends nothing', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.channel = 'hidden';
  await sweep(it);
  await allowTry(it.db, `marketo:channel:${it.webinar.id}`);
  it.sandbox.fail({ path: /asset/, times: 9, effect: { kind: 'answer', status: 502 } });
  await lookByItself(it);
  const asked = looks(it);
  await lookByItself(it);
  expect(looks(it)).toBe(asked);
  expect(await faults(it)).toHaveLength(1);
});
