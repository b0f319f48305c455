/** The doctor's checks: what each outside system answers now, as lines for a terminal or a modal. */
import { OutsideFailure, type OutsideSystem } from './failure.ts';
import type { MarketoClient } from './marketo/marketo-client.ts';
import type { On24Client } from './on24/on24-client.ts';
import type { SlackOutbox } from './slack/slack-outbox.ts';

export interface CheckLine {
  system: OutsideSystem;
  /** What was checked, in a few words. */
  name: string;
  state: 'ok' | 'warning' | 'broken';
  /** What was found, safe to show. */
  says: string;
  /** What to do about it. */
  remedy?: string;
}

export function checkSlack(slack: Pick<SlackOutbox, 'checkToken'>): Promise<CheckLine[]> {
  return found('slack', 'bot token', async () => {
    const { team } = await slack.checkToken();
    return `Slack takes the token, for the workspace "${team}".`;
  });
}

export function checkMarketo(marketo: Pick<MarketoClient, 'usageToday'>): Promise<CheckLine[]> {
  return found('marketo', 'credentials', async () => {
    const { calls } = await marketo.usageToday();
    return `Marketo takes the credentials; ${calls} calls were made today.`;
  });
}

export function checkOn24(on24: Pick<On24Client, 'listEvents'>, clientId: number): Promise<CheckLine[]> {
  return found('on24', 'tokens', async () => {
    await on24.listEvents(clientId);
    return `ON24 takes the tokens, for client ${clientId}.`;
  });
}

async function found(system: OutsideSystem, name: string, ask: () => Promise<string>): Promise<CheckLine[]> {
  try {
    return [{ system, name, state: 'ok', says: await ask() }];
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return [{ system, name, state: 'broken', says: error.words }];
  }
}
