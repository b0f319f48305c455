/** An instant in the reader's own time zone, in one of Slack's formats. */
import { useNow } from '../page-context.ts';
import { slackDate } from './slack-date.ts';

export function DateText({ seconds, format }: { seconds: number; format: string }) {
  const at = new Date(seconds * 1_000);
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString()}>
      {slackDate(at, format, { now })}
    </time>
  );
}
