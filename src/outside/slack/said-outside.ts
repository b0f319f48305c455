/** Words of Marketo, of ON24 or of a form, as they may stand in a channel: one line, addresses masked, cut. */
import { shownText } from '../../program/person-name.ts';
import { masked } from '../safe-words.ts';

export function saidOutside(text: string | null | undefined, longest: number): string {
  return shownText(masked(text ?? ''), longest);
}
