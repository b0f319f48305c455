/** Slack's click on *Retry*. */
import type { App } from '@slack/bolt';
import { readDrawn, retryAction } from '../outside/slack/drawn-value.ts';
import { onDecide } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import type { Db } from '../store/database.ts';
import { retry } from './retry.ts';

export function listenForRetry(app: App, db: Db): void {
  onDecide(app, retryAction, async (click) => {
    const drawn = readDrawn(click.value);
    if (!drawn) return 'That button is of an earlier version and does nothing any more.';
    const refusal = await retry(db, { userId: click.userId, responseUrl: click.responseUrl, ...drawn });
    return refusal && refusalWords(refusal);
  });
}
