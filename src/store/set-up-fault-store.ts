/** Something in Marketo does not fit a webinar's set-up: kept among the faults, told at the webinar, and no job waits for it. */
import { holdTries, noteTrouble } from './connection-fault-store.ts';
import type { Db, Tx } from './database.ts';

/** What of a webinar's set-up a fault is about: its program and channel, or the field that takes reasons. */
export type SetUpPart = 'channel' | 'reason';

export function setUpFlag(part: SetUpPart, webinarId: number): string {
  return `marketo:${part}:${webinarId}`;
}

/** The webinar that such a flag is about; nothing for the flag of a connection. */
export function webinarOfSetUpFlag(flag: string, part?: SetUpPart): number | undefined {
  const [, found, webinarId] = /^marketo:(channel|reason):(\d+)$/.exec(flag) ?? [];
  return webinarId === undefined || (part && found !== part) ? undefined : Number(webinarId);
}

/** Looking costs calls, so nobody looks more often than this by themselves. */
export const looksAgainAfterMs = 10 * 60_000;

/** Words are a headline and a sentence for each thing, one a line. */
export async function keepSetUpFault(db: Db | Tx, flag: string, words: string): Promise<void> {
  await noteTrouble(db, flag, { kind: 'misconfigured', isThrottling: false, words });
  await holdTries(db, flag, looksAgainAfterMs);
}
