/** Erases who people are and keeps what became of them: moves stay in the history, names, addresses and free words do not. */
import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { lockRegistrants } from './registrant-store.ts';
import { attendance } from './schema/attendance.ts';
import { history } from './schema/history.ts';
import { type Registrant, registrants } from './schema/registrants.ts';
import { type Webinar, webinars } from './schema/webinars.ts';

export interface Known {
  person: Registrant;
  webinar: Webinar;
}

/** Everybody with this address, in every webinar, also under the address by which ON24 has them. */
export async function findByAddress(db: Db | Tx, email: string): Promise<Known[]> {
  const address = email.trim().toLowerCase();
  return db
    .select({ person: registrants, webinar: webinars })
    .from(registrants)
    .innerJoin(webinars, eq(webinars.id, registrants.webinarId))
    .where(
      or(eq(sql`lower(${registrants.email})`, address), eq(sql`lower(${registrants.on24Email})`, address)),
    )
    .orderBy(asc(registrants.id));
}

/** People of a webinar who are still known by name. */
export async function stillKnown(tx: Tx, webinarId: number, limit: number): Promise<Registrant[]> {
  return tx
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), isNull(registrants.forgottenAt)))
    .orderBy(asc(registrants.id))
    .limit(limit);
}

/** Columns that tell who somebody is, or may do so in words. */
const erased = {
  firstName: null,
  lastName: null,
  email: null,
  company: null,
  title: null,
  moreFields: {},
  background: null,
  decisionReason: null,
  statusReason: null,
  formerDecision: null,
  on24Email: null,
  on24CancelWords: null,
  joinLink: null,
  marketoWebinarUrl: null,
  marketoReason: null,
  hasTwin: false,
} as const;

/** Answers with the rows as they were. The history is only ever added to, but for this: its words may hold a name. */
export async function erase(tx: Tx, ids: readonly number[]): Promise<Registrant[]> {
  if (ids.length === 0) return [];
  const rows = await lockRegistrants(tx, ids);
  const found = rows.map(({ id }) => id);
  await tx
    .update(registrants)
    .set({ ...erased, forgottenAt: sql`now()` })
    .where(inArray(registrants.id, found));
  await tx
    .update(history)
    .set({ reason: null })
    .where(and(inArray(history.registrantId, found), ne(history.event, 'click_refused')));
  await tx.update(attendance).set({ email: null }).where(inArray(attendance.registrantId, found));
  return rows;
}

/** Those who attended without being registered here are known by their address only. */
export async function eraseUnknown(tx: Tx, email: string): Promise<number> {
  const gone = await tx
    .update(attendance)
    .set({ email: null })
    .where(
      and(eq(sql`lower(${attendance.email})`, email.trim().toLowerCase()), isNull(attendance.registrantId)),
    )
    .returning({ id: attendance.on24UserId });
  return gone.length;
}
