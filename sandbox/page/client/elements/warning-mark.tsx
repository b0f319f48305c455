/** What Slack shows beside an element when the bot did not acknowledge its use. */

export function WarningMark({ warning }: { warning: string | undefined }) {
  if (warning === undefined) return null;
  return (
    <span class="warning" role="alert" title={warning}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 1.6 15.2 14H.8z" />
        <path class="mark" d="M8 6v4M8 11.6v.6" />
      </svg>
      {warningWords(warning)}
    </span>
  );
}

/** The reason stands in the title; here is what it means for the person. */
function warningWords(warning: string): string {
  if (/timeout/.test(warning)) return 'Usher did not answer in time. Try again.';
  if (/dispatch_failed/.test(warning)) return 'Usher could not be reached. Try again.';
  if (/http_service_error/.test(warning)) return 'Usher did not take that. Try again.';
  return warning;
}
