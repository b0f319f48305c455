/** What the Slack app must be allowed to do, each for something that uses it. */

export interface NeededScope {
  /** What Usher cannot do without it. */
  without: string;
  /** Whether Usher works without it for most webinars. */
  isOptional?: boolean;
}

export const neededScopes: Readonly<Record<string, NeededScope>> = {
  'channels:history': { without: 'find a message whose posting had an unknown outcome' },
  'channels:join': {
    without: 'join a public channel by itself; type /invite @usher there instead',
    isOptional: true,
  },
  'channels:read': { without: 'check the channel of a webinar' },
  'chat:write': { without: 'post and change its messages' },
  commands: { without: 'answer /webinar' },
  'files:write': { without: 'send the list of an alert’s people', isOptional: true },
  'groups:history': {
    without: 'find a message in a private channel whose posting had an unknown outcome',
  },
  'groups:read': { without: 'check the private channel of a webinar' },
  'im:write': { without: 'send files as direct messages', isOptional: true },
  'usergroups:read': { without: 'know who is in an approvers’ user group', isOptional: true },
};
