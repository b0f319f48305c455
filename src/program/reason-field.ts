/** Whether a program-member field can take the reason of a decision or an error; pure. */

export interface MemberFieldFacts {
  name: string;
  /** Marketo's own word, such as `string`. */
  dataType: string;
  isUpdateable: boolean;
}

/** Usher writes something else there. */
const takenFields: readonly string[] = ['webinarUrl', 'registrationCode'];
const textTypes: readonly string[] = ['string', 'text', 'textarea'];
const remedy = 'Name a custom program-member field of type String';

/** The fault in words an administrator can act on, or nothing when the field can be written. */
export function reasonFieldFault(name: string, fields: readonly MemberFieldFacts[]): string | undefined {
  if (takenFields.includes(name))
    return `The field "${name}" is one that Usher fills with something else. ${remedy}.`;
  const field = fields.find((candidate) => candidate.name === name);
  if (!field) return `Marketo has no program-member field "${name}". ${whereToLook(name, fields)}`;
  if (!field.isUpdateable)
    return `Marketo lets nobody write the program-member field "${name}" from outside. ${remedy} instead.`;
  if (!textTypes.includes(field.dataType.toLowerCase()))
    return `The program-member field "${name}" is of type ${field.dataType} and takes no text. ${remedy} instead.`;
  return undefined;
}

function whereToLook(name: string, fields: readonly MemberFieldFacts[]): string {
  const alike = fields.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (alike) return `Its REST name is "${alike.name}".`;
  return 'Add it in Admin > Field Management as a Program Member custom field of type String; its REST name counts, not its display name.';
}
