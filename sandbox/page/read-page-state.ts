/** Reads what the page shows out of the simulators. */
import type { SandboxClock } from '../clock.ts';
import { channelsOf } from '../marketo/marketo-channels.ts';
import type { SandboxLead, SandboxMember } from '../marketo/marketo-records.ts';
import type { MarketoSandbox } from '../marketo/marketo-sandbox.ts';
import type { SandboxRegistrant } from '../on24/on24-records.ts';
import type { On24Sandbox } from '../on24/on24-sandbox.ts';
import type { SandboxEphemeral, SandboxMessage, SandboxView, SlackSandbox } from '../slack/slack-sandbox.ts';
import { world } from '../world.ts';
import type { PageState, ShownMember, ShownMessage, ShownRegistrant, ShownView } from './page-state.ts';

export interface PageSource {
  readonly slack: SlackSandbox;
  readonly marketo: MarketoSandbox;
  readonly on24: On24Sandbox;
  readonly clock: SandboxClock;
}

/** More would make the page heavy, and nobody reads so far back. */
const most = { messages: 60, members: 100, registrants: 100, mails: 50 } as const;

export function readPageState({ slack, marketo, on24, clock }: PageSource): PageState {
  return {
    // Rounded, as the real clock moves on between the two readings.
    clockAheadMs: Math.round((clock.now().getTime() - Date.now()) / 1_000) * 1_000,
    slack: readSlack(slack),
    marketo: readMarketo(marketo),
    on24: readOn24(on24, clock.now()),
  };
}

function readSlack(slack: SlackSandbox): PageState['slack'] {
  const { people, approverGroup, botUserId } = world.slack;
  const ids = people.map((person) => person.id);
  return {
    team: 'Acme',
    botUserId,
    people: [...people],
    groups: [approverGroup],
    channels: slack.channels().map(({ id, name, directWith, messages }) => ({
      id,
      name,
      directWith,
      messages: messages.slice(-most.messages).map(shownMessage),
    })),
    ephemerals: ids.flatMap((id) => slack.ephemerals(id).slice(-most.messages).map(shownMessage)),
    modals: ids.flatMap((id) => slack.views(id).map(shownView)),
    homes: ids.flatMap((id) => [slack.home(id)].filter((home) => home !== undefined).map(shownView)),
  };
}

function shownMessage(message: SandboxMessage | SandboxEphemeral): ShownMessage {
  const { ts, channelId, userId, text, blocks } = message;
  return {
    ts,
    channelId,
    userId,
    text,
    blocks,
    isMarkedEdited: 'isMarkedEdited' in message && message.isMarkedEdited,
  };
}

function shownView({ id, userId, title, submit, close, blocks, values, errors }: SandboxView): ShownView {
  return { id, userId, title, submit, close, blocks, values, errors };
}

function readMarketo(marketo: MarketoSandbox): PageState['marketo'] {
  const { program } = world.marketo;
  const channel = channelsOf(marketo.switches).find(({ name }) => name === program.channel);
  const members = marketo.members(program.id);
  const mails = marketo.mails.slice(-most.mails).reverse();
  return {
    programName: program.name,
    statusNames: (channel?.statuses ?? []).filter(({ step }) => step > 0).map(({ name }) => name),
    members: members
      .slice(-most.members)
      .reverse()
      .map((member) => shownMember(member, marketo.lead(member.leadId))),
    memberCount: members.length,
    mails: mails.map(({ at, campaign, to, subject, body }, index) => ({
      key: `mail-${marketo.mails.length - index}`,
      at: at.toISOString(),
      campaign,
      to,
      subject,
      body,
    })),
    mailCount: marketo.mails.length,
    isThrottling: marketo.switches.callsPer20Seconds === 0,
  };
}

function shownMember(member: SandboxMember, lead: SandboxLead | undefined): ShownMember {
  return {
    leadId: member.leadId,
    name: joined([lead?.firstName, lead?.lastName], ' '),
    email: lead?.email ?? `lead ${member.leadId}`,
    background: joined([lead?.title, lead?.company], ', '),
    statusName: member.statusName,
    statusReason: member.statusReason,
    webinarUrl: member.webinarUrl,
    updatedAt: member.updatedAt.toISOString(),
  };
}

function readOn24(on24: On24Sandbox, now: Date): PageState['on24'] {
  const event = on24.event(world.on24.event.id);
  const registrants = on24.registrants(world.on24.event.id);
  return {
    eventTitle: event?.title ?? 'No event',
    eventId: world.on24.event.id,
    startsAt: event?.startsAt.toISOString() ?? '',
    hasEnded: event !== undefined && event.endsAt <= now,
    mode: on24.mode,
    refusal: on24.refusal,
    registrants: registrants.slice(-most.registrants).reverse().map(shownRegistrant),
    registrantCount: registrants.filter((one) => !one.isDeleted && !one.isForgotten).length,
  };
}

function shownRegistrant(registrant: SandboxRegistrant): ShownRegistrant {
  const { eventUserId, email, fields, attendance, createdAt } = registrant;
  return {
    eventUserId,
    name: joined([fields.firstname, fields.lastname], ' '),
    email,
    state: stateOf(registrant),
    liveMinutes: attendance?.liveMinutes,
    archiveMinutes: attendance?.archiveMinutes,
    createdAt: createdAt.toISOString(),
  };
}

function stateOf({ isForgotten, isDeleted, isBlocked }: SandboxRegistrant): ShownRegistrant['state'] {
  if (isForgotten) return 'forgotten';
  if (isDeleted) return 'cancelled';
  return isBlocked ? 'blocked' : 'registered';
}

function joined(parts: readonly (string | null | undefined)[], between: string): string {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(between);
}
