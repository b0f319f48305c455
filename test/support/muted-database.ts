/** A way to the database on which nothing that it announces arrives, as through a pooler in transaction mode. */
import { createServer, connect as dial, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers with the address; ends with the test. */
export async function mutedDatabase(databaseUrl: string): Promise<string> {
  const real = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = dial(Number(real.port), real.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far);
    const muted = withoutAnnouncements((part) => near.write(part));
    far.on('data', muted);
    far.on('end', () => near.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return url.href;
}

const typeAndLength = 5;

/** PostgreSQL's messages: one letter for the type, four bytes for the length without the letter. */
function withoutAnnouncements(pass: (part: Buffer) => void): (data: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= typeAndLength) {
      const end = 1 + rest.readInt32BE(1);
      if (rest.length < end) return;
      const message = rest.subarray(0, end);
      rest = rest.subarray(end);
      if (String.fromCharCode(message[0] ?? 0) !== 'A') pass(message);
    }
  };
}
