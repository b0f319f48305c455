/** `usher connect`: asks nothing, needs no restart of the service, and says what is wrong in words an administrator can act on. */
import { withCommandParts } from './command-parts.ts';
import { type Environment, readOutsideConfig } from './config.ts';
import type { StatusNames } from './program/channel.ts';
import type { FieldMap, Registrar } from './program/webinar.ts';
import { connectWebinar } from './webinars/connect-webinar.ts';

export interface ConnectOptions {
  program: number;
  event: number;
  channel: string;
  approvers: string[];
  capacity?: number;
  hold: number;
  registrar: Registrar;
  on24Client?: number;
  /** Registrar `marketo`: the campaign that *Approve* requests. */
  campaign?: number;
  statusNames?: StatusNames;
  reasonField?: string;
  fields?: FieldMap;
  joinLink?: string;
  retention?: number;
  addUnknown?: boolean;
}

/** Returns the exit code: 0 when the webinar is connected, warnings or not. */
export async function connectCommand(
  environment: Environment,
  options: ConnectOptions,
  say: (line: string) => void,
): Promise<number> {
  const config = readOutsideConfig(environment);
  return withCommandParts(config, 'usher connect', async (parts) => {
    const outcome = await connectWebinar(parts, {
      programId: options.program,
      on24ClientId: options.on24Client ?? config.ON24_CLIENT_ID,
      on24EventId: options.event,
      slackChannelId: options.channel,
      approvers: options.approvers,
      capacity: options.capacity ?? null,
      holdSeconds: options.hold,
      registrar: options.registrar,
      approveCampaignId: options.campaign ?? null,
      statusNames: options.statusNames ?? {},
      reasonField: options.reasonField ?? null,
      fieldMap: options.fields ?? {},
      joinLinkTemplate: options.joinLink ?? null,
      addsUnknownPeople: options.addUnknown ?? false,
      retentionDays: options.retention ?? null,
      connectedBy: null,
    });
    for (const warning of outcome.warnings) say(`Note: ${warning}`);
    if ('faults' in outcome) {
      for (const fault of outcome.faults) say(`Not connected: ${fault}`);
      return 1;
    }
    say(
      `Connected as webinar ${outcome.webinar.id}: "${outcome.webinar.title}". Its people appear in Slack within a minute.`,
    );
    return 0;
  });
}
