/** A webinar is connected: its program, channel, event and Slack channel are checked, then its first sweep is promised. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { recogniseChannel, type StatusNames } from '../program/channel.ts';
import { channelFaults } from '../program/channel-faults.ts';
import { reasonFieldFault } from '../program/reason-field.ts';
import type { FieldMap, Registrar } from '../program/webinar.ts';
import type { Db } from '../store/database.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { listWebinars } from '../store/webinar-store.ts';
import { lookAtApprovers } from './look-at-approvers.ts';
import { lookAtRegistrar } from './look-at-registrar.ts';
import { lookAtRegistration } from './look-at-registration.ts';

export interface ConnectParts {
  db: Db;
  marketo: MarketoClient;
  on24: On24Client;
  slack: SlackOutbox;
}

export interface ConnectWish {
  programId: number;
  on24ClientId: number;
  on24EventId: number;
  slackChannelId: string;
  approvers: string[];
  capacity: number | null;
  holdSeconds: number;
  registrar: Registrar;
  approveCampaignId: number | null;
  statusNames: StatusNames;
  reasonField: string | null;
  fieldMap: FieldMap;
  joinLinkTemplate: string | null;
  retentionDays: number | null;
  addsUnknownPeople: boolean;
  connectedBy: string | null;
}

/** `faults` keep the webinar from being connected; `warnings` only limit it. All of them are found in one go. */
export type ConnectOutcome =
  | { webinar: Webinar; warnings: string[] }
  | { faults: string[]; warnings: string[] };

type NewWebinar = typeof webinars.$inferInsert;
type Finding = { facts: Partial<NewWebinar>; faults?: string[]; warnings?: string[] };

export async function connectWebinar(parts: ConnectParts, wish: ConnectWish): Promise<ConnectOutcome> {
  const taken = await alreadyConnected(parts.db, wish);
  if (taken) return { faults: [taken], warnings: [] };
  const findings: Finding[] = await Promise.all([
    lookAt('Marketo', () => lookAtProgram(parts.marketo, wish)),
    lookAt('Marketo', () => lookAtReasonField(parts.marketo, wish)),
    lookAt('ON24', () => lookAtEvent(parts.on24, wish)),
    lookAtRegistration(parts.on24, wish),
    lookAt('Slack', () => lookAtChannel(parts.slack, wish.slackChannelId)),
    lookAt('Slack', () => lookAtApprovers(parts.slack, wish.approvers)),
    lookAtNumbers(wish),
    lookAt('Marketo', () => lookAtRegistrar(parts.marketo, wish)),
  ]);
  const faults = findings.flatMap((finding) => finding.faults ?? []);
  const warnings = findings.flatMap((finding) => finding.warnings ?? []);
  if (faults.length > 0) return { faults, warnings };
  const facts: Partial<NewWebinar> = Object.assign({}, ...findings.map((finding) => finding.facts));
  const webinar = await addWebinar(parts.db, wish, facts);
  // Somebody else was faster by a moment.
  if (!webinar)
    return { faults: [(await alreadyConnected(parts.db, wish)) ?? 'It is connected already.'], warnings };
  return { webinar, warnings };
}

async function addWebinar(
  db: Db,
  wish: ConnectWish,
  facts: Partial<NewWebinar>,
): Promise<Webinar | undefined> {
  const { title, channel } = facts;
  if (title === undefined || channel === undefined)
    throw new Error('a webinar without faults has no title or channel');
  return transact(db, async (tx) => {
    const [webinar] = await tx
      .insert(webinars)
      .values({ ...wish, ...facts, title, channel })
      .onConflictDoNothing()
      .returning();
    if (!webinar) return undefined;
    enqueue(tx, 'sweep-webinar', { webinarId: webinar.id });
    enqueue(tx, 'refresh-approvers', {});
    return webinar;
  });
}

/** A program and an ON24 event belong to one webinar each. */
async function alreadyConnected(
  db: Db,
  { programId, on24EventId, on24ClientId }: ConnectWish,
): Promise<string | undefined> {
  for (const webinar of await listWebinars(db)) {
    const as = `is connected already, as webinar ${webinar.id} ("${webinar.title}").`;
    if (webinar.programId === programId) return `Program ${programId} ${as}`;
    if (webinar.on24EventId === on24EventId && webinar.on24ClientId === on24ClientId) {
      return `The ON24 event ${on24EventId} ${as}`;
    }
  }
  return undefined;
}

const longestHoldSeconds = 3600;

async function lookAtNumbers({ holdSeconds }: ConnectWish): Promise<Finding> {
  if (holdSeconds <= longestHoldSeconds) return { facts: {} };
  return {
    facts: {},
    faults: [`The hold of ${holdSeconds} seconds is too long: give at most ${longestHoldSeconds}.`],
  };
}

/** A system that cannot be asked is a fault with its own words, beside those of the other systems. */
async function lookAt(system: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return { facts: {}, faults: [`${system} could not be asked (${error.operation}): ${error.words}`] };
  }
}

async function lookAtProgram(
  marketo: MarketoClient,
  { programId, statusNames }: ConnectWish,
): Promise<Finding> {
  const program = await marketo.readProgram(programId);
  if (!program) {
    return {
      facts: {},
      faults: [
        `Marketo has no program ${programId}. The number stands in the program's address, as in #ME${programId}A1.`,
      ],
    };
  }
  const listed = await marketo.readChannel(program.channel);
  if (!listed)
    return {
      facts: {},
      faults: [`Marketo does not show the channel "${program.channel}" of program ${programId}.`],
    };
  const channel = recogniseChannel(listed.name, listed.statuses, statusNames);
  const found = channelFaults(channel, statusNames);
  return {
    facts: { title: program.name, channel, programUrl: program.pageUrl },
    faults: found.filter(({ severity }) => severity === 'missing').map(({ sentence }) => sentence),
    warnings: found.filter(({ severity }) => severity === 'limits').map(({ sentence }) => sentence),
  };
}

async function lookAtReasonField(marketo: MarketoClient, { reasonField }: ConnectWish): Promise<Finding> {
  const fault =
    reasonField === null ? undefined : reasonFieldFault(reasonField, await marketo.describeMembers());
  return { facts: {}, faults: fault === undefined ? [] : [`${fault} Then connect again.`] };
}

async function lookAtEvent(on24: On24Client, wish: ConnectWish): Promise<Finding> {
  const { on24ClientId, on24EventId } = wish;
  const event = await on24.readEvent(on24ClientId, on24EventId);
  const faults = event.isActive
    ? []
    : [`The ON24 event ${on24EventId} is not active. Activate it in ON24, then connect again.`];
  const warnings: string[] = [];
  if (event.isTest) warnings.push(`The ON24 event ${on24EventId} is marked as a test event.`);
  if (!event.audienceUrl && wish.joinLinkTemplate === null)
    warnings.push('ON24 gives no audience link for this event, so that registered people get no link.');
  if (event.liveEndsAt && event.liveEndsAt < new Date()) warnings.push('This webinar is over already.');
  return {
    facts: {
      startsAt: event.startsAt,
      liveEndsAt: event.liveEndsAt,
      archiveEndsAt: event.archiveEndsAt,
      joinLink: event.audienceUrl,
      on24Title: event.title,
    },
    faults,
    warnings,
  };
}

async function lookAtChannel(slack: SlackOutbox, channelId: string): Promise<Finding> {
  const channel = await slack.joinChannel(channelId).catch((error: unknown) => {
    if (error instanceof OutsideFailure && error.code === 'channel_not_found') return undefined;
    throw error;
  });
  if (!channel) {
    return {
      facts: {},
      faults: [
        `Slack shows Usher no channel ${channelId}. Check the id; a private channel shows itself after /invite @usher there.`,
      ],
    };
  }
  if (channel.isArchived) return { facts: {}, faults: [`The Slack channel #${channel.name} is archived.`] };
  if (!channel.isMember) {
    return {
      facts: {},
      faults: [
        `Usher is not in the private channel #${channel.name}. Type /invite @usher there, then connect again.`,
      ],
    };
  }
  return { facts: {} };
}
