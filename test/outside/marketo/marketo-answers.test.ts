import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peoplePerCampaignRequest } from '../../../src/outside/marketo/campaign-request.ts';
import { peoplePerWrite } from '../../../src/outside/marketo/member-writes.ts';
import { caughtFailure } from '../caught-failure.ts';
import { json } from '../scripted-server.ts';
import { failed, type ScriptedMarketo, startScriptedMarketo } from './scripted-marketo.ts';

let marketo: ScriptedMarketo;

beforeEach(async () => {
  marketo = await startScriptedMarketo();
});

afterEach(() => marketo.close());

function result(rows: unknown, more: object = {}): void {
  marketo.answer((_request, response) => json(response, { success: true, result: rows, ...more }));
}

const skipped = (seq: number, code: string | number) => ({
  seq,
  status: 'skipped',
  reasons: [{ code, message: `because of ${code}` }],
});

describe('the results of a status write', () => {
  it('belong to people by their sequence number, because a skipped one names nobody', async () => {
    result([
      { seq: 2, status: 'created', leadId: 13 },
      skipped(0, 1037),
      { seq: 1, status: 'updated', leadId: 12 },
    ]);
    expect(await marketo.client.writeStatus(2207, 'Registered', [11, 12, 13])).toEqual([
      { leadId: 11, outcome: 'already-past', code: '1037', words: 'because of 1037' },
      { leadId: 12, outcome: 'updated' },
      { leadId: 13, outcome: 'created' },
    ]);
  });

  it.each([
    ['one is missing', [{ seq: 0, status: 'updated', leadId: 11 }]],
    [
      'they name somebody else',
      [
        { seq: 0, status: 'updated', leadId: 12 },
        { seq: 1, status: 'updated', leadId: 11 },
      ],
    ],
  ])('are not believed when %s', async (_what, rows) => {
    result(rows);
    const failure = await caughtFailure(marketo.client.writeStatus(2207, 'Registered', [11, 12]));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'unreadable', outcomeKnown: false });
  });

  it('hold a refusal with its reason, of one person only', async () => {
    result([skipped(0, '1004'), { seq: 1, status: 'updated', leadId: 12 }]);
    expect(await marketo.client.writeStatus(2207, 'Registered', [11, 12])).toEqual([
      { leadId: 11, outcome: 'refused', code: '1004', words: 'because of 1004' },
      { leadId: 12, outcome: 'updated' },
    ]);
  });

  it('are a misconfigured event when a record says that the status is unknown', async () => {
    result([skipped(0, '1025')]);
    const failure = await caughtFailure(marketo.client.writeStatus(2207, 'Registred', [11]));
    expect(failure).toMatchObject({
      kind: 'misconfigured',
      scope: 'event',
      cause: 'unknown-status',
      code: '1025',
    });
  });

  it('are in doubt as a whole when a record failed for a passing trouble', async () => {
    result([{ seq: 0, status: 'updated', leadId: 11 }, skipped(1, '611')]);
    const failure = await caughtFailure(marketo.client.writeStatus(2207, 'Registered', [11, 12]));
    expect(failure).toMatchObject({ kind: 'unavailable', cause: 'outage', outcomeKnown: false });
  });
});

describe('writes', () => {
  it('of nobody call nobody', async () => {
    expect(await marketo.client.writeStatus(2207, 'Registered', [])).toEqual([]);
    await marketo.client.requestCampaign(3712, []);
    expect(marketo.requests).toEqual([]);
  });

  it('of more people than one call takes are a mistake of the caller', async () => {
    const many = Array.from({ length: peoplePerWrite + 1 }, (_, index) => index + 1);
    await expect(marketo.client.writeStatus(2207, 'Registered', many)).rejects.toThrow(RangeError);
    const some = many.slice(0, peoplePerCampaignRequest + 1);
    await expect(marketo.client.requestCampaign(3712, some)).rejects.toThrow(RangeError);
    expect(marketo.requests).toEqual([]);
  });

  it('of member data send only what is given', async () => {
    result([{ seq: 0, status: 'updated', leadId: 11 }, skipped(1, '1013')]);
    const rows = [
      { leadId: 11, webinarUrl: 'https://event.test/r/1' },
      { leadId: 12, registrationCode: 'reg_1' },
    ];
    expect(await marketo.client.writeMemberData(2207, rows)).toEqual([
      { leadId: 11, outcome: 'updated' },
      { leadId: 12, outcome: 'not-a-member', code: '1013', words: 'because of 1013' },
    ]);
    expect(JSON.parse(marketo.requests[0]?.body ?? '')).toEqual({ input: rows });
  });

  it('of member data name other fields beside the known ones, and clear one with null', async () => {
    result([{ seq: 0, status: 'updated', leadId: 11 }]);
    const row = { leadId: 11, webinarUrl: 'https://event.test/r/1' };
    await marketo.client.writeMemberData(2207, [{ ...row, fields: { note: 'Competitor', other: null } }]);
    expect(JSON.parse(marketo.requests[0]?.body ?? '')).toEqual({
      input: [{ ...row, note: 'Competitor', other: null }],
    });
  });
});

describe('members', () => {
  it('are read in batches of 300 people, each to its last page', async () => {
    marketo.answer((request, response) => {
      const ids = (request.query.get('filterValues') ?? '').split(',').map(Number);
      const isSecond = request.query.get('nextPageToken') === 'page 2';
      const rows = (isSecond ? ids.slice(200) : ids.slice(0, 200)).map((leadId) => ({
        leadId,
        statusName: 'Invited',
      }));
      const more = !isSecond && ids.length > 200;
      json(response, {
        success: true,
        result: rows,
        moreResult: more,
        ...(more && { nextPageToken: 'page 2' }),
      });
    });
    const ids = Array.from({ length: 350 }, (_, index) => index + 1);
    const members = await marketo.client.readMembers(2207, [...ids, ...ids]);
    expect(members.map((member) => member.leadId)).toEqual(ids);
    expect(marketo.requests).toHaveLength(3);
  });

  it('have null for what is missing, blank or no instant', async () => {
    result([
      { leadId: '11', statusName: 'Registered', webinarUrl: '', membershipDate: 'soon', updatedAt: null },
    ]);
    expect(await marketo.client.readMembers(2207, [11])).toEqual([
      {
        leadId: 11,
        statusName: 'Registered',
        statusReason: null,
        webinarUrl: null,
        registrationCode: null,
        membershipDate: null,
        updatedAt: null,
      },
    ]);
  });

  it('cannot be found by a status whose name holds a comma, and Marketo is not asked', async () => {
    const pages = marketo.client.readMembersByStatus(2207, ['Registered, paid']);
    const failure = await caughtFailure(pages[Symbol.asyncIterator]().next());
    expect(failure).toMatchObject({ kind: 'misconfigured', scope: 'event' });
    expect(marketo.requests).toEqual([]);
  });
});

describe('programs and channels', () => {
  it('are absent when Marketo leaves the result out', async () => {
    marketo.answer((_request, response) =>
      json(response, {
        success: true,
        errors: [],
        warnings: ['No assets found for the given search criteria.'],
      }),
    );
    expect(await marketo.client.readProgram(9)).toBeUndefined();
    expect(await marketo.client.readChannel('Webinar')).toBeUndefined();
    expect(await marketo.client.listPrograms()).toEqual([]);
  });

  it('are listed page by page until a short page', async () => {
    const program = (id: number) => ({ id, name: `Program ${id}`, type: 'Event', channel: 'Webinar' });
    marketo.answer((request, response) => {
      const offset = Number(request.query.get('offset'));
      const rows = Array.from({ length: offset === 0 ? 200 : 3 }, (_, index) => program(offset + index + 1));
      json(response, { success: true, result: rows });
    });
    expect(await marketo.client.listPrograms()).toHaveLength(203);
  });

  it('a channel with a comma in its name is found in the list', async () => {
    const channel = { name: 'Webinar, paid', applicableProgramType: 'webinar', progressionStatuses: [] };
    result([{ ...channel, name: 'Webinar' }, channel]);
    expect(await marketo.client.readChannel('Webinar, paid')).toEqual({
      name: 'Webinar, paid',
      programType: 'webinar',
      statuses: [],
    });
    expect(marketo.requests[0]?.path).toBe('/rest/asset/v1/channels.json');
  });

  it('of older answers without types are read with null', async () => {
    const statuses = [{ name: 'Registered', description: null, step: 20, hidden: false, success: false }];
    result([{ name: 'Webinar', progressionStatuses: statuses }]);
    expect((await marketo.client.readChannel('Webinar'))?.statuses).toEqual([
      { name: 'Registered', step: 20, type: null, hidden: false, success: false },
    ]);
  });
});

describe('the feed of status changes', () => {
  const activity = (change: object = {}) => ({
    marketoGUID: '5501',
    leadId: 11,
    activityDate: '2026-11-18T17:02:44Z',
    activityTypeId: 104,
    primaryAttributeValueId: 2207,
    attributes: [
      { name: 'Old Status', value: 'Invited' },
      { name: 'New Status', value: 'Pending Approval' },
    ],
    ...change,
  });
  const read = () => marketo.client.readActivities('here', { programIds: [2207, 2210] });

  it('takes ids without a GUID, numbers as texts, missing attributes', async () => {
    result([activity({ marketoGUID: undefined, id: 77, leadId: '12', attributes: [] })], {
      nextPageToken: 'next',
    });
    expect(await read()).toEqual({
      nextToken: 'next',
      more: false,
      passedOver: 0,
      changes: [
        {
          guid: '77',
          leadId: 12,
          programId: 2207,
          oldStatus: null,
          newStatus: null,
          at: new Date('2026-11-18T17:02:44Z'),
        },
      ],
    });
  });

  it('is not stopped by a record that cannot be read', async () => {
    result([{ odd: true }, activity()], { nextPageToken: 'next', moreResult: true });
    expect(await read()).toMatchObject({ more: true, passedOver: 1, changes: [{ leadId: 11 }] });
  });

  it('leaves out what changed nothing, and other types', async () => {
    const same = [
      { name: 'Old Status', value: 'Registered' },
      { name: 'New Status', value: 'Registered' },
    ];
    result([activity({ attributes: same }), activity({ activityTypeId: 2 })], { nextPageToken: 'next' });
    expect(await read()).toMatchObject({ changes: [], passedOver: 0 });
  });

  it('moves on over a page without a result', async () => {
    marketo.answer((_request, response) =>
      json(response, { success: true, nextPageToken: 'next', moreResult: true }),
    );
    expect(await read()).toEqual({ nextToken: 'next', more: true, changes: [], passedOver: 0 });
  });

  it('cannot be followed without a place to go on from', async () => {
    result([activity()]);
    expect(await caughtFailure(read())).toMatchObject({ kind: 'unavailable', cause: 'unreadable' });
  });

  it.each(['1003', '1001', '704', '1013', '1999'])(
    'has lost its place when Marketo answers %s',
    async (code) => {
      marketo.answer((_request, response) => failed(response, code, 'Invalid token'));
      expect(await caughtFailure(read())).toMatchObject({
        cause: 'bad-cursor',
        code,
        words: 'Invalid token',
      });
    },
  );

  it.each(['603', '606', '611'])('keeps its place when Marketo answers %s', async (code) => {
    marketo.answer((_request, response) => failed(response, code));
    expect((await caughtFailure(read())).cause).not.toBe('bad-cursor');
  });

  it('of no program stays where it is, without a call', async () => {
    const page = await marketo.client.readActivities('here', { programIds: [] });
    expect(page).toEqual({ nextToken: 'here', more: false, changes: [], passedOver: 0 });
    expect(marketo.requests).toEqual([]);
  });
});
