/** Where sources about Slack differ, or a plan decides: each assumption as a switch, with the expected behaviour as its default. */

export interface SlackSwitches {
  /** Whether methods answer 429 when they are called too often. */
  rateLimits: 'on' | 'off';
  /** What becomes of a click or a command that the bot did not acknowledge in time. */
  unackedInteractive: 'lost' | 'resent once';
  /** `scheduled`: an event without an answer is sent again after 0, 60 and 300 s; `duplicates`: every event comes twice. */
  eventRetries: 'scheduled' | 'off' | 'duplicates';
  /** How the size of a message's blocks is measured: serialised characters, or text plus an overhead per block. */
  messageBudget: 'serialised 13200' | 'text 12000 and overhead' | 'serialised 11300';
  /** Whether chat.update refuses a text above 4,000 bytes after escaping. */
  updateTextLimit: '4000 bytes' | 'off';
  triggerLifeMs: number;
  /** Whether a use of a response_url is counted as a chat.update. */
  responseUrlTier: 'outside' | 'chat.update';
  dataTableRows: 100 | 201;
  dataTableActionCells: 'refused' | 'accepted';
  /** The most segments of a pie, and series of another chart. */
  chartSegments: 6 | 12;
  /** Block types of 2026, which reach workspaces in phases. */
  newBlockTypes: 'accepted' | 'refused';
  userGroups: 'paid' | 'plan_upgrade_required';
  /** The most sockets open at once; one more is turned away with `too_many_websockets`. */
  maxSockets: number;
  /** How often the server pings each socket, in milliseconds; read when a socket opens. */
  serverPingMs: number;
  /** How long a person waits for the bot before a warning is shown, in milliseconds of real time. */
  ackDeadlineMs: number;
  /** What the installation was granted; a method that needs another scope answers `missing_scope`. */
  grantedScopes: readonly string[];
}

export function defaultSwitches(): SlackSwitches {
  return {
    rateLimits: 'on',
    unackedInteractive: 'lost',
    eventRetries: 'scheduled',
    messageBudget: 'serialised 13200',
    updateTextLimit: '4000 bytes',
    triggerLifeMs: 3_000,
    responseUrlTier: 'outside',
    dataTableRows: 100,
    dataTableActionCells: 'refused',
    chartSegments: 6,
    newBlockTypes: 'accepted',
    userGroups: 'paid',
    maxSockets: 10,
    serverPingMs: 10_000,
    ackDeadlineMs: 3_000,
    grantedScopes: [
      'channels:history',
      'channels:join',
      'channels:read',
      'chat:write',
      'commands',
      'files:write',
      'groups:history',
      'groups:read',
      'im:write',
      'usergroups:read',
      'users:read',
      'users:read.email',
    ],
  };
}
