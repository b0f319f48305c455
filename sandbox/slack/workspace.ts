/** The simulated workspace: everything Slack would keep on its side, in one object that each part receives first. */
import type { SandboxClock } from '../clock.ts';
import { world } from '../world.ts';
import { type ClockTimers, createClockTimers } from './clock-timers.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import type { ResponsePlace } from './response-urls.ts';
import { createFaults, type FaultQueue } from './slack-faults.ts';
import type {
  SandboxChannel,
  SandboxConfirmation,
  SandboxEphemeral,
  SandboxGroup,
  SandboxPersonRecord,
  SandboxView,
  SlackCall,
  ViewValues,
} from './slack-records.ts';
import { defaultSwitches, type SlackSwitches } from './slack-switches.ts';
import { createSocketConnections, type SocketConnections } from './socket-connections.ts';

export interface Trigger {
  readonly userId: string;
  readonly issuedAt: number;
  /** The modal it was issued in, if any. */
  readonly viewId: string | undefined;
  isSpent: boolean;
}

export interface ResponseUrl {
  readonly place: ResponsePlace;
  readonly issuedAt: number;
  uses: number;
}

export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  title: string;
  content: Buffer;
  isComplete: boolean;
  /** Where it was shared, if anywhere. */
  channelId: string | undefined;
}

export interface Workspace {
  readonly clock: SandboxClock;
  readonly switches: SlackSwitches;
  readonly faults: FaultQueue;
  readonly rateLimits: RateLimits;
  readonly sockets: SocketConnections;
  readonly timers: ClockTimers;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin: string;
  requestUrl: string | undefined;
  readonly people: Map<string, SandboxPersonRecord>;
  readonly groups: Map<string, SandboxGroup>;
  readonly channels: Map<string, SandboxChannel>;
  ephemerals: readonly SandboxEphemeral[];
  /** Open modals by person, the one on top last. */
  readonly modals: Map<string, readonly SandboxView[]>;
  readonly homes: Map<string, SandboxView>;
  /** What each person picked in a message's selects, by `userId ts`. */
  readonly picksInMessages: Map<string, ViewValues>;
  /** Options the bot last suggested, by action_id. */
  readonly suggestions: Map<string, unknown>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly files: Map<string, UploadedFile>;
  readonly calls: SlackCall[];
  readonly confirmations: SandboxConfirmation[];
  readonly listeners: Set<() => void>;
  /** A new message id: the clock's time, and higher than any before. */
  nextTs(): string;
  /** Such as `V7`: the prefix and a number not used before. */
  nextId(prefix: string): string;
  /** Tells everybody who listens that something visible changed. */
  changed(): void;
}

export function createWorkspace(clock: SandboxClock): Workspace {
  const switches = defaultSwitches();
  const listeners = new Set<() => void>();
  let lastMicroseconds = 0;
  let lastNumber = 0;
  const { slack } = world;
  const people = slack.people.map((person) => ({
    ...person,
    email: `${person.name}@acme.example`,
    timeZone: 'America/Los_Angeles',
    isAdmin: false,
    isDeleted: false,
  }));
  const channel: SandboxChannel = {
    ...slack.channel,
    isPrivate: false,
    isArchived: false,
    isBotMember: true,
    directWith: undefined,
    members: people.map((person) => person.id),
    messages: [],
  };
  return {
    clock,
    switches,
    faults: createFaults(),
    rateLimits: createRateLimits(clock),
    sockets: createSocketConnections(switches),
    timers: createClockTimers(clock),
    origin: '',
    requestUrl: undefined,
    people: new Map(people.map((person) => [person.id, person])),
    groups: new Map([[slack.approverGroup.id, slack.approverGroup]]),
    channels: new Map([[channel.id, channel]]),
    ephemerals: [],
    modals: new Map(),
    homes: new Map(),
    picksInMessages: new Map(),
    suggestions: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    calls: [],
    confirmations: [],
    listeners,
    nextTs: () => {
      lastMicroseconds = Math.max(clock.now().getTime() * 1000, lastMicroseconds + 100);
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, '0')}`;
    },
    nextId: (prefix) => {
      lastNumber += 1;
      return `${prefix}${lastNumber.toString(36).toUpperCase()}`;
    },
    changed: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}
