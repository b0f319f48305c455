/** Registers people in an ON24 event, and cancels registrations; both are the same call to ON24. */
import { shaped } from '../answer-shape.ts';
import { messageOf, parsedJson } from '../answer-words.ts';
import type { OutsideAnswer } from '../http.ts';
import { flagOrNull, wholeNumber } from '../lenient-values.ts';
import type { AnsweredCall, On24Connection } from './on24-connection.ts';
import { declined } from './on24-failure.ts';
import { anyCase } from './on24-keys.ts';
import type { On24Person, On24Registration, RegisterOptions } from './on24-words.ts';
import { longestEmail, personForm } from './person-form.ts';

const registrationSchema = anyCase({ eventuserid: wholeNumber, isblocked: flagOrNull });

export function registerPerson(
  connection: On24Connection,
  clientId: number,
  eventId: number,
  person: On24Person,
  options: RegisterOptions = {},
): Promise<On24Registration> {
  const form = {
    ...personForm(person),
    eventemail: letter(options.eventEmail ?? false),
    // Brings back who was cancelled before; for everybody else it is what ON24 assumes anyway.
    isDeleted: 'N',
  };
  const query = {
    honorrequired: letter(options.honorRequired ?? true),
    honorvalidation: letter(options.honorValidation ?? true),
  };
  return post(connection, 'register person', clientId, eventId, form, query);
}

export function cancelPerson(
  connection: On24Connection,
  clientId: number,
  eventId: number,
  person: Pick<On24Person, 'email'>,
): Promise<On24Registration> {
  const form = { email: person.email.trim(), isDeleted: 'Y' };
  // The address is all that a cancel sends, whatever the registration page requires.
  const query = { honorrequired: 'N', honorvalidation: 'N' };
  return post(connection, 'cancel registration', clientId, eventId, form, query);
}

async function post(
  connection: On24Connection,
  operation: string,
  clientId: number,
  eventId: number,
  form: { email: string } & Record<string, string>,
  query: Record<string, string>,
): Promise<On24Registration> {
  const about = 'person' as const;
  if (form.email === '' || form.email.length > longestEmail) {
    const words =
      form.email === ''
        ? 'There is no e-mail address.'
        : `The e-mail address is longer than the ${longestEmail} characters that ON24 takes.`;
    throw declined(words, { operation, about, secrets: [] });
  }
  const path = `/client/${clientId}/event/${eventId}/registrant`;
  return connection.ask(
    { operation, about, endpoint: 'registrant-write', path, query, form },
    registrationOf,
  );
}

// ON24 has taken somebody when it names the user id; a message without one is a refusal, whatever the status.
function registrationOf(answer: OutsideAnswer, call: AnsweredCall): On24Registration {
  const taken = registrationSchema.safeParse(parsedJson(answer.text));
  if (!taken.success) {
    const message = messageOf(answer.text);
    if (message !== undefined) throw declined(message, call, answer.status);
  }
  const registration = taken.data ?? shaped(registrationSchema, answer, call);
  return { on24UserId: registration.eventuserid, isBlocked: registration.isblocked ?? false };
}

function letter(flag: boolean): 'Y' | 'N' {
  return flag ? 'Y' : 'N';
}
