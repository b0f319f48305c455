/** `npm run sandbox`: the simulators and their page, for a bot that is started by hand with `sandbox.env`. */
import { portsFrom, startSandbox } from './start-sandbox.ts';

try {
  const sandbox = await startSandbox({ ports: portsFrom(process.env) });
  const { PORT } = await sandbox.botEnvironment();
  process.stdout.write(
    `${[
      `Page     ${sandbox.pageUrl}`,
      `Slack    ${sandbox.slack.apiUrl}`,
      `Marketo  ${sandbox.marketo.url}`,
      `ON24     ${sandbox.on24.url}`,
      `Clicks and webhooks go to port ${PORT}. The credentials are in sandbox/sandbox.env. Ctrl-C ends everything.`,
    ].join('\n')}\n`,
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  await sandbox.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
