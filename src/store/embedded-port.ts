/** Finds a port of 127.0.0.1 that nobody listens on. */
import { createServer } from 'node:net';

/** @returns the wished port when it is free, else undefined; for 0, any free port. */
export async function freePort(wished: number): Promise<number | undefined> {
  const probe = createServer();
  return await new Promise((resolve) => {
    probe.once('error', () => resolve(undefined));
    probe.listen({ host: '127.0.0.1', port: wished, exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => resolve(port));
    });
  });
}
