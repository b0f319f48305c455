/** How far a refresh is, as a bar with words: the same in Slack and in a terminal; pure. */
import { shownText } from '../program/person-name.ts';
import type { Refresh } from '../store/schema/attendance.ts';

export function progressLine({ stage, pulled, failedBecause }: Refresh): string {
  if (stage === 'waiting' && failedBecause !== null)
    return `${bar(0)} ${shownText(failedBecause, 300)} It is tried again by itself.`;
  if (stage === 'waiting') return `${bar(0)} waiting for its turn`;
  const read = `${pulled.toLocaleString('en')} read`;
  if (stage === 'pulling') return `${bar(1)} asking ON24 who came · ${read}`;
  return stage === 'deciding' ? `${bar(2)} ${read} · deciding who moves` : `${bar(3)} ${read}`;
}

function bar(steps: number): string {
  return '▓'.repeat(steps * 4) + '░'.repeat(12 - steps * 4);
}
