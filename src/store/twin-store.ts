/** Twins: people of one webinar who share an e-mail address, and the mark that says so on their rows. */
import { and, asc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { lockRegistrants } from './registrant-store.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

const address = sql`lower(${registrants.email})`;
const isHere = ne(registrants.status, 'not_in_program');

/** In the order of their ids: these leads' rows, and every row with which they share an address or will share `emails`. */
export async function lockWithTwins(
  tx: Tx,
  webinarId: number,
  leadIds: readonly number[],
  emails: readonly string[],
): Promise<Registrant[]> {
  const isTheirs = inArray(registrants.leadId, [...leadIds]);
  const known = await tx
    .select({ email: registrants.email })
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), isTheirs));
  const all = new Set([...emails, ...known.flatMap(({ email }) => email ?? [])]);
  const rows = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), or(isTheirs, hasOneOf([...all]))));
  return lockRegistrants(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Sets the mark right on everybody with one of these addresses, and on these rows; answers with those it changed. */
export async function markTwins(
  tx: Tx,
  webinarId: number,
  about: { emails: readonly string[]; registrantIds: readonly number[] },
): Promise<Pick<Registrant, 'id' | 'messageId'>[]> {
  const scope = or(hasOneOf(about.emails), inArray(registrants.id, [...about.registrantIds]));
  return markWithin(tx, webinarId, scope);
}

/** The same for a whole webinar; whoever's mark is wrong is locked first, in the order of ids. */
export async function markAllTwins(
  tx: Tx,
  webinarId: number,
): Promise<Pick<Registrant, 'id' | 'messageId'>[]> {
  const seen = seenWithin(tx, webinarId, undefined);
  const wrong = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .innerJoin(seen, eq(seen.id, registrants.id))
    .where(ne(registrants.hasTwin, seen.isTwin));
  if (wrong.length === 0) return [];
  await lockRegistrants(
    tx,
    wrong.map(({ id }) => id),
  );
  return markWithin(tx, webinarId, undefined);
}

async function markWithin(tx: Tx, webinarId: number, scope: SQL | undefined) {
  const seen = seenWithin(tx, webinarId, scope);
  return tx
    .update(registrants)
    .set({ hasTwin: sql`${seen.isTwin}` })
    .from(seen)
    .where(and(eq(registrants.id, seen.id), ne(registrants.hasTwin, seen.isTwin)))
    .returning({ id: registrants.id, messageId: registrants.messageId });
}

function seenWithin(tx: Tx, webinarId: number, scope: SQL | undefined) {
  return tx
    .select({
      id: sql<number>`${registrants.id}`.as('seen_id'),
      isTwin: sql<boolean>`(
        ${isHere} and ${registrants.email} is not null
        and count(*) filter (where ${isHere}) over (partition by ${address}) > 1
      )`.as('is_twin'),
    })
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), scope))
    .as('seen');
}

function hasOneOf(emails: readonly string[]): SQL | undefined {
  if (emails.length === 0) return sql`false`;
  return inArray(
    address,
    emails.map((email) => sql`lower(${email})`),
  );
}

/** The others in the webinar with this person's address. */
export async function twinsOf(db: Db | Tx, registrant: Registrant): Promise<Registrant[]> {
  if (registrant.email === null) return [];
  return db
    .select()
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, registrant.webinarId),
        hasOneOf([registrant.email]),
        ne(registrants.id, registrant.id),
        isHere,
      ),
    )
    .orderBy(asc(registrants.id));
}
