/** At connect: can people be registered with what Marketo knows of them, and is the link they are given one that works. */
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import { fieldName, fillableFields, standardFields } from '../outside/on24/person-form.ts';
import { faultOfTemplate } from '../program/join-link.ts';
import type { FieldMap, Registrar, RegistrationField } from '../program/webinar.ts';

export interface RegistrationWish {
  on24ClientId: number;
  on24EventId: number;
  registrar: Registrar;
  fieldMap: FieldMap;
  joinLinkTemplate: string | null;
}

export interface RegistrationFinding {
  facts: {
    fieldMap: FieldMap;
    registrationFields: RegistrationField[] | null;
    registrationFieldsReadAt: Date | null;
  };
  faults: string[];
  warnings: string[];
}

export async function lookAtRegistration(
  on24: On24Client,
  wish: RegistrationWish,
): Promise<RegistrationFinding> {
  const fieldMap = Object.fromEntries(
    Object.entries(wish.fieldMap).map(([name, leadField]) => [fieldName(name), leadField]),
  );
  const read = await readPage(on24, wish);
  const page = read === 'unread' ? undefined : read;
  const faults = [...unknownNames(fieldMap), ...linkFaults(wish.joinLinkTemplate)];
  const lacking = page ? notFilled(page, fieldMap) : [];
  return {
    facts: {
      fieldMap,
      registrationFields: page ?? null,
      registrationFieldsReadAt: read === 'unread' ? null : new Date(),
    },
    // The adapter registers with fields of its own choice.
    faults: wish.registrar === 'on24' ? [...faults, ...lacking] : faults,
    warnings: wish.registrar === 'on24' ? [] : lacking,
  };
}

async function readPage(on24: On24Client, wish: RegistrationWish) {
  try {
    return await on24.readRegistrationFields(wish.on24ClientId, wish.on24EventId);
  } catch (error) {
    // Whoever asks for the event itself learns what is wrong; the page alone keeps nobody from connecting.
    if (error instanceof OutsideFailure) return 'unread' as const;
    throw error;
  }
}

function unknownNames(fieldMap: FieldMap): string[] {
  return Object.keys(fieldMap)
    .filter((name) => !fillableFields.includes(name))
    .map(
      (name) =>
        `ON24 has no registration field "${name}" that can be filled. Use one of ${fillableFields.join(', ')}.`,
    );
}

function linkFaults(template: string | null): string[] {
  const fault = template === null ? undefined : faultOfTemplate(template);
  return fault === undefined ? [] : [fault];
}

/** Sent with every registration, whoever is registered. */
const alwaysSent = [...standardFields, 'eventemail'];

function notFilled(page: readonly RegistrationField[], fieldMap: FieldMap): string[] {
  return page
    .filter(({ name, isRequired }) => isRequired && !alwaysSent.includes(name) && !(name in fieldMap))
    .map(({ name, caption }) => {
      const problem = `The registration page of the ON24 event requires "${caption}", and nothing fills it.`;
      return fillableFields.includes(name)
        ? `${problem} Map a field of Marketo to it with --fields ${name}=<field>, or make it optional in ON24.`
        : `${problem} Usher cannot fill it: make it optional in ON24.`;
    });
}
