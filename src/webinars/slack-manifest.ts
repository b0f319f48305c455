/** The manifest from which Slack makes the app: what it may do, and where it is reached; pure. */
import { neededScopes } from '../outside/slack/needed-scopes.ts';

export interface ManifestOptions {
  /** The public base address, such as `https://usher.example.com`; without one the app uses Socket Mode. */
  httpUrl?: string | undefined;
}

export function slackManifest({ httpUrl }: ManifestOptions) {
  const requestUrl = httpUrl === undefined ? undefined : `${httpUrl.replace(/\/+$/, '')}/slack/events`;
  const reachedAt = requestUrl === undefined ? {} : { request_url: requestUrl };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Usher',
      description: 'Decide who joins your webinars, and see that they got there',
      background_color: '#1d1c1d',
    },
    features: {
      // Direct messages are shown only where this is on.
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'usher', always_online: true },
      slash_commands: [
        {
          command: '/webinar',
          description: 'Who waits, who came, how your webinars stand',
          usage_hint: 'help | list | pending | errors | refresh | status | sweep',
          should_escape: false,
          ...(requestUrl === undefined ? {} : { url: requestUrl }),
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(neededScopes) } },
    settings: {
      event_subscriptions: { bot_events: ['subteam_members_changed'], ...reachedAt },
      interactivity: { is_enabled: true, ...reachedAt },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}
