/** The fields of a program member and how they are read and written. */
import { leadInstant, MarketoRefusal } from './marketo-envelope.ts';
import type { SandboxMember, SandboxProgram } from './marketo-records.ts';
import type { MarketoSwitches } from './marketo-switches.ts';

interface MemberField {
  readonly name: string;
  readonly dataType: 'boolean' | 'integer' | 'datetime' | 'string';
  readonly length?: number;
  readonly isUpdateable?: boolean;
}

const standardFields: readonly MemberField[] = [
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
];

/** Every field as the switches stand now. */
function memberFields(switches: MarketoSwitches): readonly MemberField[] {
  const custom = switches.customMemberFields.map(
    (name): MemberField => ({ name, dataType: 'string', length: 255, isUpdateable: true }),
  );
  const standard = standardFields.map((field) =>
    field.name === 'statusReason' && switches.statusReasonField === 'updateable'
      ? { ...field, isUpdateable: true }
      : field,
  );
  return [...standard, ...custom];
}

export const defaultMemberFields = ['acquiredBy', 'leadId', 'membershipDate', 'programId', 'reachedSuccess'];

/** What GET describe.json gives as its only result. */
export function describeMembers(switches: MarketoSwitches) {
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
      ...switches.customMemberFields.map((name) => [name]),
    ],
    fields: memberFields(switches).map(({ name, dataType, length, isUpdateable = false }) => ({
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
export function checkMemberFields(switches: MarketoSwitches, names: readonly string[]): void {
  const known = memberFields(switches);
  const unknown = names.find((name) => !known.some((field) => field.name === name));
  if (unknown !== undefined) throw new MarketoRefusal('1006', `Field '${unknown}' not found`);
}

/** Why a value cannot be written; undefined when it can. */
export function reasonNotToWrite(
  switches: MarketoSwitches,
  name: string,
  value: string | null,
): { code: string; message: string } | undefined {
  const field = memberFields(switches).find((candidate) => candidate.name === name);
  if (!field) return { code: '1006', message: `Field '${name}' not found` };
  if (field.isUpdateable !== true) return { code: '1003', message: `Field '${name}' is not updateable` };
  const length = field.length ?? 0;
  return value !== null && value.length > length
    ? { code: '1003', message: `Value of '${name}' is longer than ${length}` }
    : undefined;
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
