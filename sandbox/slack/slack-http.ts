/** Slack's HTTP side: the Web API, the response_urls and the upload addresses, on one request listener. */
import type { RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { receiveUpload } from './file-methods.ts';
import { stringOf } from './json-fields.ts';
import { useResponseUrl } from './response-urls.ts';
import { answerWebApi, type HttpAnswer } from './web-api.ts';
import { decoded, readArguments } from './web-api-arguments.ts';
import type { Workspace } from './workspace.ts';

type Env = { Bindings: HttpBindings };

export function slackHttp(workspace: Workspace): RequestListener {
  const routes = new Hono<Env>();
  routes.all('/api/:method', async (context) => {
    const { token, ...given } = await readArguments(context.req.raw);
    const bearer = context.req.header('authorization')?.replace(/^Bearer\s+/i, '');
    return reply(
      context,
      await answerWebApi(workspace, {
        method: context.req.param('method'),
        token: bearer ?? stringOf(token),
        arguments: given,
      }),
    );
  });
  for (const path of ['/actions/:id', '/commands/:id'] as const) {
    routes.post(path, async (context) =>
      reply(
        context,
        await useResponseUrl(workspace, context.req.param('id'), decoded(await context.req.text())),
      ),
    );
  }
  routes.post('/up/:id', async (context) => {
    const isKnown = receiveUpload(workspace, context.req.param('id'), await uploadedBytes(context.req.raw));
    return isKnown ? context.text('OK') : context.text('not found', 404);
  });
  return getRequestListener(routes.fetch, { overrideGlobalObjects: false });
}

function reply(context: Context<Env>, answer: HttpAnswer): Response {
  if (answer.isCut) {
    context.env.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const isText = typeof answer.body === 'string';
  return new Response(isText ? String(answer.body) : JSON.stringify(answer.body), {
    status: answer.status,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8', ...answer.headers },
  });
}

/** The SDK sends multipart with one part `body`; raw bytes are right as well. */
async function uploadedBytes(request: Request): Promise<Buffer> {
  if (!(request.headers.get('content-type') ?? '').startsWith('multipart/form-data'))
    return Buffer.from(await request.arrayBuffer());
  const parts = [...(await request.formData()).values()];
  const contents = parts.map(async (part) =>
    typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer()),
  );
  return Buffer.concat(await Promise.all(contents));
}
