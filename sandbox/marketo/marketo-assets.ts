/** Programs and channels, read only. */
import type { Hono } from 'hono';
import { type Channel, channelsOf } from './marketo-channels.ts';
import { assetEnvelope, assetInstant } from './marketo-envelope.ts';
import type { SandboxProgram } from './marketo-records.ts';
import { required, sizeOf } from './marketo-request.ts';
import type { MarketoState } from './marketo-state.ts';

const DEFAULT_PAGE = 20;
const MAX_PAGE = 200;

export function assetEndpoints(app: Hono, state: MarketoState): void {
  const record = (program: SandboxProgram) => programRecord(state, program);

  app.get('/rest/asset/v1/program/byName.json', (context) => {
    const name = required(context, 'name').toLowerCase();
    return assetEnvelope(
      [...state.programs.values()].filter((one) => one.name.toLowerCase() === name).map(record),
    );
  });

  app.get('/rest/asset/v1/program/:file{[0-9]+\\.json}', (context) => {
    const program = state.programs.get(Number.parseInt(context.req.param('file'), 10));
    return assetEnvelope(program === undefined ? [] : [record(program)]);
  });

  app.get('/rest/asset/v1/programs.json', (context) => {
    const earliest = new Date(context.req.query('earliestUpdatedAt') ?? 0);
    const latest = new Date(context.req.query('latestUpdatedAt') ?? 8.64e15);
    const found = [...state.programs.values()].filter(
      ({ updatedAt }) => updatedAt >= earliest && updatedAt <= latest,
    );
    return assetEnvelope(
      page(found, context.req.query('offset'), sizeOf(context, 'maxReturn', DEFAULT_PAGE, MAX_PAGE)).map(
        record,
      ),
    );
  });

  app.get('/rest/asset/v1/channel/byName.json', (context) => {
    const name = required(context, 'name').toLowerCase();
    return assetEnvelope(
      channelsOf(state.switches)
        .filter((channel) => channel.name.toLowerCase() === name)
        .map(channelRecord),
    );
  });

  app.get('/rest/asset/v1/channels.json', (context) => {
    const size = sizeOf(context, 'maxReturn', DEFAULT_PAGE, MAX_PAGE);
    return assetEnvelope(
      page(channelsOf(state.switches), context.req.query('offset'), size).map(channelRecord),
    );
  });
}

function page<T>(found: readonly T[], offset: string | undefined, size: number): T[] {
  const start = Number(offset ?? 0) || 0;
  return found.slice(start, start + size);
}

function programRecord(state: MarketoState, program: SandboxProgram) {
  const channel = channelsOf(state.switches).find((candidate) => candidate.name === program.channel);
  const isWebinar = channel?.programType === 'webinar';
  return {
    id: program.id,
    name: program.name,
    description: '',
    createdAt: assetInstant(program.createdAt),
    updatedAt: assetInstant(program.updatedAt),
    url: `https://app-sandbox.marketo.example/#${isWebinar ? 'ME' : 'PG'}${program.id}A1`,
    type: isWebinar ? 'Event with Webinar' : 'Event',
    channel: program.channel,
    folder: { type: 'Folder', value: 88, folderName: 'Webinars' },
    status: '',
    workspace: 'Default',
    tags: [],
    costs: null,
    headStart: false,
  };
}

function channelRecord(channel: Channel) {
  return {
    id: channel.id,
    name: channel.name,
    applicableProgramType: channel.programType,
    progressionStatuses: channel.statuses.map(({ name, step, type, isHidden, isSuccess }) => ({
      name,
      step,
      ...(type === undefined ? { description: null } : { type }),
      hidden: isHidden,
      success: isSuccess,
    })),
    createdAt: '2026-03-10T09:24:11Z+0000',
    updatedAt: '2026-03-10T09:24:11Z+0000',
  };
}
