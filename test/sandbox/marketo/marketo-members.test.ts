import { afterEach, beforeEach, expect, test } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { codeOf, get, grant, pendingPerson, post } from './marketo-caller.ts';

const programId = world.marketo.program.id;
const members = `/rest/v1/programs/${programId}/members`;
let clock: SandboxClock;
let sandbox: MarketoSandbox;

beforeEach(async () => {
  clock = new SandboxClock();
  sandbox = await startMarketoSandbox({ clock });
});
afterEach(() => sandbox.close());

const setStatus = (statusName: string, ...leadIds: number[]) =>
  post(sandbox, `${members}/status.json`, { statusName, input: leadIds.map((leadId) => ({ leadId })) });

test('a form fill gives the first status of the progression and a moment later Pending Approval', async () => {
  const leadId = sandbox.fillForm(programId, { email: 'ida@acme.example' });
  expect(sandbox.member(programId, leadId)?.statusName).toBe('Invited');
  await sandbox.until('pending', () => sandbox.member(programId, leadId)?.statusName === 'Pending Approval');
});

test('the same e-mail address in another spelling is the same lead', () => {
  const first = sandbox.fillForm(programId, { email: 'Ida@Acme.example' });
  expect(sandbox.fillForm(programId, { email: 'ida@acme.example' })).toBe(first);
});

test('a step up and a sideways step are updated, the same status and a step back are skipped with 1037 and no leadId (from documentation)', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  expect((await setStatus('Registration Error', leadId)).result).toEqual([
    { seq: 0, status: 'updated', leadId },
  ]);
  expect((await setStatus('Registered', leadId)).result).toEqual([{ seq: 0, status: 'updated', leadId }]);
  for (const status of ['Registered', 'Pending Approval']) {
    const [row] = (await setStatus(status, leadId)).result ?? [];
    expect(row).toEqual({
      seq: 0,
      status: 'skipped',
      reasons: [{ code: '1037', message: 'Lead skipped because it is already in or past this status' }],
    });
  }
});

test('the answer to a status write is in the order of the request and adds whoever is no member (from documentation)', async () => {
  const member = await pendingPerson(sandbox, 'ida@acme.example');
  const removed = await pendingPerson(sandbox, 'uwe@acme.example');
  sandbox.removeFromProgram(programId, removed);
  const answer = await setStatus('Registered', 99, removed, member);
  expect(answer.result?.map(({ seq, status, leadId }) => [seq, status, leadId])).toEqual([
    [0, 'skipped', undefined],
    [1, 'created', removed],
    [2, 'updated', member],
  ]);
});

test('an unknown status is refused per record or for the whole call, as the switch says', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  expect((await setStatus('Knighted', leadId)).result?.[0]?.reasons).toMatchObject([{ code: '1025' }]);
  sandbox.switches.unknownStatus = 'call';
  expect(codeOf(await setStatus('Knighted', leadId))).toBe('1025');
});

test('more than 300 records in one call are refused', async () => {
  const input = Array.from({ length: 301 }, (_, index) => index + 1);
  expect(codeOf(await setStatus('Registered', ...input))).toBe('1003');
});

test('the same status counts as updated where the switch says so', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  sandbox.switches.sameStatus = 'updated';
  expect((await setStatus('Pending Approval', leadId)).result?.[0]?.status).toBe('updated');
});

test('Not in Program cannot be written, unless the switch lets it remove', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  expect(codeOf(await setStatus('Not in Program', leadId))).toBe('1003');
  sandbox.switches.notInProgram = 'removes';
  expect((await setStatus('Not in Program', leadId)).success).toBe(true);
  expect(sandbox.member(programId, leadId)).toBeUndefined();
});

test('members are read with the default fields unless others are asked for, and what is missing is null', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const filter = `filterType=leadId&filterValues=${leadId}`;
  const [plain] = (await get(sandbox, `${members}.json?${filter}`)).result ?? [];
  expect(Object.keys(plain ?? {}).sort()).toEqual(
    ['acquiredBy', 'leadId', 'membershipDate', 'programId', 'reachedSuccess', 'seq'].sort(),
  );
  const [asked] = (await get(sandbox, `${members}.json?${filter}&fields=statusName,webinarUrl`)).result ?? [];
  expect(asked).toEqual({ seq: 0, leadId, programId, statusName: 'Pending Approval', webinarUrl: null });
  expect(codeOf(await get(sandbox, `${members}.json?${filter}&fields=shoeSize`))).toBe('1006');
});

test('members are paged until moreResult is false, and somebody who leaves in between shifts nobody', async () => {
  const people = [];
  for (const name of ['ada', 'bea', 'cleo', 'dora'])
    people.push(await pendingPerson(sandbox, `${name}@acme.example`));
  const query = `${members}.json?filterType=statusName&filterValues=Pending%20Approval&batchSize=2`;
  const first = await get(sandbox, query);
  expect(first.moreResult).toBe(true);
  sandbox.removeFromProgram(programId, people[0] ?? 0);
  const second = await get(
    sandbox,
    `${query}&nextPageToken=${encodeURIComponent(first.nextPageToken ?? '')}`,
  );
  expect(second.moreResult).toBe(false);
  expect([...(first.result ?? []), ...(second.result ?? [])].map((row) => row.leadId)).toEqual(people);
});

test('updatedAt filters a range of at most seven days, or is unknown to the subscription', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const day = (offset: number) => new Date(clock.now().getTime() + offset * 86_400_000).toISOString();
  const query = (from: number, to: number) =>
    `${members}.json?filterType=updatedAt&startAt=${day(from)}&endAt=${day(to)}`;
  expect((await get(sandbox, query(-1, 1))).result?.map((row) => row.leadId)).toEqual([leadId]);
  expect((await get(sandbox, query(-3, -2))).result).toEqual([]);
  expect(codeOf(await get(sandbox, query(-7, 1)))).toBe('1003');
  sandbox.switches.updatedAtFilter = '1035';
  expect(codeOf(await get(sandbox, query(-1, 1)))).toBe('1035');
});

test('a long list of ids may be sent as POST with _method=GET', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const ids = [leadId, ...Array.from({ length: 250 }, (_, index) => index + 1)].join(',');
  const { access_token } = await grant(sandbox);
  const response = await fetch(`${sandbox.url}${members}.json?_method=GET`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
    body: new URLSearchParams({ filterType: 'leadId', filterValues: ids, fields: 'statusName' }),
  });
  expect(await response.json()).toMatchObject({ result: [{ leadId, statusName: 'Pending Approval' }] });
});

test('data sync writes the join link of members and skips others with 1013 (from documentation)', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const input = [
    { leadId, webinarUrl: 'https://join.example/ida', registrationCode: 'R-1' },
    { leadId: 99, webinarUrl: 'https://join.example/nobody' },
  ];
  const answer = await post(sandbox, `${members}.json`, { input });
  expect(answer.result).toEqual([
    { seq: 0, status: 'updated', leadId },
    { seq: 1, status: 'skipped', reasons: [{ code: '1013', message: 'Membership not found' }] },
  ]);
  expect(sandbox.member(programId, leadId)).toMatchObject({
    webinarUrl: 'https://join.example/ida',
    registrationCode: 'R-1',
  });
  const [refused] =
    (await post(sandbox, `${members}.json`, { input: [{ leadId, statusReason: 'x' }] })).result ?? [];
  expect(refused?.status).toBe('skipped');
});

test('custom fields are held for each member; null or nothing in them clears', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const note = () => sandbox.member(programId, leadId)?.custom['approvalNote'];
  const writeNote = (approvalNote: string | null) =>
    post(sandbox, `${members}.json`, { input: [{ leadId, approvalNote }] });
  await writeNote('Competitor');
  expect(note()).toBe('Competitor');
  const read = await get(
    sandbox,
    `${members}.json?filterType=leadId&filterValues=${leadId}&fields=approvalNote`,
  );
  expect(read.result).toMatchObject([{ approvalNote: 'Competitor' }]);
  await writeNote(null);
  expect(note()).toBeNull();
  await writeNote('again');
  await writeNote('');
  expect(note()).toBeNull();
});

test('a field that there is not, or that may not be written, is the record’s error, or the call’s as the switch says', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const other = await pendingPerson(sandbox, 'uwe@acme.example');
  const input = [
    { leadId, shoeSize: '43' },
    { leadId, statusReason: 'x' },
    { leadId: other, approvalNote: 'y' },
  ];
  const answer = await post(sandbox, `${members}.json`, { input });
  expect(answer.result).toMatchObject([
    { seq: 0, status: 'skipped', reasons: [{ code: '1006', message: "Field 'shoeSize' not found" }] },
    { seq: 1, status: 'skipped', reasons: [{ message: "Field 'statusReason' is not updateable" }] },
    { seq: 2, status: 'updated', leadId: other },
  ]);
  sandbox.switches.unknownField = 'call';
  expect(codeOf(await post(sandbox, `${members}.json`, { input }))).toBe('1006');
});

test('delete removes a member once, and re-adding begins a new membership (from documentation)', async () => {
  const leadId = await pendingPerson(sandbox, 'ida@acme.example');
  const before = sandbox.member(programId, leadId)?.membershipDate ?? clock.now();
  const remove = () => post(sandbox, `${members}/delete.json`, { input: [{ leadId }] });
  expect((await remove()).result).toEqual([{ seq: 0, status: 'deleted', leadId }]);
  expect((await remove()).result?.[0]?.reasons).toEqual([{ code: '1037', message: 'Lead not in program' }]);
  clock.advance(5_000);
  await pendingPerson(sandbox, 'ida@acme.example');
  expect(sandbox.member(programId, leadId)?.membershipDate.getTime()).toBeGreaterThan(before.getTime());
});

test('describe tells which member fields exist and which may be written', async () => {
  const [described] = (await get(sandbox, '/rest/v1/programs/members/describe.json')).result ?? [];
  expect(described?.dedupeFields).toEqual(['leadId', 'programId']);
  expect(described?.searchableFields).toContainEqual(['statusName']);
  expect(described?.fields).toContainEqual(
    expect.objectContaining({ name: 'webinarUrl', length: 2000, updateable: true }),
  );
  expect(described?.fields).toContainEqual(
    expect.objectContaining({ name: 'statusReason', updateable: false }),
  );
  Object.assign(sandbox.switches, { statusReasonField: 'updateable', customMemberFields: ['note'] });
  const [later] = (await get(sandbox, '/rest/v1/programs/members/describe.json')).result ?? [];
  expect(later?.fields).toContainEqual(expect.objectContaining({ name: 'statusReason', updateable: true }));
  expect(later?.fields).toContainEqual(expect.objectContaining({ name: 'note', updateable: true }));
  expect(later?.fields).not.toContainEqual(expect.objectContaining({ name: 'approvalNote' }));
});
