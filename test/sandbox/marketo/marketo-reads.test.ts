import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { codeOf, get, pendingPerson, post } from './marketo-caller.ts';

const programId = world.marketo.program.id;
let clock: SandboxClock;
let sandbox: MarketoSandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startMarketoSandbox({ clock });
});
afterEach(() => sandbox.close());

const tokenNow = async () => {
  const answer = await get(
    sandbox,
    `/rest/v1/activities/pagingtoken.json?sinceDatetime=${clock.now().toISOString()}`,
  );
  return answer.nextPageToken ?? '';
};
const activities = (token: string, further = '') =>
  get(
    sandbox,
    `/rest/v1/activities.json?activityTypeIds=104&nextPageToken=${encodeURIComponent(token)}${further}`,
  );
const statusesIn = (result: Awaited<ReturnType<typeof get>>['result']) =>
  result?.map((row) =>
    (Array.isArray(row.attributes) ? row.attributes : []).slice(0, 2).map(({ value }) => value),
  );

test('a form fill logs two changes of status, which a cursor finds once (from documentation)', async () => {
  const token = await tokenNow();
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const page = await activities(token, `&assetIds=${programId}`);
  expect(statusesIn(page.result)).toEqual([
    ['Not in Program', 'Invited'],
    ['Invited', 'Pending Approval'],
  ]);
  expect(page.result?.[1]).toMatchObject({ leadId, activityTypeId: 104, primaryAttributeValueId: programId });
  const next = await activities(page.nextPageToken ?? '');
  expect(next).toMatchObject({ result: [], moreResult: false, nextPageToken: expect.any(String) });
});

test('pages may be short or empty and still have more behind them (from documentation)', async () => {
  sandbox.addProgram({ id: 2210, name: 'Another webinar' });
  const token = await tokenNow();
  for (const name of ['ada', 'bea', 'cleo']) sandbox.fillForm(2210, { email: `${name}@acme.example` });
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const sizes: number[] = [];
  const found: unknown[] = [];
  for (let cursor = token, more = true; more; ) {
    const page = await activities(cursor, `&assetIds=${programId}&batchSize=3`);
    sizes.push(page.result?.length ?? 0);
    found.push(...(page.result ?? []));
    cursor = page.nextPageToken ?? '';
    more = page.moreResult ?? false;
  }
  expect(sizes[0]).toBe(0);
  expect(found).toHaveLength(2);
  expect(found).toContainEqual(expect.objectContaining({ leadId }));
});

test('a flow step to the status somebody has is logged without a change', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  clock.advance(1_000);
  const again = clock.now();
  const token = await tokenNow();
  sandbox.fillForm(programId, { email: 'ida@acme.example' });
  await sandbox.until('the form has run its course', () => {
    const member = sandbox.member(programId, leadId);
    return member !== undefined && member.updatedAt > again;
  });
  expect(statusesIn((await activities(token)).result)).toEqual([['Pending Approval', 'Pending Approval']]);
});

test('activities follow their switches: values as strings, no id, no empty result', async () => {
  Object.assign(sandbox.switches, {
    activityValues: 'strings',
    activityIds: 'absent',
    emptyActivityResult: 'absent',
  });
  const token = await tokenNow();
  await pendingPerson(sandbox, 'ida@acme.example');
  const page = await activities(token);
  expect(page.result?.[0]).not.toHaveProperty('id');
  expect(page.result?.[0]?.attributes).toContainEqual({ name: 'Success', value: 'false' });
  expect(await activities(page.nextPageToken ?? '')).not.toHaveProperty('result');
});

test('purged activities are gone and a cursor goes on behind them', async () => {
  const token = await tokenNow();
  await pendingPerson(sandbox, 'ida@acme.example');
  clock.advance(1_000);
  sandbox.purgeActivities(clock.now());
  const page = await activities(token);
  expect(page.result).toEqual([]);
  await pendingPerson(sandbox, 'uwe@acme.example');
  expect((await activities(page.nextPageToken ?? '')).result).toHaveLength(2);
});

test('asset ids go with one activity type only', async () => {
  const token = encodeURIComponent(await tokenNow());
  const path = `/rest/v1/activities.json?activityTypeIds=104,2&assetIds=1&nextPageToken=${token}`;
  expect(codeOf(await get(sandbox, path))).toBe('1003');
});

test('programs are found by id and by name, with dates in two zones at once', async () => {
  const byId = await get(sandbox, `/rest/asset/v1/program/${programId}.json`);
  expect(byId.result?.[0]).toMatchObject({ id: programId, type: 'Event with Webinar', channel: 'Webinar' });
  expect(byId.result?.[0]?.createdAt).toMatch(/Z\+0000$/);
  const name = encodeURIComponent(world.marketo.program.name);
  expect((await get(sandbox, `/rest/asset/v1/program/byName.json?name=${name}`)).result).toHaveLength(1);
  sandbox.addProgram({ id: 2300, name: 'Street party', channel: 'Live Event' });
  const all = await get(sandbox, '/rest/asset/v1/programs.json?maxReturn=1&offset=1');
  expect(all.result).toMatchObject([{ id: 2300, type: 'Event' }]);
});

test('an asset that does not exist is a success with a warning and without result', async () => {
  const answer = await get(sandbox, '/rest/asset/v1/program/999.json');
  expect(answer).toMatchObject({ success: true, warnings: [expect.stringContaining('No assets found')] });
  expect(answer).not.toHaveProperty('result');
});

const statusesOfChannel = async () => {
  const answer = await get(sandbox, '/rest/asset/v1/channel/byName.json?name=Webinar');
  const statuses = answer.result?.[0]?.progressionStatuses;
  return Array.isArray(statuses) ? statuses : [];
};

test('the channel has Pending Approval at 15 and Rejected at 20, a stock one has neither', async () => {
  expect(await statusesOfChannel()).toContainEqual(
    expect.objectContaining({ name: 'Pending Approval', step: 15, hidden: false, success: false }),
  );
  sandbox.switches.channel = 'stock';
  const names = (await statusesOfChannel()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Registered', 'Waitlisted']));
  expect(names).not.toEqual(expect.arrayContaining(['Pending Approval']));
});

test('channels differ: asynchronous, renamed, other steps, hidden statuses, no types', async () => {
  sandbox.switches.channel = 'asynchronous';
  expect(await statusesOfChannel()).toContainEqual(
    expect.objectContaining({ name: 'Registering', step: 20 }),
  );
  sandbox.switches.channel = 'renamed';
  expect(await statusesOfChannel()).toContainEqual(
    expect.objectContaining({ name: 'Signed Up', type: 'Registered' }),
  );
  sandbox.switches.channel = 'other-steps';
  expect(await statusesOfChannel()).toContainEqual(expect.objectContaining({ name: 'Rejected', step: 25 }));
  sandbox.switches.channel = 'hidden';
  expect(await statusesOfChannel()).toContainEqual(
    expect.objectContaining({ name: 'Waitlisted', hidden: true }),
  );
  sandbox.switches.statusTypes = 'absent';
  expect((await statusesOfChannel()).some((status) => 'type' in status)).toBe(false);
});

test('people are read by id and by e-mail address, names may be null, nobody is an empty result', async () => {
  const leadId = sandbox.fillForm(programId, { email: 'only@acme.example', answers: { country: 'Norway' } });
  const fields = 'id,firstName,email,country';
  const byId = await get(
    sandbox,
    `/rest/v1/leads.json?filterType=id&filterValues=${leadId},99&fields=${fields}`,
  );
  expect(byId.result).toEqual([
    { id: leadId, firstName: null, email: 'only@acme.example', country: 'Norway' },
  ]);
  expect(
    (await get(sandbox, '/rest/v1/leads.json?filterType=email&filterValues=no@acme.example')).result,
  ).toEqual([]);
  expect((await get(sandbox, `/rest/v1/lead/${leadId}.json`)).result?.[0]).toMatchObject({ id: leadId });
  expect(codeOf(await get(sandbox, '/rest/v1/lead/99.json'))).toBe('1004');
});

test('people are created and updated by their e-mail address, in the order of the request', async () => {
  const known = sandbox.fillForm(programId, { email: 'ida@acme.example' });
  const input = [
    { email: 'new@acme.example', firstName: 'Nils' },
    { email: 'IDA@acme.example', company: 'Acme' },
  ];
  const answer = await post(sandbox, '/rest/v1/leads.json', {
    action: 'createOrUpdate',
    lookupField: 'email',
    input,
  });
  expect(answer.result).toEqual([
    { id: expect.any(Number), status: 'created' },
    { id: known, status: 'updated' },
  ]);
  expect(sandbox.lead(known)?.company).toBe('Acme');
});

test('a merged lead is gone and the winner has its membership', async () => {
  const loser = await pendingPerson(sandbox, 'ida.old@acme.example');
  sandbox.addProgram({ id: 2210, name: 'Another webinar' });
  const winner = sandbox.fillForm(2210, { email: 'ida@acme.example' });
  sandbox.mergeLeads(winner, loser);
  expect(sandbox.lead(loser)).toBeUndefined();
  expect(sandbox.member(programId, winner)?.statusName).toBe('Pending Approval');
  sandbox.deleteLead(winner);
  expect(sandbox.members(programId)).toEqual([]);
});
