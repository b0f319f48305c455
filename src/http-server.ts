/** The one HTTP server: Slack's requests go to Bolt as they came, everything else to the routes. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

export interface HttpParts {
  port: number;
  routes: readonly Hono[];
  /** Over HTTP, Slack's requests; in Socket Mode there are none. */
  slack: { path: string; serve: ((request: IncomingMessage, response: ServerResponse) => void) | undefined };
  onError(error: unknown): void;
}

export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

export async function startHttpServer({ port, routes, slack, onError }: HttpParts): Promise<HttpServer> {
  const all = new Hono();
  for (const some of routes) all.route('/', some);
  all.notFound((context) => context.json({ ok: false, error: 'There is nothing here.' }, 404));
  all.onError((error, context) => {
    onError(error);
    return context.json({ ok: false, error: 'Something went wrong here; try again.' }, 503);
  });
  const listen = getRequestListener(all.fetch);
  const server = createServer((request, response) => {
    if (slack.serve && request.url?.split('?')[0] === slack.path) slack.serve(request, response);
    else void listen(request, response);
  });
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}
