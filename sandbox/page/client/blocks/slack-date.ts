/** Slack's date formats, such as `{date_short_pretty} {time}`, in the reader's own time zone. */

export interface DateReader {
  readonly now: Date;
  /** The browser's own when absent. */
  readonly timeZone?: string;
  readonly locale?: string;
}

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

export function slackDate(at: Date, format: string, reader: DateReader): string {
  return format.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const plainName = name.replace(/_pretty$/, '');
    const near = plainName === name ? undefined : nearDay(at, reader);
    const style = styles[plainName];
    if (near !== undefined) return near;
    return style === undefined ? whole : inZone(at, style, reader);
  });
}

function nearDay(at: Date, reader: DateReader): string | undefined {
  const dayMs = 86_400_000;
  const days: [string, number][] = [
    ['Today', 0],
    ['Yesterday', -dayMs],
    ['Tomorrow', dayMs],
  ];
  const day = (instant: Date) => inZone(instant, styles.date_num ?? {}, reader);
  return days.find(([, ms]) => day(new Date(reader.now.getTime() + ms)) === day(at))?.[0];
}

function inZone(at: Date, style: Intl.DateTimeFormatOptions, { timeZone, locale }: DateReader): string {
  const options = timeZone === undefined ? style : { ...style, timeZone };
  return new Intl.DateTimeFormat(locale ?? 'en-US', options).format(at);
}
