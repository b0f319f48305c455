/** Slack in a box: a workspace that a real Bolt app talks to over HTTP and WebSocket, and that people click in. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { SandboxClock } from '../clock.ts';
import { sendEvent } from './event-delivery.ts';
import { modalsOf } from './modal-stack.ts';
import { postSigned, type SignedPost, type SignedPostAnswer } from './signed-post.ts';
import type { SlackFaults } from './slack-faults.ts';
import { slackHttp } from './slack-http.ts';
import { type AckOutcome, createPerson, type SlackPerson } from './slack-person.ts';
import type {
  SandboxChannel,
  SandboxConfirmation,
  SandboxEphemeral,
  SandboxView,
  SlackCall,
} from './slack-records.ts';
import type { SlackSwitches } from './slack-switches.ts';
import type { SocketControl } from './socket-connections.ts';
import { until } from './until.ts';
import { createWorkspace, type UploadedFile } from './workspace.ts';
import {
  addChannel,
  addPerson,
  type NewChannel,
  type NewPerson,
  setGroupMembers,
} from './workspace-members.ts';

export { messageText } from './message-text.ts';
export type { SlackFaults } from './slack-faults.ts';
export type { AckOutcome, ClickPlace, SlackPerson } from './slack-person.ts';
export type * from './slack-records.ts';
export type { SlackSwitches } from './slack-switches.ts';
export type { NewChannel, NewPerson } from './workspace-members.ts';

export interface SlackSandboxOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly clock: SandboxClock;
  /** Where the bot takes signed requests, such as `http://127.0.0.1:3000/slack/events`. */
  readonly requestUrl?: string | undefined;
}

export interface SlackSandbox {
  readonly port: number;
  /** What SLACK_API_URL gets: `http://127.0.0.1:PORT/api/`. */
  readonly apiUrl: string;
  readonly switches: SlackSwitches;
  readonly faults: SlackFaults;
  /** The open Socket Mode connections, to count, recycle or break them. */
  readonly sockets: SocketControl;
  setRequestUrl(url: string | undefined): void;
  readonly calls: readonly SlackCall[];
  readonly confirmations: readonly SandboxConfirmation[];
  /** Throws when there is no such channel. */
  channel(channelId: string): SandboxChannel;
  channels(): SandboxChannel[];
  /** The direct messages between the bot and this person, if any were opened. */
  directMessages(userId: string): SandboxChannel | undefined;
  /** Files whose upload was completed, oldest first. */
  files(): UploadedFile[];
  /** Adds the channel, or replaces what is known of it and keeps its messages. */
  addChannel(channel: NewChannel): void;
  /** Adds the person, or replaces what is known of them. */
  addPerson(person: NewPerson): void;
  /** Makes the group if needed and sends the bot `subteam_members_changed`. */
  setGroupMembers(groupId: string, userIds: readonly string[]): void;
  /** Newest last. */
  ephemerals(userId: string): SandboxEphemeral[];
  /** What loading the page again does: this person's ephemeral messages are gone. */
  reload(userId: string): void;
  /** Open modals, the one on top last. */
  views(userId: string): SandboxView[];
  home(userId: string): SandboxView | undefined;
  as(userId: string): SlackPerson;
  /** Sends an Events API event; resolves with the answer to the first try. */
  sendEvent(event: Readonly<Record<string, unknown>>): Promise<AckOutcome>;
  /** Posts to the request URL, signed as Slack signs unless the post says otherwise. Rejects without a request URL. */
  postSigned(post: SignedPost): Promise<SignedPostAnswer>;
  /** Sends `url_verification`; true when the bot echoed the challenge. */
  verifyRequestUrl(): Promise<boolean>;
  /** Called after every visible change and every call; returns the unsubscribe. */
  onChange(listener: () => void): () => void;
  /** Waits until `read` gives something, reading again at each change; the rejection says `what` and prints the channels. 5 s unless told. */
  until<T>(what: string, read: () => T | undefined | false | null, timeoutMs?: number): Promise<T>;
  /** Ends the server, the sockets and every timer. */
  close(): Promise<void>;
}

/** Listens on the loopback address only. Rejects when the port is taken. */
export async function startSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const workspace = createWorkspace(options.clock);
  workspace.requestUrl = options.requestUrl;
  const server = createServer(slackHttp(workspace));
  workspace.sockets.listenOn(server, workspace.changed);
  const port = await listen(server, options.port ?? 0);
  workspace.origin = `http://127.0.0.1:${port}`;
  const requestUrl = (): string => {
    if (workspace.requestUrl === undefined) throw new Error('the sandbox has no request URL');
    return workspace.requestUrl;
  };

  return {
    port,
    apiUrl: `${workspace.origin}/api/`,
    switches: workspace.switches,
    faults: workspace.faults,
    sockets: workspace.sockets,
    setRequestUrl: (url) => {
      workspace.requestUrl = url;
    },
    calls: workspace.calls,
    confirmations: workspace.confirmations,
    channel: (channelId) => {
      const channel = workspace.channels.get(channelId);
      if (channel === undefined) throw new Error(`the sandbox has no channel ${channelId}`);
      return channel;
    },
    channels: () => [...workspace.channels.values()],
    directMessages: (userId) =>
      [...workspace.channels.values()].find((channel) => channel.directWith === userId),
    files: () => [...workspace.files.values()].filter(({ isComplete }) => isComplete),
    addChannel: (channel) => addChannel(workspace, channel),
    addPerson: (person) => addPerson(workspace, person),
    setGroupMembers: (groupId, userIds) => setGroupMembers(workspace, groupId, userIds),
    ephemerals: (userId) => workspace.ephemerals.filter((ephemeral) => ephemeral.userId === userId),
    reload: (userId) => {
      workspace.ephemerals = workspace.ephemerals.filter((ephemeral) => ephemeral.userId !== userId);
      workspace.changed();
    },
    views: (userId) => [...modalsOf(workspace, userId)],
    home: (userId) => workspace.homes.get(userId),
    as: (userId) => createPerson(workspace, userId),
    sendEvent: (event) => sendEvent(workspace, event),
    postSigned: async (post) => postSigned(requestUrl(), post),
    verifyRequestUrl: async () => {
      const challenge = randomUUID();
      const body = JSON.stringify({
        type: 'url_verification',
        token: 'sandbox-verification-token',
        challenge,
      });
      const answer = await postSigned(requestUrl(), { body, contentType: 'application/json' });
      return answer.status === 200 && answer.body.includes(challenge);
    },
    onChange: (listener) => {
      workspace.listeners.add(listener);
      return () => void workspace.listeners.delete(listener);
    },
    until: (what, read, timeoutMs) => until(workspace, what, read, timeoutMs),
    close: async () => {
      workspace.timers.stop();
      await workspace.sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the sandbox has no port'));
      else resolve(address.port);
    });
  });
}
