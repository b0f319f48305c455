/** What the page asks of its server: the body of every POST, and the answers that say more than done. */
import { z } from 'zod';

const place = z.union([
  z.object({ channelId: z.string(), ts: z.string() }),
  z.object({ viewId: z.string() }),
]);
const values = z.record(z.string(), z.record(z.string(), z.unknown()));

export const pageRequests = {
  'slack/click': z.object({
    personId: z.string(),
    at: place,
    blockId: z.string(),
    actionId: z.string(),
    value: z.string().optional(),
    selectedOption: z.string().optional(),
    selectedOptions: z.array(z.string()).optional(),
  }),
  'slack/suggest': z.object({
    personId: z.string(),
    at: place,
    blockId: z.string(),
    actionId: z.string(),
    query: z.string(),
  }),
  'slack/submit': z.object({ personId: z.string(), viewId: z.string(), values }),
  'slack/close': z.object({ personId: z.string(), viewId: z.string() }),
  /** A message, or a slash command where it begins with a slash. */
  'slack/say': z.object({ personId: z.string(), channelId: z.string(), text: z.string().min(1).max(4_000) }),
  'slack/home': z.object({ personId: z.string() }),
  /** The page was loaded again: ephemeral messages are gone. */
  'slack/reload': z.object({ personId: z.string() }),
  'marketo/fill-form': z.object({
    email: z.string().trim().min(3).max(200),
    firstName: z.string().trim().max(200),
    lastName: z.string().trim().max(200),
    company: z.string().trim().max(200),
    title: z.string().trim().max(200),
  }),
  'marketo/forms-of-strangers': z.object({ count: z.number().int().min(1).max(500) }),
  'marketo/status': z.object({ leadId: z.number().int(), statusName: z.string() }),
  'marketo/remove': z.object({ leadId: z.number().int() }),
  'marketo/throttle': z.object({ isOn: z.boolean() }),
  'on24/mode': z.object({
    mode: z.enum(['fine', 'down', 'refuses']),
    /** What ON24 says to everybody while it refuses. */
    refusal: z.string().trim().min(1).max(500).optional(),
  }),
  'on24/end': z.object({}),
  'clock/evening': z.object({}),
} as const;

export type RequestName = keyof typeof pageRequests;
export type RequestBody<Name extends RequestName> = z.input<(typeof pageRequests)[Name]>;
/** As checked, with what is missing filled in. */
export type RequestRead<Name extends RequestName> = z.output<(typeof pageRequests)[Name]>;
export type Place = z.infer<typeof place>;

/** `warning` is what the person sees instead; `note` is said although all went well; `body` is the bot's own answer. */
export const pageAnswer = z.object({
  ok: z.boolean(),
  warning: z.string().optional(),
  note: z.string().optional(),
  body: z.unknown().optional(),
});

export type PageAnswer = z.infer<typeof pageAnswer>;
