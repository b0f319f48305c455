/** Something in Marketo does not fit a webinar any more: told by one fault, whose words are a headline and a sentence for each thing. */
import { shownText } from '../program/person-name.ts';
import type { FieldMap } from '../program/webinar.ts';
import { findFault, noteWell } from '../store/connection-fault-store.ts';
import type { Db, Tx } from '../store/database.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { keepSetUpFault, setUpFlag } from '../store/set-up-fault-store.ts';

export interface ProgramTrouble {
  headline: string;
  sentences: string[];
}

/** A headline or sentence as the fault keeps it. */
export function asTold(line: string): string {
  return shownText(line, 500);
}

/** What is told now: each line but the first is a sentence. */
export async function toldLines(db: Db | Tx, webinarId: number): Promise<string[]> {
  const fault = await findFault(db, setUpFlag('channel', webinarId));
  return fault?.words.split('\n') ?? [];
}

/** The fault becomes exactly this; nothing ends it. */
export async function keepTrouble(
  db: Db | Tx,
  webinarId: number,
  trouble: ProgramTrouble | undefined,
): Promise<void> {
  const flag = setUpFlag('channel', webinarId);
  if (!trouble) {
    await noteWell(db, flag);
    return;
  }
  const words = [trouble.headline, ...trouble.sentences].map(asTold).join('\n');
  await keepSetUpFault(db, flag, words);
}

/** A reading came upon fields that Marketo does not know: said once, beside what is told already. */
export async function tellUnknownFields(db: Db, webinar: Webinar, unknown: readonly string[]): Promise<void> {
  const [headline, ...told] = await toldLines(db, webinar.id);
  const trouble = fieldTrouble(webinar.fieldMap, unknown);
  const news = trouble.sentences.filter((sentence) => !told.includes(asTold(sentence)));
  if (news.length === 0) return;
  await keepTrouble(db, webinar.id, {
    headline: headline ?? trouble.headline,
    sentences: [...told, ...news],
  });
}

export function fieldTrouble(fieldMap: FieldMap, unknown: readonly string[]): ProgramTrouble {
  return {
    headline: 'Marketo does not have a field that this webinar asks for',
    sentences: Object.entries(fieldMap)
      .filter(([, field]) => unknown.includes(field))
      .map(
        ([on24Field, field]) =>
          `Marketo has no lead field "${field}", which is to fill "${on24Field}" in ON24: people are registered without it. ` +
          'Its REST name stands in Admin > Field Management.',
      ),
  };
}
