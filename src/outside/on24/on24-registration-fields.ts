/** Reads the fields of an event's registration page, where the ON24 contract shows them. */
import { z } from 'zod';
import type { RegistrationField } from '../../program/webinar.ts';
import { shaped } from '../answer-shape.ts';
import { OutsideFailure } from '../failure.ts';
import { flagOrNull } from '../lenient-values.ts';
import type { On24Connection } from './on24-connection.ts';
import { lacksElite } from './on24-fault-list.ts';
import { anyCase } from './on24-keys.ts';
import { fieldName } from './person-form.ts';

const fieldsSchema = anyCase({
  registrationfields: z.array(
    anyCase({
      fieldid: z.string(),
      fieldcaption: z.string().nullish(),
      required: flagOrNull,
      options: z.array(z.string()).nullish(),
    }),
  ),
});

export async function readRegistrationFields(
  connection: On24Connection,
  clientId: number,
  eventId: number,
): Promise<RegistrationField[] | undefined> {
  const path = `/client/${clientId}/event/${eventId}/regfield`;
  try {
    return await connection.ask(
      { operation: 'read registration fields', about: 'event', endpoint: 'regfield', path },
      (answer, call) => shaped(fieldsSchema, answer, call).registrationfields.map(inOurWords),
    );
  } catch (error) {
    if (error instanceof OutsideFailure && error.cause === 'permission' && lacksElite.test(error.words)) {
      return undefined;
    }
    throw error;
  }
}

function inOurWords(field: {
  fieldid: string;
  fieldcaption?: string | null | undefined;
  required: boolean | null;
  options?: string[] | null | undefined;
}): RegistrationField {
  return {
    // The registration call names the same field without underscores (facts, section 7).
    name: fieldName(field.fieldid),
    caption: field.fieldcaption ?? field.fieldid,
    isRequired: field.required ?? false,
    options: field.options ?? null,
  };
}
