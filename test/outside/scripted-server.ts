/** A server on this machine that answers as a test says, for the answers that no simulator should give by itself. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { z } from 'zod';

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void;

export interface ScriptedServer {
  url: string;
  /** Every request, oldest first. */
  requests: SeenRequest[];
  /** Answers from now on. */
  answer: Answer;
  close(): Promise<void>;
}

const addressSchema = z.object({ port: z.number() });

export async function startScriptedServer(answer: Answer): Promise<ScriptedServer> {
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://scripted.test');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      scripted.requests.push(request);
      scripted.answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scripted: ScriptedServer = {
    url: `http://127.0.0.1:${addressSchema.parse(server.address()).port}`,
    requests: [],
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return scripted;
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  text(response, JSON.stringify(body), status, 'application/json');
}

export function text(response: ServerResponse, body: string, status = 200, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
