/** Serves a fetch handler on 127.0.0.1, with the two rude endings that simulators need: cut and never answered. */
import type { IncomingMessage } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

/** What a handler may do to its connection besides answering. */
export interface LoopbackConnection {
  /** Cuts the connection; return the result as the response. */
  cut(): Response;
  /** Leaves the caller without an answer until it gives up or the server closes; return the result as the response. */
  neverAnswer(): Response;
}

export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  /** Ends every open connection, then resolves. */
  close(): Promise<void>;
}

type Handler = (request: Request, connection: LoopbackConnection) => Promise<Response>;

/** Real systems refuse long addresses themselves; the parser must let them through so that the simulator can. */
const MAX_HEADER_BYTES = 128 * 1024;

/** Listens on `port` (0: any free one). Rejects when the port is taken. */
export async function serveOnLoopback(handler: Handler, port = 0): Promise<LoopbackServer> {
  const server = createAdaptorServer({
    fetch: (request, env) => handler(request, connectionOf(env)),
    overrideGlobalObjects: false,
    serverOptions: { maxHeaderSize: MAX_HEADER_BYTES },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no TCP address');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

function connectionOf(env: { incoming: Pick<IncomingMessage, 'socket'> }): LoopbackConnection {
  return {
    cut() {
      env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    },
    neverAnswer: () => RESPONSE_ALREADY_SENT,
  };
}
