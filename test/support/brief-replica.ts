/** A replica that ends before the test does; Slack and Marketo call it until another is named. */
import { createUsher } from '../../src/app.ts';
import { readServiceConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { UsherUnderTest } from './usher-under-test.ts';

export async function startBriefReplica(it: UsherUnderTest): Promise<{ url: string; stop(): Promise<void> }> {
  const log = createLog({ level: 'silent', secrets: [] });
  const usher = createUsher(readServiceConfig(it.environment), it.databaseUrl, log);
  const { port } = await usher.start();
  const url = `http://127.0.0.1:${port}`;
  callHere(it, url);
  return { url, stop: () => usher.stop() };
}

/** Slack and Marketo call the replica at this address from now on. */
export function callHere({ slack, marketo }: UsherUnderTest, url: string): void {
  slack.setRequestUrl(`${url}/slack/events`);
  marketo.setWebhookUrl(`${url}/marketo/webhook`);
}
