/** Slack messages in the database: who stands on them, and what they showed when they were last drawn. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Db, Tx } from './database.ts';
import { refreshes } from './schema/attendance.ts';
import { type Message, messages } from './schema/messages.ts';
import { type Registrant, registrants } from './schema/registrants.ts';

/** The row's own way of saying what `isUndecided` says of a registrant. */
const isUndecidedRow = and(eq(registrants.status, 'pending_approval'), isNull(registrants.holdsUntil));

/** Who stands on no message and waits to be shown; not those whose turn in a bulk run comes by itself. */
const isInLine = (webinarId: number) =>
  and(
    eq(registrants.webinarId, webinarId),
    isNull(registrants.messageId),
    isNull(registrants.bulkRunId),
    isUndecidedRow,
  );

export type MessageChange = Partial<typeof messages.$inferInsert>;

export async function findMessage(db: Db | Tx, id: number): Promise<Message | undefined> {
  const [message] = await db.select().from(messages).where(eq(messages.id, id));
  return message;
}

export async function addMessage(tx: Tx, message: typeof messages.$inferInsert): Promise<Message> {
  const [added] = await tx.insert(messages).values(message).returning();
  if (!added) throw new Error('PostgreSQL returned no row for an inserted message');
  return added;
}

export async function changeMessage(db: Db | Tx, id: number, change: MessageChange): Promise<void> {
  await db.update(messages).set(change).where(eq(messages.id, id));
}

/** A webinar's approval messages that Slack still takes, newest first. */
export async function approvalMessages(db: Db | Tx, webinarId: number, limit: number): Promise<Message[]> {
  return db
    .select()
    .from(messages)
    .where(
      and(eq(messages.webinarId, webinarId), eq(messages.kind, 'approval'), isNull(messages.lostBecause)),
    )
    .orderBy(desc(messages.id))
    .limit(limit);
}

/** The people of one message, in the order in which they asked. */
export async function peopleOf(db: Db | Tx, messageId: number): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(eq(registrants.messageId, messageId))
    .orderBy(asc(registrants.askedAt), asc(registrants.id));
}

/** Takes those who are still undecided off a message, so that they are given a place in another one. */
export async function takeOffMessage(tx: Tx, messageId: number): Promise<number> {
  const taken = await tx
    .update(registrants)
    .set({ messageId: null })
    .where(and(eq(registrants.messageId, messageId), isUndecidedRow))
    .returning({ id: registrants.id });
  return taken.length;
}

/** A webinar's messages that still have undecided people, oldest first. */
export async function openApprovalMessages(db: Db | Tx, webinarId: number): Promise<Message[]> {
  return db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.webinarId, webinarId),
        eq(messages.kind, 'approval'),
        isNull(messages.lostBecause),
        inArray(
          messages.id,
          db.select({ id: registrants.messageId }).from(registrants).where(isUndecidedRow),
        ),
      ),
    )
    .orderBy(asc(messages.id));
}

/** A webinar's messages that show its times: approvals that are not folded, and the report of a refresh that is not final. */
export async function messagesWithTimes(db: Db | Tx, webinarId: number): Promise<number[]> {
  const isOpen = or(
    inArray(registrants.status, ['pending_approval', 'registering', 'registration_error']),
    isNotNull(registrants.holdsUntil),
  );
  const approvals = db.select({ id: registrants.messageId }).from(registrants).where(isOpen);
  const reports = db
    .select({ id: refreshes.messageId })
    .from(refreshes)
    .where(and(eq(refreshes.webinarId, webinarId), eq(refreshes.isFinal, false)))
    .orderBy(desc(refreshes.id))
    .limit(1);
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.webinarId, webinarId),
        isNull(messages.lostBecause),
        or(inArray(messages.id, approvals), inArray(messages.id, reports)),
      ),
    )
    .orderBy(desc(messages.id));
  return rows.map(({ id }) => id);
}

/** The next people in line who stand on no message, and how many there are in all. */
export async function peopleInLine(
  tx: Tx,
  webinarId: number,
  limit: number,
): Promise<{ next: Registrant[]; count: number }> {
  const next = await tx
    .select()
    .from(registrants)
    .where(isInLine(webinarId))
    .orderBy(asc(registrants.askedAt), asc(registrants.id))
    .limit(limit);
  return { next, count: await countInLine(tx, webinarId) };
}

export async function countInLine(db: Db | Tx, webinarId: number): Promise<number> {
  const [counted] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(registrants)
    .where(isInLine(webinarId));
  return counted?.count ?? 0;
}

/** Keeps the way to repaint a message that its latest click brought; each way serves five times in thirty minutes. */
export async function noteResponseUrl(db: Db | Tx, messageId: number, responseUrl: string): Promise<void> {
  await db
    .update(messages)
    .set({ responseUrl, responseUrlFrom: sql`now()`, responseUrlUses: 0 })
    .where(eq(messages.id, messageId));
}

/** Takes one use of the message's response_url, if one is left; the last use is kept for a private word to the clicker. */
export async function takeResponseUrl(db: Db | Tx, messageId: number): Promise<string | undefined> {
  const [taken] = await db
    .update(messages)
    .set({ responseUrlUses: sql`${messages.responseUrlUses} + 1` })
    .where(
      and(
        eq(messages.id, messageId),
        sql`${messages.responseUrl} is not null`,
        sql`${messages.responseUrlUses} < 4`,
        sql`${messages.responseUrlFrom} > now() - interval '29 minutes'`,
      ),
    )
    .returning({ responseUrl: messages.responseUrl });
  return taken?.responseUrl ?? undefined;
}
