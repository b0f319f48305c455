/** Every durable job: what it promises, what its payload holds (ids only), and how copies of it meet. */
import { z } from 'zod';

const id = z.int().positive();
/** Such as `U0MARA`. */
const slackUser = z.string().regex(/^[UW][A-Z0-9]{1,20}$/);

interface Manners<Payload> {
  payload: z.ZodType<Payload>;
  /** Waiting jobs with an equal key are one job. */
  key: (payload: Payload) => string;
  /** Jobs of one queue run one at a time, over all replicas. */
  queue?: (payload: Payload) => string;
  /** While one of these connections is paused, the job waits and burns no attempt. */
  flags?: (payload: Payload) => string[];
  /** Lower runs sooner. */
  priority: number;
}

const job = <Payload>(manners: Manners<Payload>) => manners;

export const priorities = { click: -10, outcome: -5, arrival: 0, upkeep: 10 } as const;

const drawQueues = 16;
/** Calls to Marketo go one at a time in each of five queues: four for the webinars, one for what concerns all of them. */
const marketoQueues = 4;
const wholeMarketoQueue = () => `marketo-${marketoQueues}`;
const on24Queues = 8;
const refreshQueues = 2;

export const catalogue = {
  /** When the hold is over, moves the registrant to what was decided. */
  'settle-decision': job({
    payload: z.object({ registrantId: id }),
    key: ({ registrantId }) => `settle:${registrantId}`,
    priority: priorities.click,
  }),
  /** Tells the maker of a held decision privately that it did not take effect. */
  'tell-maker': job({
    payload: z.object({ historyId: id }),
    key: ({ historyId }) => `tell:${historyId}`,
    flags: () => ['slack'],
    priority: priorities.outcome,
  }),
  /** Makes one Slack message equal the rows it shows. */
  'draw-message': job({
    payload: z.object({ messageId: id }),
    key: ({ messageId }) => `draw:${messageId}`,
    queue: ({ messageId }) => `draw-${messageId % drawQueues}`,
    flags: () => ['slack'],
    priority: priorities.outcome,
  }),
  /** Gives pending people of a webinar a place in a message. */
  'gather-arrivals': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `gather:${webinarId}`,
    priority: priorities.arrival,
  }),
  /** Carries one decision out for the people of a review, some at a time. */
  'bulk-decide': job({
    payload: z.object({ runId: id }),
    key: ({ runId }) => `bulk:${runId}`,
    priority: priorities.outcome,
  }),
  /** Asks Marketo whether the people about to be registered are still members, up to 300 at a time. */
  'confirm-members': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `confirm:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.outcome,
  }),
  /** Registers one person in ON24 and records what ON24 answered. */
  'register-registrant': job({
    payload: z.object({ registrantId: id, webinarId: id }),
    key: ({ registrantId }) => `register:${registrantId}`,
    queue: ({ registrantId }) => `on24-${registrantId % on24Queues}`,
    flags: ({ webinarId }) => ['on24', `on24:webinar:${webinarId}`],
    priority: priorities.outcome,
  }),
  /** Reads what an event's registration page requires. */
  'read-registration-page': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `read-registration-page:${webinarId}`,
    queue: () => 'on24-read',
    flags: () => ['on24'],
    priority: priorities.upkeep,
  }),
  /** Makes one cheap call a night for each account, because ON24 switches off a token that is unused for 60 days. */
  'call-on24': job({
    payload: z.object({}),
    key: () => 'call-on24',
    queue: () => 'on24-read',
    priority: priorities.upkeep,
  }),
  /** Registrar `marketo`: asks Marketo to register the approved, up to 100 at a time. */
  'request-registration': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `request-registration:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: ({ webinarId }) => ['marketo', `marketo:campaign:${webinarId}`],
    priority: priorities.outcome,
  }),
  /** Registrar `marketo`: looks for what has become of those whom Marketo was asked to register. */
  'watch-adapter': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `watch-adapter:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.arrival,
  }),
  /** Ends the registrations that had no answer when their webinar was over. */
  'end-registrations': job({
    payload: z.object({}),
    key: () => 'end-registrations',
    queue: () => 'end-registrations',
    priority: priorities.upkeep,
  }),
  /** Cancels one person in ON24 as somebody has wished, and records what ON24 answered. */
  'cancel-in-on24': job({
    payload: z.object({ registrantId: id, webinarId: id }),
    key: ({ registrantId }) => `cancel:${registrantId}`,
    // The queue of their registration: the two never run at once.
    queue: ({ registrantId }) => `on24-${registrantId % on24Queues}`,
    flags: ({ webinarId }) => ['on24', `on24:webinar:${webinarId}`],
    priority: priorities.outcome,
  }),
  /** Makes Marketo's status and member data equal what a webinar's rows want, up to 300 people a call. */
  'write-marketo': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `write-marketo:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.outcome,
  }),
  /** Reads again the members that a webhook or the activities feed has hinted at. */
  'read-hinted': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `read-hinted:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.arrival,
  }),
  /** Follows Marketo's activities feed from where it was left. */
  'poll-activities': job({
    payload: z.object({}),
    key: () => 'poll-activities',
    queue: wholeMarketoQueue,
    flags: () => ['marketo'],
    priority: priorities.arrival,
  }),
  /** Reads every member of a webinar who matters, whatever the feed told. */
  'sweep-webinar': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `sweep:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.upkeep,
  }),
  /** Asks Marketo whether the fields that webinars name for their reasons can be written. */
  'check-reason-fields': job({
    payload: z.object({}),
    key: () => 'check-reason-fields',
    queue: wholeMarketoQueue,
    flags: () => ['marketo'],
    priority: priorities.upkeep,
  }),
  /** Gives people with a registration error their place in an alert. */
  'group-errors': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `group-errors:${webinarId}`,
    queue: ({ webinarId }) => `group-errors:${webinarId}`,
    priority: priorities.outcome,
  }),
  /** Asks once about everybody who has left a webinar and is still in ON24, and follows that question to its end. */
  'ask-cancel': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `ask-cancel:${webinarId}`,
    queue: ({ webinarId }) => `ask-cancel:${webinarId}`,
    priority: priorities.outcome,
  }),
  /** Ends the questions about webinars that have begun, because ON24 cancels nobody any more. */
  'end-questions': job({
    payload: z.object({}),
    key: () => 'end-questions',
    priority: priorities.upkeep,
  }),
  /** Follows the people of an alert until nobody has its error any more. */
  'follow-alert': job({
    payload: z.object({ alertId: id }),
    key: ({ alertId }) => `follow-alert:${alertId}`,
    priority: priorities.outcome,
  }),
  /** Sends the list of an alert's people to one person who asked for it. */
  'send-people-file': job({
    payload: z.object({ alertId: id, userId: slackUser }),
    key: ({ alertId, userId }) => `people-file:${alertId}:${userId}`,
    queue: () => 'people-file',
    flags: () => ['slack'],
    priority: priorities.arrival,
  }),
  /** Sends a webinar's attendance as a list to the one who asked. */
  'send-attendance-file': job({
    payload: z.object({ webinarId: id, userId: slackUser }),
    key: ({ webinarId, userId }) => `attendance-file:${webinarId}:${userId}`,
    queue: () => 'people-file',
    flags: () => ['slack'],
    priority: priorities.arrival,
  }),
  /** Reminds in the threads of alerts that stay open. */
  'remind-of-alerts': job({
    payload: z.object({}),
    key: () => 'remind-of-alerts',
    queue: () => 'remind-of-alerts',
    priority: priorities.upkeep,
  }),
  /** Opens an alert for each connection that is paused, and ends those of connections that are well. */
  'watch-connections': job({
    payload: z.object({}),
    key: () => 'watch-connections',
    queue: () => 'watch-connections',
    priority: priorities.arrival,
  }),
  /** Forgets people whose webinar keeps them no longer. */
  'forget-expired': job({
    payload: z.object({}),
    key: () => 'forget-expired',
    queue: () => 'forget-expired',
    priority: priorities.upkeep,
  }),
  /** Refreshes every webinar whose attendance may still change, once for each night. */
  'nightly-refresh': job({
    /** The slot's instant, in milliseconds since 1970: it is what names the night. */
    payload: z.object({ slot: z.int().positive() }),
    key: ({ slot }) => `nightly:${slot}`,
    priority: priorities.upkeep,
  }),
  /** Brings one webinar's attendance from ON24, and moves its registrants. */
  'refresh-attendance': job({
    payload: z.object({ refreshId: id }),
    key: ({ refreshId }) => `refresh:${refreshId}`,
    queue: ({ refreshId }) => `refresh-${refreshId % refreshQueues}`,
    priority: priorities.upkeep,
  }),
  /** Begins the runs after each live end, goes on with runs that were left lying, and tells of late ones. */
  'watch-attendance': job({
    payload: z.object({}),
    key: () => 'watch-attendance',
    queue: () => 'watch-attendance',
    priority: priorities.upkeep,
  }),
  /** Adds people to Marketo who attended without being registered here, once somebody wants that. */
  'add-unknown-people': job({
    payload: z.object({ webinarId: id }),
    key: ({ webinarId }) => `add-unknown:${webinarId}`,
    queue: ({ webinarId }) => `marketo-${webinarId % marketoQueues}`,
    flags: () => ['marketo'],
    priority: priorities.upkeep,
  }),
  /** Keeps the members of the approvers' user groups fresh. */
  'refresh-approvers': job({
    payload: z.object({}),
    key: () => 'refresh-approvers',
    flags: () => ['slack'],
    priority: priorities.arrival,
  }),
  /** Tries one call over each broken connection, and lets its jobs go on when the call is well. */
  'try-connections': job({
    payload: z.object({}),
    key: () => 'try-connections',
    queue: () => 'try-connections',
    priority: priorities.arrival,
  }),
  /** Tries one call to Marketo while it is paused, and lets its jobs go on when the call is well. */
  'try-marketo': job({
    payload: z.object({}),
    key: () => 'try-marketo',
    queue: wholeMarketoQueue,
    priority: priorities.arrival,
  }),
  /** Asks Marketo how many calls the whole instance has used today. */
  'read-marketo-usage': job({
    payload: z.object({}),
    key: () => 'read-marketo-usage',
    queue: wholeMarketoQueue,
    flags: () => ['marketo'],
    priority: priorities.upkeep,
  }),
} satisfies Record<string, unknown>;

export type JobName = keyof typeof catalogue;
export type JobPayload<Name extends JobName> = z.infer<(typeof catalogue)[Name]['payload']>;
