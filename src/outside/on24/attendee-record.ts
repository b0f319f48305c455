/** What one record of ON24's attendee list says of one person (facts, sections 10 and 11). */
import { z } from 'zod';
import { flagOrNull, textOrNull, wholeNumber } from '../lenient-values.ts';
import { anyCase } from './on24-keys.ts';
import type { On24Attendee } from './on24-words.ts';

/** Beyond any webinar, and within what a database's integer holds. */
const mostMinutes = 1_000_000;

/** A number, quoted or not, or a flag as one; 0 for what is absent, negative or neither. */
const count = z
  .unknown()
  .optional()
  .pipe(z.union([z.coerce.number().positive(), flagOrNull.transform(Number)]));

const text = textOrNull.catch(null);

// ON24 leaves out what did not happen, so the id alone makes a record.
const recordSchema = anyCase({
  eventuserid: wholeNumber.pipe(z.number().positive()),
  exteventusercd: text,
  email: text,
  userstatus: text,
  isblocked: flagOrNull,
  isanonymous: flagOrNull,
  liveminutes: count,
  cumulativeliveminutes: count,
  liveviewed: count,
  firstliveactivity: text,
  archiveminutes: count,
  cumulativearchiveminutes: count,
  archiveviewed: count,
  firstarchiveactivity: text,
});

type AttendeeRecord = z.infer<typeof recordSchema>;

/** Nothing for a record that does not say whom it is about. */
export function attendeeOf(row: unknown): On24Attendee | undefined {
  const parsed = recordSchema.safeParse(row);
  return parsed.success ? inOurWords(parsed.data) : undefined;
}

/** Two records of one person as one: what either saw has happened, and the more cautious word on admission counts. */
export function mergedAttendee(one: On24Attendee, other: On24Attendee): On24Attendee {
  return {
    on24UserId: one.on24UserId,
    registrantCode: one.registrantCode ?? other.registrantCode,
    email: one.email ?? other.email,
    cameLive: one.cameLive || other.cameLive,
    cameOnDemand: one.cameOnDemand || other.cameOnDemand,
    liveMinutes: Math.max(one.liveMinutes, other.liveMinutes),
    onDemandMinutes: Math.max(one.onDemandMinutes, other.onDemandMinutes),
    isActive: one.isActive && other.isActive,
    isBlocked: one.isBlocked || other.isBlocked,
    isAnonymous: one.isAnonymous && other.isAnonymous,
  };
}

function inOurWords(record: AttendeeRecord): On24Attendee {
  const address = record.email?.trim() ?? null;
  const isForgotten = address !== null && /^\d+-deleted$/i.test(address);
  const status = record.userstatus?.trim().toLowerCase() ?? (isForgotten ? 'forgotten' : 'active');
  return {
    on24UserId: record.eventuserid,
    registrantCode: record.exteventusercd,
    email: isForgotten ? null : address,
    // A launch counts even without a minute (facts, section 11).
    cameLive:
      record.liveminutes > 0 ||
      record.cumulativeliveminutes > 0 ||
      record.liveviewed > 0 ||
      record.firstliveactivity !== null,
    cameOnDemand:
      record.archiveminutes > 0 ||
      record.cumulativearchiveminutes > 0 ||
      record.archiveviewed > 0 ||
      record.firstarchiveactivity !== null,
    liveMinutes: wholeMinutes(record.liveminutes || record.cumulativeliveminutes),
    onDemandMinutes: wholeMinutes(record.archiveminutes || record.cumulativearchiveminutes),
    isActive: status === 'active',
    isBlocked: record.isblocked ?? false,
    isAnonymous: record.isanonymous ?? isGeneratedAddress(address, record.exteventusercd),
  };
}

// ON24 says only that it makes up the addresses of anonymous viewers; with a code of ours nobody is anonymous.
function isGeneratedAddress(address: string | null, registrantCode: string | null): boolean {
  return registrantCode === null && address !== null && /^anonymous/i.test(address);
}

// As ON24 rounds (facts, section 10), should it ever send a fraction.
function wholeMinutes(minutes: number): number {
  return minutes > 0 && minutes < 1 ? 1 : Math.min(Math.round(minutes), mostMinutes);
}
