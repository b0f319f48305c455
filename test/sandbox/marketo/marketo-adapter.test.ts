import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import type { AdapterAttendee } from '../../../sandbox/marketo/marketo-adapter-link.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { nextPacificHour } from '../../../sandbox/pacific-time.ts';
import { world } from '../../../sandbox/world.ts';
import { pendingPerson, post } from './marketo-caller.ts';

const programId = world.marketo.program.id;
let clock: SandboxClock;
let sandbox: MarketoSandbox;
let attendees: AdapterAttendee[];
let pushed: string[];

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startMarketoSandbox({ clock });
  sandbox.switches.adapterDelayMs = 20;
  attendees = [];
  pushed = [];
  sandbox.linkAdapter({
    register: async ({ email }) => {
      pushed.push(email);
      return email.startsWith('bad')
        ? { statusReason: 'The registration page wants a country' }
        : { webinarUrl: `https://join.example/${email}` };
    },
    attendees: async () => attendees,
    isOver: () => true,
  });
});
afterEach(() => sandbox.close());

const member = (leadId: number) => sandbox.member(programId, leadId);

test('Registered set by hand gets its link from the adapter, and the mail waits for it', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  sandbox.setStatusByHand(programId, leadId, 'Registered');
  expect(member(leadId)?.webinarUrl).toBeNull();
  expect(sandbox.mails).toEqual([]);
  await sandbox.until('the mail is out', () => sandbox.mails.length === 1);
  expect(member(leadId)).toMatchObject({
    statusName: 'Registered',
    webinarUrl: 'https://join.example/ida@acme.example',
  });
  expect(sandbox.mails[0]?.body).toContain('https://join.example/ida@acme.example');
});

test('whom ON24 refuses becomes Registration Error with the reason and no mail', async () => {
  const leadId = await pendingPerson(sandbox, 'bad@acme.example');
  sandbox.setStatusByHand(programId, leadId, 'Registered');
  await sandbox.until('the error shows', () => member(leadId)?.statusName === 'Registration Error');
  expect(member(leadId)?.statusReason).toBe('The registration page wants a country');
  expect(sandbox.mails).toEqual([]);
});

test('an asynchronous channel shows Registering until the adapter has answered', async () => {
  sandbox.switches.channel = 'asynchronous';
  sandbox.switches.adapterDelayMs = 100;
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  sandbox.setStatusByHand(programId, leadId, 'Registered');
  await sandbox.until('registering', () => member(leadId)?.statusName === 'Registering');
  await sandbox.until('registered', () => member(leadId)?.statusName === 'Registered');
});

test('a status written by REST is not pushed unless the switch says so, and nothing is in the world of ON24 Connect', async () => {
  const write = (leadId: number) =>
    post(sandbox, `/rest/v1/programs/${programId}/members/status.json`, {
      statusName: 'Registered',
      input: [{ leadId }],
    });
  await write(await pendingPerson(sandbox, 'quiet@acme.example'));
  sandbox.switches.world = 'on24-connect';
  sandbox.setStatusByHand(programId, await pendingPerson(sandbox, 'connect@acme.example'), 'Registered');
  sandbox.switches.world = 'legacy-adapter';
  sandbox.switches.restStatusPushes = 'yes';
  await write(await pendingPerson(sandbox, 'loud@acme.example'));
  await sandbox.until('the adapter pushed', () => pushed.length > 0);
  expect(pushed).toEqual(['loud@acme.example']);
});

test('the nightly pull at 23:00 Pacific sets attendance, No Show, and adds people known only by e-mail', async () => {
  const [live, absent] = [
    await pendingPerson(sandbox, 'live@acme.example'),
    await pendingPerson(sandbox, 'no@acme.example'),
  ];
  for (const leadId of [live, absent]) sandbox.setStatusByHand(programId, leadId, 'Registered');
  await sandbox.until('both are in', () => sandbox.mails.length === 2);
  attendees = [
    { email: 'live@acme.example', attended: 'live' },
    { email: 'stranger@elsewhere.example', attended: 'on-demand' },
  ];
  clock.moveTo(nextPacificHour(clock.now(), 23));
  await sandbox.until('No Show is set', () => member(absent)?.statusName === 'No Show');
  expect(member(live)).toMatchObject({ statusName: 'Attended', reachedSuccess: true });
  const stranger = sandbox.members(programId).find(({ statusName }) => statusName === 'Attended On-demand');
  expect(sandbox.lead(stranger?.leadId ?? 0)).toMatchObject({
    email: 'stranger@elsewhere.example',
    firstName: null,
  });
});

test('when nobody came live a refresh leaves the registered alone', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  sandbox.setStatusByHand(programId, leadId, 'Registered');
  await sandbox.until('in', () => sandbox.mails.length === 1);
  await sandbox.refreshFromWebinarProvider(programId);
  expect(member(leadId)?.statusName).toBe('Registered');
});
