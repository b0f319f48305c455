/** Intake against a real database and the Marketo simulator, one job at a time and without a worker. */
import { onTestFinished } from 'vitest';
import { SandboxClock } from '../../sandbox/clock.ts';
import type { FormFill, MarketoCall, SandboxMember } from '../../sandbox/marketo/marketo-records.ts';
import { startMarketoSandbox } from '../../sandbox/marketo/marketo-sandbox.ts';
import { world } from '../../sandbox/world.ts';
import { createMarketoClient, type MarketoClient } from '../../src/outside/marketo/marketo-client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { addWebinar } from './made-rows.ts';
import { createTestDatabase } from './test-database.ts';

export const programId = world.marketo.program.id;

/** Ends with the test. The webinar was connected and swept long ago. */
export async function intakeForThisTest(given: Parameters<typeof addWebinar>[1] = {}) {
  const clock = new SandboxClock();
  const [sandbox, own] = await Promise.all([startMarketoSandbox({ clock }), createTestDatabase()]);
  const database = openDatabase(own.url, { name: 'intake' });
  const { clientId, clientSecret } = world.marketo;
  const marketo = createMarketoClient({ url: sandbox.url, clientId, clientSecret, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await marketo.close();
    await Promise.all([sandbox.close(), database.close()]);
    await own.drop();
  });
  const { db } = database;
  const now = () => clock.now();
  const webinar = await addWebinar(db, given);

  /** Somebody fills in the form; answers once Marketo shows them as Pending Approval. */
  const fillForm = async (person: Partial<FormFill> = {}): Promise<number> => {
    const email = `somebody-${sandbox.members(programId).length}@acme-corp.example`;
    const leadId = sandbox.fillForm(programId, { firstName: 'Ada', lastName: 'Lovelace', email, ...person });
    await sandbox.until(
      'the form has been followed',
      () => memberOf(leadId)?.statusName === 'Pending Approval',
    );
    return leadId;
  };
  const memberOf = (leadId: number): SandboxMember | undefined => sandbox.member(programId, leadId);
  return {
    db,
    databaseUrl: own.url,
    clock,
    sandbox,
    webinar,
    parts: { db, marketo, now },
    fillForm,
    memberOf,
    statusOf: (leadId: number) => memberOf(leadId)?.statusName,
    /** Status writes, link writes and removals, oldest first. */
    writes: () => sandbox.calls.filter(isWrite),
    /** The parts with something happening around one of Marketo's calls. */
    partsWith: (change: (real: MarketoClient) => Partial<MarketoClient>) => ({
      db,
      marketo: { ...marketo, ...change(marketo) },
      now,
    }),
  };
}

export type IntakeUnderTest = Awaited<ReturnType<typeof intakeForThisTest>>;

function isWrite({ method, path }: MarketoCall): boolean {
  return method === 'POST' && path.startsWith(`/rest/v1/programs/${programId}/members`);
}
