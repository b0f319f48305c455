/** What the bot does about each of Marketo's error codes: one table, made from the list in the code. */
import { expect, test } from 'vitest';
import { pollActivities } from '../../src/intake/poll-activities.job.ts';
import { readHinted } from '../../src/intake/read-hinted.job.ts';
import { transact } from '../../src/jobs/transact.ts';
import { type MarketoFault, marketoFaults } from '../../src/outside/marketo/marketo-fault-list.ts';
import { listFaults } from '../../src/store/connection-fault-store.ts';
import { addHints, oldestHints } from '../../src/store/hint-store.ts';
import { connectionFaults } from '../../src/store/schema/connections.ts';
import { type IntakeUnderTest, intakeForThisTest } from '../support/intake-under-test.ts';
import { rowOf } from '../support/made-rows.ts';

const faults: readonly MarketoFault[] = marketoFaults;

/** What a job does about a code that its whole call is answered with. */
type Act =
  /** The token is renewed, and the call repeated: nobody notices. */
  | 'renews'
  /** The job comes again when the limit is over; no fault is noted. */
  | 'waits'
  /** All jobs wait until the day is over, and the channels are told. */
  | 'pauses until midnight'
  /** The job comes again soon; when that goes on for 30 seconds all wait, and the channels are told. */
  | 'notes and waits'
  /** All jobs wait until a call goes well, and the channels are told. */
  | 'pauses'
  /** The job fails, says so in the log, and is tried again with growing waits; what it had to do stays noted. */
  | 'tries again later';

function actFor({ kind, scope, cause }: MarketoFault): Act {
  if (cause === 'token-rejected') return 'renews';
  if (cause === 'throttled') return 'waits';
  if (cause === 'quota') return 'pauses until midnight';
  if (kind === 'unavailable') return 'notes and waits';
  return kind === 'misconfigured' && scope === 'system' ? 'pauses' : 'tries again later';
}

/** Marketo answers the next reading of members with this code. */
function answerOnce({ sandbox }: IntakeUnderTest, code: string): void {
  const body = JSON.stringify({ requestId: 'a1#b2', success: false, errors: [{ code, message: 'No.' }] });
  const effect = { kind: 'answer', status: 200, contentType: 'application/json', body } as const;
  sandbox.fail({ path: /members\.json$/, effect });
}

async function met(it: IntakeUnderTest): Promise<Act> {
  const calls = it.sandbox.calls.length;
  let outcome: { againInMs: number } | undefined | 'threw';
  try {
    outcome = await readHinted(it.parts)({ webinarId: it.webinar.id });
  } catch {
    outcome = 'threw';
  }
  const [fault] = await listFaults(it.db);
  if (outcome === 'threw') return fault ? 'pauses' : 'tries again later';
  if (outcome === undefined) {
    const reads = it.sandbox.calls.slice(calls).filter(({ path }) => path.endsWith('members.json'));
    return reads.length === 2 ? 'renews' : 'waits';
  }
  if (fault?.resumesAt) return 'pauses until midnight';
  if (fault) return fault.isPaused ? 'pauses' : 'notes and waits';
  return 'waits';
}

test('the bot does about each code what the list says, and loses nobody', async () => {
  const it = await intakeForThisTest();
  it.sandbox.switches.callsPer20Seconds = 10_000;
  const hinted = async () => (await oldestHints(it.db, it.webinar.id, 10)).map((hint) => hint.leadId);
  const done: Record<string, unknown> = {};
  for (const { code } of faults) {
    const leadId = await it.fillForm();
    await transact(it.db, async (tx) => addHints(tx, it.webinar.id, [leadId]));
    answerOnce(it, code);
    const act = await met(it);
    const isKept = (await hinted()).includes(leadId);
    // The next run, whenever it is, does what this one had to do.
    await it.db.delete(connectionFaults);
    await readHinted(it.parts)({ webinarId: it.webinar.id });
    const status = (await rowOf(it.db, leadId))?.status;
    done[code] = { act, isKept, status, left: await hinted() };
  }
  const wanted = faults.map((fault) => {
    const act = actFor(fault);
    return [fault.code, { act, isKept: act !== 'renews', status: 'pending_approval', left: [] }];
  });
  expect(done).toEqual(Object.fromEntries(wanted));
});

test('the table has every way in which the bot acts', () => {
  const acts = new Set(faults.map(actFor));
  expect(acts.size).toBe(6);
});

test('a token that is refused twice in a row is trouble of the connection, and not asked for again and again', async () => {
  const it = await intakeForThisTest();
  it.sandbox.fail({ path: /^\/rest/, times: Infinity, effect: { kind: 'code', code: '601' } });
  const before = it.sandbox.calls.length;
  await pollActivities({ ...it.parts, pollSeconds: 60 })({});
  expect(await listFaults(it.db)).toMatchObject([{ flag: 'marketo', isPaused: false }]);
  const tokens = it.sandbox.calls.slice(before).filter(({ path }) => path.startsWith('/identity'));
  expect(tokens.length).toBeLessThanOrEqual(2);
});
