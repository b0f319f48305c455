import { afterAll, beforeAll, expect, it } from 'vitest';
import { json } from '../scripted-server.ts';
import { readToEnd } from './read-attendees.ts';
import { type ScriptedOn24, startScriptedOn24 } from './scripted-on24.ts';

let on24: ScriptedOn24;

beforeAll(async () => {
  on24 = await startScriptedOn24();
});

afterAll(() => on24.close());

function readRows(...attendees: unknown[]) {
  on24.answer = (_request, response) =>
    json(response, { eventid: 1, totalattendees: attendees.length, attendees });
  return readToEnd(on24.client.readAttendees(30211, 4410123));
}

async function readOne(record: Record<string, unknown>) {
  const { people } = await readRows({ eventuserid: 7, ...record });
  return people[0];
}

it('a person of whom nothing but the id is told did not come', async () => {
  expect(await readOne({})).toEqual({
    on24UserId: 7,
    registrantCode: null,
    email: null,
    cameLive: false,
    cameOnDemand: false,
    liveMinutes: 0,
    onDemandMinutes: 0,
    isActive: true,
    isBlocked: false,
    isAnonymous: false,
  });
});

it.each([
  { liveminutes: 1 },
  { liveminutes: '12' },
  { cumulativeliveminutes: 3 },
  { liveviewed: 1 },
  { liveviewed: 'Y' },
  { liveviewed: true, liveminutes: 0 },
  { firstliveactivity: '2026-11-18T10:01:12-08:00' },
  { LiveMinutes: 2 },
])('somebody came live by any of ON24’s marks: %j', async (marks) => {
  expect(await readOne(marks)).toMatchObject({ cameLive: true, cameOnDemand: false });
});

it.each([
  { archiveminutes: 1 },
  { cumulativearchiveminutes: '3' },
  { archiveviewed: '1' },
  { archiveviewed: 'Y', archiveminutes: 0 },
  { firstarchiveactivity: '2026-11-19T08:00:00-08:00' },
])('somebody came on demand by any of ON24’s marks: %j', async (marks) => {
  expect(await readOne(marks)).toMatchObject({ cameLive: false, cameOnDemand: true });
});

it.each([
  { liveminutes: 0, liveviewed: 0, firstliveactivity: '', archiveminutes: '0', archiveviewed: 'N' },
  { liveminutes: null, liveviewed: false, firstliveactivity: null, archiveminutes: -4, archiveviewed: {} },
  { liveminutes: 'none', liveviewed: [], firstliveactivity: {}, archiveminutes: '', archiveviewed: 'no' },
])('somebody with nothing but zeros and noise did not come: %j', async (marks) => {
  expect(await readOne(marks)).toMatchObject({
    cameLive: false,
    cameOnDemand: false,
    liveMinutes: 0,
    onDemandMinutes: 0,
  });
});

it('minutes are whole, and the cumulative ones stand in where the others are missing', async () => {
  expect(await readOne({ liveminutes: 0.2, archiveminutes: '12.6' })).toMatchObject({
    liveMinutes: 1,
    onDemandMinutes: 13,
  });
  expect(
    await readOne({ cumulativeliveminutes: 9, archiveminutes: 4, cumulativearchiveminutes: 8 }),
  ).toMatchObject({ liveMinutes: 9, onDemandMinutes: 4 });
  expect((await readOne({ liveminutes: 1e15 }))?.liveMinutes).toBe(1_000_000);
});

it.each([
  [{ userstatus: 'Active' }, true],
  [{ userstatus: 'deleted' }, false],
  [{ userstatus: 'forgotten' }, false],
  [{ email: '7-deleted' }, false],
])('whether somebody still counts is told by %j', async (record, isActive) => {
  expect(await readOne(record)).toMatchObject({ isActive });
});

it.each([
  ['Y', true],
  [true, true],
  ['N', false],
  [false, false],
  [0, false],
])('whether somebody is blocked may be told by %j', async (isblocked, isBlocked) => {
  expect(await readOne({ isblocked })).toMatchObject({ isBlocked });
});

it('a forgotten person’s address is none; one that only looks a little like it stays', async () => {
  expect(await readOne({ email: '612345678-deleted' })).toMatchObject({ email: null });
  expect(await readOne({ email: ' 7-deleted@acme.test ' })).toMatchObject({ email: '7-deleted@acme.test' });
});

it('an anonymous viewer is recognised by a flag or a telling address, never somebody whom Usher registered', async () => {
  expect(await readOne({ isanonymous: 'Y' })).toMatchObject({ isAnonymous: true });
  expect(await readOne({ email: 'anonymous-81@viewer.test' })).toMatchObject({ isAnonymous: true });
  expect(await readOne({ email: 'anonymous@acme.test', exteventusercd: 'usher-7' })).toMatchObject({
    isAnonymous: false,
  });
});

it('rows of one person become one, with everything that any of them saw', async () => {
  const { people, tally } = await readRows(
    { eventuserid: '7', email: 'sam@acme.test', liveminutes: 20, isblocked: 'N' },
    { eventuserid: 8, liveminutes: 1 },
    { eventuserid: 7, exteventusercd: 'usher-7', liveminutes: 12, archiveminutes: 3, isblocked: 'Y' },
    { eventuserid: 7, userstatus: 'deleted' },
  );
  expect(people).toMatchObject([
    {
      on24UserId: 7,
      email: 'sam@acme.test',
      registrantCode: 'usher-7',
      cameLive: true,
      cameOnDemand: true,
      liveMinutes: 20,
      onDemandMinutes: 3,
      isActive: false,
      isBlocked: true,
    },
    { on24UserId: 8 },
  ]);
  expect(tally).toMatchObject({ expected: 4, seen: 4, passedOver: 0 });
});

it('rows that name nobody are counted and passed over', async () => {
  const nobody = [
    {},
    { eventuserid: 'x' },
    { eventuserid: 0 },
    { eventuserid: 2 ** 60 },
    null,
    5,
    'a',
    [1],
    [],
  ];
  const { people, tally, failure } = await readRows(nobody[0], { eventuserid: 7 }, ...nobody.slice(1));
  expect(people).toMatchObject([{ on24UserId: 7 }]);
  expect(tally).toMatchObject({ expected: 10, seen: 10, passedOver: 9, hasEnded: true });
  expect(failure).toBeUndefined();
});
