/** Looks at Slack as the bot has it: whether the token is taken, where, and what it may do. Changes nothing. */
import { type CheckLine, failureLine, lookedAt } from '../check-line.ts';
import { neededScopes } from './needed-scopes.ts';
import type { SlackOutbox } from './slack-outbox.ts';

const system = 'Slack';

const remedies = {
  credentials:
    'Copy the Bot User OAuth Token (xoxb-...) from the app’s page, under OAuth & Permissions, into SLACK_BOT_TOKEN, then restart Usher.',
  address:
    'Check that this machine reaches slack.com over HTTPS, and that SLACK_API_URL is right or not set.',
};

/** Never throws for what is wrong with Slack: that is a line. */
export async function checkSlack(slack: Pick<SlackOutbox, 'checkToken'>): Promise<CheckLine[]> {
  const looked = await lookedAt(() => slack.checkToken());
  if ('failure' in looked) return [failureLine('token', looked.failure, remedies)];
  const { team, scopes } = looked.answer;
  return [
    { system, name: 'token', state: 'ok', says: `Slack takes the bot token, in the workspace "${team}".` },
    ...scopeLines(scopes),
  ];
}

function scopeLines(granted: readonly string[] | undefined): CheckLine[] {
  if (!granted) {
    return [
      { system, name: 'scopes', state: 'warning', says: 'Slack does not tell which scopes are granted.' },
    ];
  }
  const missing = Object.entries(neededScopes).filter(([scope]) => !granted.includes(scope));
  if (missing.length === 0) {
    const count = Object.keys(neededScopes).length;
    return [{ system, name: 'scopes', state: 'ok', says: `All ${count} needed scopes are granted.` }];
  }
  return missing.map(([scope, { without, isOptional }]) => ({
    system,
    name: `scope ${scope}`,
    state: isOptional ? 'warning' : 'broken',
    says: `The scope ${scope} is not granted: Usher cannot ${without}.`,
    remedy: `Add ${scope} on the app’s page, under OAuth & Permissions, Bot Token Scopes, then press Reinstall to Workspace there.`,
  }));
}
