import { expect, onTestFinished, test } from 'vitest';
import { campaignFlag, silenceFlag } from '../../src/store/adapter-flags.ts';
import { openDatabase } from '../../src/store/database.ts';
import { channelsWaiting } from '../../src/store/waiting-people-store.ts';
import { addRegistrant, addWebinar } from '../support/made-rows.ts';
import { createTestDatabase } from '../support/test-database.ts';

test('each alert counts those who wait for what it is about, and nobody else', async () => {
  const own = await createTestDatabase();
  const database = openDatabase(own.url, { name: 'waiting people' });
  onTestFinished(async () => {
    await database.close();
    await own.drop();
  });
  const { db } = database;
  const ours = await addWebinar(db, { slackChannelId: 'C0OURS' });
  const adapters = await addWebinar(db, {
    slackChannelId: 'C0ADAPTERS',
    registrar: 'marketo',
    programId: 2_208,
    on24EventId: 4_410_124,
  });
  const waits = { status: 'registering', adapterAskedAt: new Date() } as const;
  await addRegistrant(db, ours, { leadId: 1, status: 'registering' });
  await addRegistrant(db, adapters, { leadId: 1, ...waits });
  await addRegistrant(db, adapters, { leadId: 2, ...waits, adapterAcceptedAt: new Date() });
  await addRegistrant(db, adapters, {
    leadId: 3,
    ...waits,
    adapterAcceptedAt: new Date(),
    isAdapterSilent: true,
  });
  await addRegistrant(db, adapters, { leadId: 4, status: 'registered' });

  const counted = async (flag: string) =>
    Object.fromEntries(
      (await channelsWaiting(db, flag)).map((found) => [found.slackChannelId, found.people]),
    );
  expect(await counted('on24')).toEqual({ C0OURS: 1 });
  expect(await counted(`on24:webinar:${ours.id}`)).toEqual({ C0OURS: 1 });
  expect(await counted('marketo')).toEqual({ C0OURS: 1, C0ADAPTERS: 3 });
  expect(await counted(campaignFlag(adapters.id))).toEqual({ C0ADAPTERS: 1 });
  expect(await counted(silenceFlag(adapters.id))).toEqual({ C0ADAPTERS: 1 });
  expect(await counted(silenceFlag(ours.id))).toEqual({});
});
