/** Reads who people are, with the further fields that a webinar asks for; a field that Marketo does not know stops nobody. */
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import type { Person } from '../outside/marketo/marketo-words.ts';
import type { FieldMap } from '../program/webinar.ts';

const unknownField = '1006';

export interface WhoIsWho {
  people: Person[];
  /** Fields that Marketo does not know, and that were therefore not read. */
  unknown: string[];
}

export async function readWho(
  marketo: MarketoClient,
  leadIds: readonly number[],
  fieldMap: FieldMap,
): Promise<WhoIsWho> {
  const unknown: string[] = [];
  let fields = [...new Set(Object.values(fieldMap))];
  for (;;) {
    try {
      return { people: await marketo.readPeople(leadIds, fields), unknown };
    } catch (error) {
      if (!(error instanceof OutsideFailure) || error.code !== unknownField || fields.length === 0)
        throw error;
      const dropped = namedIn(error.words, fields);
      unknown.push(...dropped);
      fields = fields.filter((field) => !dropped.includes(field));
    }
  }
}

/** Marketo's words name one field, as a rule; where they do not, all are under suspicion. */
function namedIn(words: string, fields: readonly string[]): string[] {
  const said = words.split(/[^\p{L}\p{N}_]+/u);
  const named = fields.filter((field) => said.includes(field));
  return named.length > 0 ? named : [...fields];
}
