/** All that the page shows, as one value: the server builds it, the browser checks it before drawing. */
import { z } from 'zod';

/** What a block holds besides its type is checked where it is drawn. */
export const shownBlock = z.looseObject({ type: z.string(), block_id: z.string() }).readonly();
const blocks = z.array(shownBlock).readonly();
const words = z.string();

const message = z.object({
  ts: words,
  channelId: words,
  userId: words,
  text: words,
  blocks,
  isMarkedEdited: z.boolean(),
});

const view = z.object({
  id: words,
  userId: words,
  title: words,
  submit: words.optional(),
  close: words.optional(),
  blocks,
  /** By block_id, then action_id, as Slack writes them. */
  values: z.record(words, z.record(words, z.record(words, z.unknown()).readonly()).readonly()).readonly(),
  errors: z.record(words, words).readonly(),
});

const channel = z.object({
  id: words,
  name: words,
  /** Whose direct messages with the bot they are. */
  directWith: words.optional(),
  messages: z.array(message),
});

const member = z.object({
  leadId: z.number(),
  name: words,
  email: words,
  background: words,
  statusName: words,
  statusReason: words.nullable(),
  webinarUrl: words.nullable(),
  updatedAt: words,
});

const mail = z.object({ key: words, at: words, campaign: words, to: words, subject: words, body: words });

const registrant = z.object({
  eventUserId: z.number(),
  name: words,
  email: words,
  state: z.enum(['registered', 'cancelled', 'forgotten', 'blocked']),
  liveMinutes: z.number().optional(),
  archiveMinutes: z.number().optional(),
  createdAt: words,
});

export const on24Modes = [
  'fine',
  'down',
  'refuses',
  'throttled',
  'inactive-event',
  'bad-credentials',
  'no-answer',
] as const;

export const pageState = z.object({
  /** How far the sandbox's clock is ahead of the real one. */
  clockAheadMs: z.number(),
  slack: z.object({
    team: words,
    botUserId: words,
    people: z.array(z.object({ id: words, name: words, realName: words, role: words })),
    groups: z.array(z.object({ id: words, handle: words })),
    channels: z.array(channel),
    ephemerals: z.array(message),
    /** Open modals of everybody; of one person the one on top last. */
    modals: z.array(view),
    homes: z.array(view),
  }),
  marketo: z.object({
    programName: words,
    statusNames: z.array(words),
    /** The newest first, as many as the page shows. */
    members: z.array(member),
    memberCount: z.number(),
    mails: z.array(mail),
    mailCount: z.number(),
    isThrottling: z.boolean(),
  }),
  on24: z.object({
    eventTitle: words,
    eventId: z.number(),
    startsAt: words,
    hasEnded: z.boolean(),
    mode: z.enum(on24Modes),
    refusal: words,
    registrants: z.array(registrant),
    registrantCount: z.number(),
  }),
});

export type PageState = z.infer<typeof pageState>;
export type ShownBlock = z.infer<typeof shownBlock>;
export type ShownMessage = z.infer<typeof message>;
export type ShownView = z.infer<typeof view>;
export type ShownMember = z.infer<typeof member>;
export type ShownMail = z.infer<typeof mail>;
export type ShownRegistrant = z.infer<typeof registrant>;
