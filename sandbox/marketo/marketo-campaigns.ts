/** Request Campaign: accepted at once, in effect some time later, without an answer per person. */
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { envelope, leadInstant, MarketoRefusal } from './marketo-envelope.ts';
import type { SandboxCampaign } from './marketo-records.ts';
import { jsonBody } from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';
import { changeStatus } from './marketo-status-change.ts';

const MAX_LEADS = 100;
const MAX_TOKENS = 100;

const request = z.object({
  input: z.object({
    leads: z
      .array(z.object({ id: z.number().int() }))
      .min(1)
      .max(MAX_LEADS),
    tokens: z
      .array(z.object({ name: z.string().regex(/^\{\{my\..+\}\}$/), value: z.string() }))
      .max(MAX_TOKENS)
      .optional(),
  }),
});

export function campaignEndpoints(app: Hono, state: MarketoState): void {
  app.get('/rest/v1/campaigns/:file{[0-9]+\\.json}', (context) => {
    const campaign = campaignOf(state, context.req.param('file'));
    const program = state.programs.get(campaign.programId);
    return envelope([
      {
        id: campaign.id,
        name: campaign.name,
        type: campaign.type,
        programName: program?.name,
        programId: campaign.programId,
        workspaceName: 'Default',
        active: campaign.active,
        createdAt: leadInstant(program?.createdAt ?? state.clock.now()),
        updatedAt: leadInstant(program?.updatedAt ?? state.clock.now()),
      },
    ]);
  });

  app.post('/rest/v1/campaigns/:campaignId/trigger.json', async (context: Context) => {
    const campaign = campaignOf(state, context.req.param('campaignId') ?? '');
    if (campaign.type === 'batch')
      throw new MarketoRefusal('1003', 'Only a trigger campaign can be requested');
    if (!campaign.active) throw new MarketoRefusal('1003', `Campaign '${campaign.id}' is not active`);
    const { input } = await jsonBody(context, request);
    state.schedule.after(state.switches.campaignDelayMs, () => {
      const program = state.programs.get(campaign.programId);
      if (program === undefined) return;
      for (const { id } of input.leads) {
        const reason = `Changed by Smart Campaign ${program.name}.${campaign.name}`;
        changeStatus(state, program, id, campaign.statusName, { cause: 'flow', reason });
      }
    });
    return envelope([{ id: campaign.id }]);
  });
}

function campaignOf(state: MarketoState, id: string): SandboxCampaign {
  const campaign = state.campaigns.get(Number.parseInt(id, 10));
  if (campaign === undefined)
    throw new MarketoRefusal('1013', `Campaign '${Number.parseInt(id, 10)}' not found`);
  return campaign;
}
