/** A port that somebody else holds, below those that the system hands out, so that its neighbours stay free. */
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface TakenPort {
  readonly port: number;
  close(): Promise<void>;
}

export async function takePort(): Promise<TakenPort> {
  const server = createServer();
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    server.listen(port, '127.0.0.1');
    const isOurs = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isOurs) continue;
    return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
  }
}
