/** The fields of a program member and how they are read and written. */
import { leadInstant, MarketoRefusal } from './marketo-envelope.ts';
import type { SandboxMember, SandboxProgram } from './marketo-records.ts';

interface MemberField {
  readonly name: string;
  readonly dataType: 'boolean' | 'integer' | 'datetime' | 'string';
  readonly length?: number;
  readonly isUpdateable?: boolean;
}

/** Custom program-member fields that this instance has; one holds what approvers write to the person. */
export const customMemberFields: readonly string[] = ['approvalNote', 'seatPreference'];

const memberFields: readonly MemberField[] = [
  { name: 'acquiredBy', dataType: 'boolean' },
  { name: 'attendanceLikelihood', dataType: 'integer' },
  { name: 'createdAt', dataType: 'datetime' },
  { name: 'isExhausted', dataType: 'boolean' },
  { name: 'leadId', dataType: 'integer' },
  { name: 'membershipDate', dataType: 'datetime' },
  { name: 'nurtureCadence', dataType: 'string', length: 4 },
  { name: 'program', dataType: 'string', length: 255 },
  { name: 'programId', dataType: 'integer' },
  { name: 'reachedSuccess', dataType: 'boolean' },
  { name: 'reachedSuccessDate', dataType: 'datetime' },
  { name: 'registrationLikelihood', dataType: 'integer' },
  { name: 'statusName', dataType: 'string', length: 255 },
  { name: 'statusReason', dataType: 'string', length: 255 },
  { name: 'trackName', dataType: 'string', length: 255 },
  { name: 'updatedAt', dataType: 'datetime' },
  { name: 'waitlistPriority', dataType: 'integer' },
  { name: 'registrationCode', dataType: 'string', length: 100, isUpdateable: true },
  { name: 'webinarUrl', dataType: 'string', length: 2_000, isUpdateable: true },
  ...customMemberFields.map(
    (name): MemberField => ({ name, dataType: 'string', length: 255, isUpdateable: true }),
  ),
];

export const defaultMemberFields = ['acquiredBy', 'leadId', 'membershipDate', 'programId', 'reachedSuccess'];

/** What GET describe.json gives as its only result. */
export function describeMembers() {
  return {
    name: 'API Program Membership',
    description: 'API Program Membership Map',
    createdAt: '2026-03-10T09:24:11Z',
    updatedAt: '2026-03-10T09:24:11Z',
    dedupeFields: ['leadId', 'programId'],
    searchableFields: [
      ['leadId'],
      ['reachedSuccess'],
      ['statusName'],
      ...customMemberFields.map((name) => [name]),
    ],
    fields: memberFields.map(({ name, dataType, length, isUpdateable = false }) => ({
      name,
      displayName: name.replaceAll(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase()),
      dataType,
      ...(length === undefined ? {} : { length }),
      updateable: isUpdateable,
      crmManaged: false,
    })),
  };
}

/** 1006 for a field that members do not have. */
export function checkMemberFields(names: readonly string[]): void {
  const unknown = names.find((name) => !memberFields.some((field) => field.name === name));
  if (unknown !== undefined) throw new MarketoRefusal('1006', `Field '${unknown}' not found`);
}

/** Why a value cannot be written; undefined when it can. */
export function reasonNotToWrite(name: string, value: string | null): string | undefined {
  const field = memberFields.find((candidate) => candidate.name === name);
  if (field?.isUpdateable !== true) return `Field '${name}' is not updateable`;
  const length = field.length ?? 0;
  return value !== null && value.length > length ? `Value of '${name}' is longer than ${length}` : undefined;
}

/** The record as members.json gives it; a missing value is null. */
export function memberRecord(
  program: SandboxProgram,
  member: SandboxMember,
  seq: number,
  names: readonly string[],
) {
  const values: Record<string, unknown> = {
    ...member.custom,
    acquiredBy: member.acquiredBy,
    createdAt: leadInstant(member.createdAt),
    isExhausted: false,
    membershipDate: leadInstant(member.membershipDate),
    program: program.name,
    reachedSuccess: member.reachedSuccess,
    reachedSuccessDate: member.reachedSuccessDate === null ? null : leadInstant(member.reachedSuccessDate),
    registrationCode: member.registrationCode,
    statusName: member.statusName,
    statusReason: member.statusReason,
    updatedAt: leadInstant(member.updatedAt),
    webinarUrl: member.webinarUrl,
  };
  const wanted = names.filter((name) => name !== 'leadId' && name !== 'programId');
  return {
    seq,
    leadId: member.leadId,
    programId: member.programId,
    ...Object.fromEntries(wanted.map((name) => [name, values[name] ?? null])),
  };
}
