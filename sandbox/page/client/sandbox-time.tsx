/** The sandbox's clock, in Pacific time, because the nightly refresh follows that. */
import { useEffect, useState } from 'preact/hooks';
import { useNow } from './page-context.ts';

const pacific = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

export function SandboxTime() {
  const now = useNow();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="sandbox-time">
      <time dateTime={now.toISOString()}>{pacific.format(now)}</time> Pacific
    </p>
  );
}
