/** What helps to decide about somebody, in a few words each; pure. */
import type { Background } from '../store/schema/registrants.ts';

export function backgroundWords(background: Background | null): string[] {
  if (!background) return [];
  const { colleaguesIn, attendedBefore, missedBefore, isFirst, isPossibleDuplicate } = background;
  return [
    colleaguesIn > 0
      ? `${colleaguesIn} of the same company ${colleaguesIn === 1 ? 'is' : 'are'} in`
      : undefined,
    attendedBefore > 0 ? `attended ${times(attendedBefore)}` : undefined,
    missedBefore > 0 ? `did not come ${times(missedBefore)}` : undefined,
    isFirst ? 'first event with us' : undefined,
    isPossibleDuplicate ? 'possible duplicate' : undefined,
  ].filter((part) => part !== undefined);
}

function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}
