/** What the Slack simulator remembers and shows: messages, channels, views, people, and the calls it answered. */

/** A block as it was stored: always with a block_id, generated when the bot gave none. */
export interface SlackBlock {
  readonly type: string;
  readonly block_id: string;
  readonly [key: string]: unknown;
}

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** One message in a channel; an edit makes a new object, so one that was read stays as it was. */
export interface SandboxMessage {
  /** Slack's message id: unix seconds and six decimals, rising within the workspace. */
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata: MessageMetadata | undefined;
  readonly threadTs: string | undefined;
  /** How often it was changed since it was posted, through chat.update or a response_url. */
  readonly edits: number;
  /** Whether people see "(edited)" beside it. */
  readonly isMarkedEdited: boolean;
}

export interface SandboxChannel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the bot is in the channel. */
  readonly isBotMember: boolean;
  /** The person at the other end, when this is a direct message. */
  readonly directWith: string | undefined;
  readonly members: readonly string[];
  /** Oldest first. */
  readonly messages: readonly SandboxMessage[];
}

/** A message that one person sees until the page is loaded again. */
export interface SandboxEphemeral {
  readonly ts: string;
  readonly channelId: string;
  readonly userId: string;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Values by block_id, then action_id, as Slack puts them into `view.state.values`. */
export type ViewValues = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
>;

/** A modal or Home tab that a person sees; a change makes a new object with a new hash. */
export interface SandboxView {
  readonly id: string;
  readonly userId: string;
  readonly type: 'modal' | 'home';
  readonly callbackId: string;
  readonly externalId: string;
  readonly title: string;
  /** Labels of the two buttons below a modal; no submit label, no submit button. */
  readonly submit: string | undefined;
  readonly close: string | undefined;
  readonly blocks: readonly SlackBlock[];
  readonly privateMetadata: string;
  readonly hash: string;
  readonly rootViewId: string;
  readonly previousViewId: string | undefined;
  readonly isClearOnClose: boolean;
  readonly isNotifyOnClose: boolean;
  readonly values: ViewValues;
  /** Field errors under the inputs, by block_id, from the last submission. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface SandboxPersonRecord {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly timeZone: string;
  readonly isAdmin: boolean;
  readonly isDeleted: boolean;
}

export interface SandboxGroup {
  readonly id: string;
  readonly handle: string;
  readonly members: readonly string[];
}

/** One Web API call or one use of a response_url (`method` is then `response_url`). */
export interface SlackCall {
  readonly at: Date;
  readonly method: string;
  /** As received, JSON parts decoded, without the token. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly error?: string;
  /** The HTTP status; 0 when the connection was cut before the answer. */
  readonly status: number;
}

/** The question a button asked before it acted; the simulator answers yes. */
export interface SandboxConfirmation {
  readonly userId: string;
  readonly actionId: string;
  readonly title: string;
  readonly text: string;
}
