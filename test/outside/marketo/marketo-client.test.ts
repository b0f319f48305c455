import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClock } from '../../../sandbox/clock.ts';
import { type MarketoSandbox, startMarketoSandbox } from '../../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../../sandbox/world.ts';
import { createMarketoClient, type MarketoClient } from '../../../src/outside/marketo/marketo-client.ts';
import { caughtFailure } from '../caught-failure.ts';

const program = world.marketo.program.id;

let clock: SandboxClock;
let marketo: MarketoSandbox;
let client: MarketoClient;

beforeEach(async () => {
  clock = new SandboxClock();
  marketo = await startMarketoSandbox({ clock });
  marketo.switches.callsPer20Seconds = 10_000;
  client = connect();
});

afterEach(async () => {
  await client.close();
  await marketo.close();
});

function connect(clientSecret: string = world.marketo.clientSecret): MarketoClient {
  return createMarketoClient({
    url: marketo.url,
    clientId: world.marketo.clientId,
    clientSecret,
    timeoutMs: 5_000,
  });
}

/** People who have filled the form and wait for approval. */
async function waiting(count: number): Promise<number[]> {
  const leadIds = Array.from({ length: count }, (_, index) =>
    marketo.fillForm(program, {
      email: `person${index}@acme.test`,
      firstName: `Ada ${index}`,
      lastName: 'Kern',
    }),
  );
  await marketo.until('everybody is pending', () =>
    leadIds.every((leadId) => marketo.member(program, leadId)?.statusName === 'Pending Approval'),
  );
  return leadIds;
}

describe('the Marketo client', () => {
  it('reads members among given people; who has left is absent', async () => {
    const [first = 0, second = 0] = await waiting(2);
    marketo.removeFromProgram(program, second);
    const members = await client.readMembers(program, [first, second]);
    expect(members).toEqual([
      {
        leadId: first,
        statusName: 'Pending Approval',
        statusReason: null,
        webinarUrl: null,
        registrationCode: null,
        membershipDate: expect.any(Date),
        updatedAt: expect.any(Date),
      },
    ]);
  });

  it('reads everybody of a status, page by page', async () => {
    const leadIds = await waiting(650);
    const pages: number[][] = [];
    for await (const page of client.readMembersByStatus(program, ['Pending Approval', 'Registered'])) {
      pages.push(page.map((member) => member.leadId));
    }
    expect(pages.map((page) => page.length)).toEqual([300, 300, 50]);
    expect(pages.flat().sort((a, b) => a - b)).toEqual(leadIds);
  });

  it('reads people, with null for what they left empty', async () => {
    const leadId = marketo.fillForm(program, {
      email: 'Zoë+web@büro.test',
      lastName: 'O’Neil',
      company: 'R&D Co',
    });
    expect(await client.readPeople([leadId, 999_999])).toEqual([
      {
        leadId,
        firstName: null,
        lastName: 'O’Neil',
        email: 'Zoë+web@büro.test',
        company: 'R&D Co',
        title: null,
        moreFields: {},
      },
    ]);
  });

  it('reads further fields of people, without those that are empty, and says when there is no such field', async () => {
    const leadId = marketo.fillForm(program, {
      email: 'ada@analytical.test',
      company: 'Analytical Engines',
      answers: { country: 'England', industry: ' ' },
    });
    const [person] = await client.readPeople([leadId], ['country', 'company', 'industry', 'unsubscribed']);
    expect(person?.moreFields).toEqual({
      country: 'England',
      company: 'Analytical Engines',
      unsubscribed: 'false',
    });
    expect(await caughtFailure(client.readPeople([leadId], ['country', 'shoeSize']))).toMatchObject({
      code: '1006',
      words: expect.stringContaining('shoeSize'),
    });
  });

  it('writes a status and learns what became of each person', async () => {
    const [moved = 0, past = 0, removed = 0] = await waiting(3);
    marketo.setStatusByHand(program, past, 'Attended');
    marketo.removeFromProgram(program, removed);
    const results = await client.writeStatus(program, 'Registered', [past, moved, removed, 999_999]);
    expect(results).toEqual([
      { leadId: past, outcome: 'already-past', code: '1037', words: expect.any(String) },
      { leadId: moved, outcome: 'updated' },
      { leadId: removed, outcome: 'created' },
      { leadId: 999_999, outcome: 'refused', code: '1004', words: expect.any(String) },
    ]);
    expect(marketo.member(program, moved)?.statusName).toBe('Registered');
  });

  it.each(['record', 'call'] as const)(
    'says that a status is unknown when Marketo says so on the %s',
    async (level) => {
      marketo.switches.unknownStatus = level;
      const failure = await caughtFailure(client.writeStatus(program, 'Approved', await waiting(2)));
      expect(failure).toMatchObject({ kind: 'misconfigured', scope: 'event', cause: 'unknown-status' });
    },
  );

  it('writes the webinar link, and says who is no member', async () => {
    const [member = 0, gone = 0] = await waiting(2);
    marketo.removeFromProgram(program, gone);
    const webinarUrl = 'https://event.on24.test/wcc/r/4410123/KEY?x=1&y=2';
    const rows = [member, gone].map((leadId) => ({ leadId, webinarUrl }));
    const results = await client.writeMemberData(program, rows);
    expect(results.map((result) => result.outcome)).toEqual(['updated', 'not-a-member']);
    expect((await client.readMembers(program, [member]))[0]?.webinarUrl).toBe(webinarUrl);
  });

  it('removes members, and tells the absent from the removed', async () => {
    const [member = 0] = await waiting(1);
    const outcomes = async () =>
      (await client.removeMembers(program, [member])).map((result) => result.outcome);
    expect(await outcomes()).toEqual(['removed']);
    expect(await outcomes()).toEqual(['not-a-member']);
  });

  it('reads the program and its channel', async () => {
    const found = await client.readProgram(program);
    expect(found).toMatchObject({ id: program, name: world.marketo.program.name, channel: 'Webinar' });
    expect(await client.readProgram(999_999)).toBeUndefined();
    const channel = await client.readChannel('Webinar');
    expect(channel?.programType).toBe('webinar');
    expect(channel?.statuses).toContainEqual({
      name: 'Registered',
      step: 20,
      type: 'Registered',
      hidden: false,
      success: false,
    });
    expect(await client.readChannel('Roadshow')).toBeUndefined();
    expect(await client.listPrograms()).toContainEqual(found);
  });

  it.each(['typed', 'strings'] as const)(
    'follows the changes of status from a stored place: values %s',
    async (values) => {
      marketo.switches.activityValues = values;
      marketo.switches.activityIds = 'absent';
      marketo.switches.emptyActivityResult = 'absent';
      const start = await client.pagingToken(new Date(clock.now().getTime() - 60_000));
      const [leadId = 0] = await waiting(1);
      const changes = [];
      let token = start;
      for (let more = true; more; ) {
        const page = await client.readActivities(token, { programIds: [program, 99] });
        changes.push(...page.changes);
        ({ nextToken: token, more } = page);
      }
      expect(changes.map((change) => [change.leadId, change.programId, change.newStatus])).toEqual([
        [leadId, program, 'Invited'],
        [leadId, program, 'Pending Approval'],
      ]);
      expect(await client.readActivities(token, { programIds: [program] })).toMatchObject({
        changes: [],
        more: false,
      });
      await client.writeStatus(program, 'Registered', [leadId]);
      const next = await client.readActivities(token, { programIds: [program] });
      expect(next.changes).toMatchObject([
        { leadId, oldStatus: 'Pending Approval', newStatus: 'Registered' },
      ]);
    },
  );

  it('knows a foreign place in the feed for what it is', async () => {
    const failure = await caughtFailure(client.readActivities('from elsewhere', { programIds: [program] }));
    expect(failure.cause).toBe('bad-cursor');
  });

  it('asks a campaign to run; one that is unknown is a matter of the event', async () => {
    const [leadId = 0] = await waiting(1);
    marketo.switches.campaignDelayMs = 10;
    await client.requestCampaign(3712, [leadId]);
    await marketo.until('registered', () => marketo.member(program, leadId)?.statusName === 'Registered');
    const failure = await caughtFailure(client.requestCampaign(1, [leadId]));
    expect(failure).toMatchObject({ kind: 'misconfigured', scope: 'event' });
  });

  it('reads the fields of members and the calls of the day', async () => {
    expect(await client.describeMembers()).toContainEqual(
      expect.objectContaining({ name: 'webinarUrl', isUpdateable: true }),
    );
    const { calls } = await client.usageToday();
    await client.usageToday();
    expect((await client.usageToday()).calls).toBe(calls + 2);
  });

  it.each(['601', '602'] as const)('goes on unnoticed when its token ends with %s', async (code) => {
    const leadIds = await waiting(1);
    await client.readMembers(program, leadIds);
    marketo.expireTokens(code);
    expect(await client.readMembers(program, leadIds)).toHaveLength(1);
  });

  it('takes bad credentials and missing permission for a misconfigured connection', async () => {
    const stranger = connect('another secret');
    try {
      expect(await caughtFailure(stranger.usageToday())).toMatchObject({
        kind: 'misconfigured',
        cause: 'credentials',
      });
    } finally {
      await stranger.close();
    }
    marketo.switches.access = 'denied';
    expect(await caughtFailure(client.usageToday())).toMatchObject({
      kind: 'misconfigured',
      cause: 'permission',
    });
  });

  it('tells throttling and the quota from an outage', async () => {
    await client.usageToday();
    marketo.switches.callsPer20Seconds = 1;
    expect(await caughtFailure(client.usageToday())).toMatchObject({
      kind: 'unavailable',
      cause: 'throttled',
    });
    marketo.switches.callsPer20Seconds = 10_000;
    marketo.switches.callsPerDay = 1;
    expect(await caughtFailure(client.usageToday())).toMatchObject({ kind: 'unavailable', cause: 'quota' });
  });

  it.each([
    [{ kind: 'reply-lost' }, 'cut-off', true],
    [{ kind: 'call-lost' }, 'cut-off', false],
    [{ kind: 'foreign', shape: 'html' }, 'unreadable', true],
    [{ kind: 'foreign', shape: 'truncated-json' }, 'unreadable', true],
    [{ kind: 'foreign', shape: 'wrong-shape' }, 'unreadable', true],
    [{ kind: 'foreign', shape: 'empty' }, 'unreadable', true],
    [{ kind: 'answer', status: 502 }, 'outage', false],
  ] as const)('does not claim to know what became of a write: %o', async (effect, cause, isCarriedOut) => {
    const [leadId = 0] = await waiting(1);
    marketo.fail({ path: /status\.json$/, effect });
    const failure = await caughtFailure(client.writeStatus(program, 'Registered', [leadId]));
    expect(failure).toMatchObject({ kind: 'unavailable', cause, outcomeKnown: false });
    expect(marketo.member(program, leadId)?.statusName).toBe(
      isCarriedOut ? 'Registered' : 'Pending Approval',
    );
  });
});
