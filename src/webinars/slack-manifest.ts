/** The manifest from which Slack makes the app: what it may do, and where it is reached; pure. */

export interface ManifestOptions {
  /** The public base address, such as `https://usher.example.com`. */
  httpUrl: string;
}

/** Each scope is asked for because something uses it. */
const scopes = [
  'channels:history', // finding a message whose posting had an unknown outcome
  'channels:join', // joining a public channel when a webinar is connected
  'channels:read', // checking the channel when a webinar is connected
  'chat:write',
  'groups:history',
  'groups:read',
  'usergroups:read', // approvers that are a user group
];

export function slackManifest({ httpUrl }: ManifestOptions) {
  const requestUrl = `${httpUrl.replace(/\/+$/, '')}/slack/events`;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Usher',
      description: 'Decide who joins your webinars, and see that they got there',
      background_color: '#1d1c1d',
    },
    features: { bot_user: { display_name: 'usher', always_online: true } },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      event_subscriptions: { bot_events: ['subteam_members_changed'], request_url: requestUrl },
      interactivity: { is_enabled: true, request_url: requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
