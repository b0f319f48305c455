/** Has ON24 forget a person, as privacy laws ask for; it cannot be taken back. */
import { z } from 'zod';
import { shaped } from '../answer-shape.ts';
import { OutsideFailure } from '../failure.ts';
import { wholeNumber } from '../lenient-values.ts';
import type { On24Connection } from './on24-connection.ts';
import { anyCase } from './on24-keys.ts';

const forgottenSchema = anyCase({ deletedregistrants: anyCase({ eventuserids: z.array(wholeNumber) }) });

export async function forgetPerson(
  connection: On24Connection,
  clientId: number,
  email: string,
): Promise<number[]> {
  const path = `/client/${clientId}/forget`;
  const form = { email: email.trim() };
  try {
    return await connection.ask(
      { operation: 'forget person', about: 'person', endpoint: 'forget', path, form },
      (answer, call) => shaped(forgottenSchema, answer, call).deletedregistrants.eventuserids,
    );
  } catch (error) {
    if (error instanceof OutsideFailure && error.cause === 'unknown-person') return [];
    throw error;
  }
}
