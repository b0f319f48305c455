/** Usher in a process of its own, as an operator starts it, so that it can be killed without warning. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Environment } from '../../src/config.ts';

export interface UsherProcess {
  url: string;
  /** What it logged so far, as JSON lines. */
  lines: readonly string[];
  /** kill -9: nothing of it runs any more when this resolves. */
  killNine(): Promise<void>;
}

const started = z.object({ msg: z.literal('Usher is running'), port: z.number() });

/** Resolves once it serves requests. Whatever happens, it ends with the test. */
export async function startUsherProcess(environment: Environment): Promise<UsherProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'start'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNine = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(killNine);
  const lines: string[] = [];
  const port = await portOf(child, lines);
  return { url: `http://127.0.0.1:${port}`, lines, killNine };
}

function portOf(child: ChildProcess, lines: string[]): Promise<number> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the process has no output');
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      lines.push(line);
      const read = started.safeParse(JSON.parse(line));
      if (read.success) resolve(read.data.port);
    });
    createInterface({ input: stderr }).on('line', (line) => lines.push(line));
    child.once('exit', (code) => reject(new Error(`Usher ended with ${code}:\n${lines.join('\n')}`)));
  });
}
