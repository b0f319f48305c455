/** Reads people again in Marketo and takes what it shows into their rows; who is new gets a row. */
import { and, eq, inArray } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import type { Person } from '../outside/marketo/marketo-words.ts';
import type { Db, Tx } from '../store/database.ts';
import { addHints } from '../store/hint-store.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWithTwins } from '../store/twin-store.ts';
import { newEpisode, type Reading } from './merge-plan.ts';
import { followTwins, noteWho, whoIs } from './note-who.ts';
import { tellUnknownFields } from './program-trouble.ts';
import { readWho } from './read-who.ts';
import { circumstances, takeReading } from './take-reading.ts';

export interface IntakeParts {
  db: Db;
  marketo: MarketoClient;
  /** By which Marketo's day ends. */
  now: () => Date;
}

/** The people whose rows changed while Marketo was being read: what was read of them does not count. */
export type StaleLeads = number[];

/** Rows are locked for a click's worth of time only, so a large reading is taken in pieces of this many people. */
const atOnce = 50;

/** Any number of people; each must be read again later when they are among the stale. */
export async function followMembers(
  parts: IntakeParts,
  webinar: Webinar,
  leadIds: readonly number[],
): Promise<StaleLeads> {
  const before = await readSeqs(parts.db, webinar.id, leadIds);
  const members = await parts.marketo.readMembers(webinar.programId, leadIds);
  const found = new Map(members.map((member) => [member.leadId, member]));
  return takeMembers(parts, webinar, before, new Map(leadIds.map((leadId) => [leadId, found.get(leadId)])));
}

/** As `followMembers`, for who would not be read again by themselves: the stale are hinted at. */
export async function followOrHint(
  parts: IntakeParts,
  webinar: Webinar,
  leadIds: readonly number[],
): Promise<StaleLeads> {
  const stale = await followMembers(parts, webinar, leadIds);
  if (stale.length === 0) return stale;
  await transact(parts.db, async (tx) => {
    await addHints(tx, webinar.id, stale);
    enqueue(tx, 'read-hinted', { webinarId: webinar.id });
  });
  return stale;
}

/** `before`: each known person's `marketoSeq` as it was before the reading began. */
export async function takeMembers(
  parts: IntakeParts,
  webinar: Webinar,
  before: ReadonlyMap<number, number>,
  readings: ReadonlyMap<number, Reading | undefined>,
): Promise<StaleLeads> {
  const people = await peopleFor(parts, webinar, before, readings);
  const stale: StaleLeads = [];
  const all = [...readings];
  for (let from = 0; from < all.length; from += atOnce) {
    const some = new Map(all.slice(from, from + atOnce));
    stale.push(...(await transact(parts.db, (tx) => takeSome(tx, webinar, before, some, people))));
  }
  return stale;
}

async function takeSome(
  tx: Tx,
  webinar: Webinar,
  before: ReadonlyMap<number, number>,
  readings: ReadonlyMap<number, Reading | undefined>,
  people: ReadonlyMap<number, Person>,
): Promise<StaleLeads> {
  for (const [leadId, reading] of readings) {
    if (!before.has(leadId) && reading) await welcome(tx, webinar, leadId, reading, people.get(leadId));
  }
  const stale: StaleLeads = [];
  const changed: [Registrant, Registrant][] = [];
  const leadIds = [...readings.keys()];
  const emails = leadIds.flatMap((leadId) => people.get(leadId)?.email ?? []);
  for (const row of await lockWithTwins(tx, webinar.id, leadIds, emails)) {
    if (!readings.has(row.leadId)) continue;
    if (row.marketoSeq === (before.get(row.leadId) ?? 0)) {
      const reading = readings.get(row.leadId);
      const person = people.get(row.leadId);
      const known = await noteWho(tx, row, person, {
        isLeadGone: before.has(row.leadId) && !reading && !person,
      });
      const taken = await takeReading(tx, webinar, known, reading);
      // Whoever comes back after having been forgotten is known by name again, at once.
      const isBack = row.forgottenAt !== null && taken.forgottenAt === null;
      changed.push([row, isBack ? await noteWho(tx, taken, person, { isLeadGone: false }) : taken]);
    } else {
      stale.push(row.leadId);
    }
  }
  await followTwins(tx, webinar, changed);
  return stale;
}

/** A new person's row begins outside of the program, from where the reading moves it like any other. */
async function welcome(
  tx: Tx,
  webinar: Webinar,
  leadId: number,
  reading: Reading,
  person: Person | undefined,
): Promise<void> {
  if (newEpisode(reading, circumstances(webinar)).kind !== 'new_episode') return;
  await tx
    .insert(registrants)
    .values({ webinarId: webinar.id, leadId, status: 'not_in_program', episode: 0, ...whoIs(person) })
    .onConflictDoNothing();
}

/** Everybody's names are read each time, also of those who have left: whom Marketo does not know either was deleted or merged. */
async function peopleFor(
  { db, marketo }: IntakeParts,
  webinar: Webinar,
  before: ReadonlyMap<number, number>,
  readings: ReadonlyMap<number, Reading | undefined>,
): Promise<Map<number, Person>> {
  const around = circumstances(webinar);
  const wanted = [...readings].flatMap(([leadId, reading]) => {
    if (before.has(leadId)) return leadId;
    return reading && newEpisode(reading, around).kind === 'new_episode' ? leadId : [];
  });
  if (wanted.length === 0) return new Map();
  const { people, unknown } = await readWho(marketo, wanted, webinar.fieldMap);
  if (unknown.length > 0) await tellUnknownFields(db, webinar, unknown);
  return new Map(people.map((person) => [person.leadId, person]));
}

export async function readSeqs(
  db: Db,
  webinarId: number,
  leadIds?: readonly number[],
): Promise<Map<number, number>> {
  const known = await db
    .select({ leadId: registrants.leadId, seq: registrants.marketoSeq })
    .from(registrants)
    .where(
      leadIds
        ? and(eq(registrants.webinarId, webinarId), inArray(registrants.leadId, [...leadIds]))
        : eq(registrants.webinarId, webinarId),
    );
  return new Map(known.map(({ leadId, seq }) => [leadId, seq]));
}
