/** The app's manifest: no scope too few for the calls that the code makes, and none too many. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { webinarCommand } from '../../src/outside/slack/subcommands.ts';
import { slackManifest } from '../../src/webinars/slack-manifest.ts';

/** https://docs.slack.dev/reference/methods: for public and for private channels, where a method serves both. */
const scopesOf: Record<string, string[]> = {
  'auth.test': [],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'files.uploadV2': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
};
/** https://docs.slack.dev/reference/events */
const scopesOfEvents: Record<string, string[]> = { subteam_members_changed: ['usergroups:read'] };

const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .join('\n');
const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map(([, name]) => name ?? ''))];
const methods = found(/\bclient\.([a-z]\w*\.[\w.]+)\(/g);
const events = found(/\.event\('(\w+)'/g);

const overHttp = slackManifest({ httpUrl: 'https://usher.example.com/' });
const overSockets = slackManifest({});

describe('the manifest', () => {
  it('asks for exactly the scopes that the calls to Slack, the events and the commands need', () => {
    expect(methods.filter((method) => scopesOf[method] === undefined)).toEqual([]);
    const needed = [
      ...methods.flatMap((method) => scopesOf[method] ?? []),
      ...events.flatMap((event) => scopesOfEvents[event] ?? []),
      ...(overHttp.features.slash_commands.length > 0 ? ['commands'] : []),
    ];
    expect([...overHttp.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort());
  });

  it('subscribes to exactly the events that are listened for', () => {
    expect([...overHttp.settings.event_subscriptions.bot_events].sort()).toEqual(events.sort());
  });

  it('offers exactly the commands that are answered', () => {
    expect(overHttp.features.slash_commands.map(({ command }) => command)).toEqual([webinarCommand]);
  });

  it('sends everything to the one address under which Slack’s requests are served', () => {
    const address = 'https://usher.example.com/slack/events';
    expect(overHttp.settings.event_subscriptions).toMatchObject({ request_url: address });
    expect(overHttp.settings.interactivity).toEqual({ is_enabled: true, request_url: address });
    for (const command of overHttp.features.slash_commands) expect(command).toMatchObject({ url: address });
    expect(overHttp.settings.socket_mode_enabled).toBe(false);
  });

  it('names no address in Socket Mode, where Usher opens the connection', () => {
    expect(overSockets.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(overSockets)).not.toMatch(/url/);
    expect(overSockets.oauth_config).toEqual(overHttp.oauth_config);
  });

  it('keeps within the lengths that Slack takes', () => {
    const { name, description } = overHttp.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(overHttp.features.bot_user.display_name).toMatch(/^[a-z0-9._-]{1,80}$/);
  });
});
