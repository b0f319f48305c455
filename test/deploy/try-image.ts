/** Builds what the Dockerfile builds, in clean folders, and starts it against simulators and a database until it is ready. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { freePort } from '../../src/store/embedded-port.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { carryOut, type Stage } from './dockerfile-steps.ts';

const place = mkdtempSync(join(tmpdir(), 'usher-image-'));

async function startsAndIsReady(stage: Stage): Promise<void> {
  const dataDir = join(place, 'database');
  const port = (await freePort(0)) ?? 0;
  const database = await startEmbeddedPostgres({ dataDir });
  const sandbox = await startSandbox({ ports: 'any' });
  const [program = '', ...parameters] = stage.command;
  const bot = spawn(program === 'node' ? process.execPath : program, parameters, {
    cwd: stage.folder,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...stage.environment,
      ...(await sandbox.botEnvironment()),
      DATABASE_URL: database.url,
      PORT: String(port),
    },
  });
  try {
    await untilReady(`http://127.0.0.1:${port}/readyz`, bot);
    process.stdout.write('the image is ready\n');
  } finally {
    const ended = new Promise((resolve) => bot.once('exit', resolve));
    bot.kill('SIGTERM');
    await ended;
    await sandbox.close();
    await removeEmbeddedPostgres({ dataDir });
  }
}

async function untilReady(address: string, bot: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    if (bot.exitCode !== null) throw new Error(`the image ended with ${bot.exitCode}`);
    const isReady = await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await delay(500);
  }
  throw new Error('the image did not become ready within a minute');
}

try {
  await startsAndIsReady(carryOut('deploy/Dockerfile', place));
} finally {
  rmSync(place, { recursive: true, force: true });
}
