/** The page's own server: its files, the stream of state, and a POST for everything that can be done. */
import { Hono } from 'hono';
import { type LoopbackServer, serveOnLoopback } from '../loopback-server.ts';
import { pageActions } from './page-actions.ts';
import { pageBundle } from './page-bundle.ts';
import { pageDocument } from './page-document.ts';
import { type PageSource, readPageState } from './read-page-state.ts';
import { StateStream } from './state-stream.ts';

/** Whatever text reaches the page, it can neither run nor fetch anything from elsewhere. */
const ownPartsOnly =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*";

/** Rejects when the port is taken. */
export async function startPage(source: PageSource, port: number): Promise<LoopbackServer> {
  const bundle = await pageBundle();
  const stream = new StateStream(() => readPageState(source));
  const touch = () => stream.touch();
  const unsubscribe = [source.slack, source.marketo, source.on24].map((system) => system.onChange(touch));

  const routes = new Hono();
  routes.get('/', (context) => context.html(pageDocument, 200, { 'content-security-policy': ownPartsOnly }));
  routes.get('/page.js', (context) =>
    context.body(bundle.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  routes.get('/page.css', (context) =>
    context.body(bundle.style, 200, { 'content-type': 'text/css; charset=utf-8' }),
  );
  routes.get('/api/state', () => stream.open());
  routes.get('/api/clock', (context) => context.text(source.clock.now().toISOString()));
  routes.route('/api', pageActions(source, touch));

  const leave = () => {
    for (const stop of unsubscribe) stop();
    stream.close();
  };
  const serve = async (request: Request) => {
    if (isForThisMachine(request)) return routes.fetch(request);
    return new Response('This page is only for this machine.', { status: 403 });
  };
  const server = await serveOnLoopback(serve, port).catch((error: unknown) => {
    leave();
    throw error;
  });
  return {
    ...server,
    url: `http://localhost:${server.port}`,
    close: async () => {
      leave();
      await server.close();
    },
  };
}

/** A page of another site may reach this port, but neither under a name of this machine nor as its own origin. */
function isForThisMachine(request: Request): boolean {
  const { hostname, host } = new URL(request.url);
  const origin = request.headers.get('origin');
  return ['localhost', '127.0.0.1'].includes(hostname) && (origin === null || new URL(origin).host === host);
}
