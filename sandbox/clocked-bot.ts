/** The real bot as the demo runs it: the service itself, told the simulators' time, so that the page can make it night. */
import { processEnvironment } from '../src/config.ts';
import { runService } from '../src/main.ts';

const clockUrl = process.env.SANDBOX_CLOCK_URL;
const asksEveryMs = 500;
let aheadMs = 0;

async function readClock(url: string): Promise<void> {
  const answer = await fetch(url);
  aheadMs = Date.parse(await answer.text()) - Date.now();
}

const asking = setInterval(() => {
  // While the sandbox is being closed nobody answers, and the last known time is good enough.
  if (clockUrl) void readClock(clockUrl).catch(() => undefined);
}, asksEveryMs);

try {
  await runService(processEnvironment(), () => new Date(Date.now() + aheadMs));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  clearInterval(asking);
}
