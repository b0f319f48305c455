/** An ON24 that answers as a test says. */
import { createOn24Client, type On24Client } from '../../../src/outside/on24/on24-client.ts';
import type { On24ClientOptions } from '../../../src/outside/on24/on24-connection.ts';
import { json, type ScriptedServer, startScriptedServer } from '../scripted-server.ts';

export const tokenKey = 'key-of-the-test';
export const tokenSecret = 'secret-of-the-test';

export interface ScriptedOn24 extends ScriptedServer {
  client: On24Client;
}

export async function startScriptedOn24(change: Partial<On24ClientOptions> = {}): Promise<ScriptedOn24> {
  const server = await startScriptedServer((_request, response) =>
    json(response, { eventid: 4410123, eventuserid: 612345678, isblocked: 'N' }),
  );
  const client = createOn24Client({ url: server.url, tokenKey, tokenSecret, timeoutMs: 5_000, ...change });
  const closeServer = server.close;
  return Object.assign(server, {
    client,
    close: async () => {
      await client.close();
      await closeServer();
    },
  });
}
