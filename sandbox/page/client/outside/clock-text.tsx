/** When something happened, in the reader's own time zone. */
import { slackDate } from '../blocks/slack-date.ts';
import { useNow } from '../page-context.ts';

export function ClockText({ iso, format = '{time_secs}' }: { iso: string; format?: string }) {
  const now = useNow();
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={at.toLocaleString()}>
      {slackDate(at, format, { now })}
    </time>
  );
}
