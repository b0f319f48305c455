/** A process of its own that uses the embedded server of the folder it is given, until its input ends. */
import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: embedded-postgres-process.ts DATA_DIR');
const server = await startEmbeddedPostgres({ dataDir, fsync: false });
console.log(JSON.stringify({ url: server.url, wasAlreadyRunning: server.wasAlreadyRunning }));
await once(process.stdin.resume(), 'end');
await server.stop();
