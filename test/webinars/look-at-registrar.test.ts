import { expect, test } from 'vitest';
import { lookAtRegistrar, type RegistrarWish } from '../../src/webinars/look-at-registrar.ts';
import { intakeForThisTest, programId } from '../support/intake-under-test.ts';

const campaign = {
  id: 4_000,
  programId,
  name: 'Approve',
  type: 'trigger',
  active: true,
  statusName: 'Registered',
} as const;

test('the campaign that Approve is to request is looked at before a webinar is connected with it', async () => {
  const it = await intakeForThisTest();
  const look = (wish: Partial<RegistrarWish> = {}) =>
    lookAtRegistrar(it.parts.marketo, {
      programId,
      registrar: 'marketo',
      approveCampaignId: campaign.id,
      ...wish,
    });
  const fault = async (wish?: Partial<RegistrarWish>) => (await look(wish)).faults?.join(' ');
  const warning = async (wish?: Partial<RegistrarWish>) => (await look(wish)).warnings?.join(' ');

  expect(await look({ registrar: 'on24', approveCampaignId: null })).toEqual({ facts: {} });
  expect(await fault({ registrar: 'on24' })).toContain('only requested with --registrar marketo');
  expect(await fault()).toContain('Marketo has no campaign 4000');
  it.sandbox.addCampaign({ ...campaign, type: 'batch' });
  expect(await fault()).toContain('is a batch campaign');
  it.sandbox.addCampaign({ ...campaign, active: false });
  expect(await warning()).toContain('is not active');
  it.sandbox.addCampaign({ ...campaign, programId: 9 });
  expect(await warning()).toContain(`is not part of program ${programId}`);
  it.sandbox.addCampaign(campaign);
  expect(await look()).toEqual({ facts: {}, warnings: [] });
  expect(await warning({ approveCampaignId: null })).toContain(
    'Usher writes Registered in Marketo by itself',
  );
});

test('a role that may not read campaigns does not keep a webinar from being connected', async () => {
  const it = await intakeForThisTest();
  it.sandbox.fail({ path: /campaigns/, effect: { kind: 'code', code: '603' } });
  const { faults, warnings } = await lookAtRegistrar(it.parts.marketo, {
    programId,
    registrar: 'marketo',
    approveCampaignId: campaign.id,
  });
  expect(faults).toBeUndefined();
  expect(warnings?.join(' ')).toContain('does not show the campaign 4000');
});
