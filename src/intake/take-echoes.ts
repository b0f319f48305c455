/** Finds our own writes in Marketo's feed of status changes, and says whose change one of them has overtaken. */
import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { promiseDrawing } from '../jobs/what-follows.ts';
import type { StatusChange } from '../outside/marketo/marketo-words.ts';
import { statusNamed } from '../program/channel.ts';
import type { Tx } from '../store/database.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import { type MarketoIntention, type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { intentionLivesMs } from './marketo-intention.ts';
import { wholeSecond } from './merge-plan.ts';

/** Changes of one webinar's people, oldest first. */
export async function takeEchoes(tx: Tx, webinar: Webinar, changes: readonly StatusChange[]): Promise<void> {
  for (const row of await lockRegistrants(tx, await whoAwaitsEchoes(tx, webinar, changes))) {
    let seen: Registrant = row;
    for (const change of changes)
      if (change.leadId === row.leadId) seen = await takeEcho(tx, webinar, seen, change);
  }
}

async function whoAwaitsEchoes(
  tx: Tx,
  webinar: Webinar,
  changes: readonly StatusChange[],
): Promise<number[]> {
  const leadIds = [...new Set(changes.map(({ leadId }) => leadId))];
  if (leadIds.length === 0) return [];
  const rows = await tx
    .select({ id: registrants.id })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinar.id),
        inArray(registrants.leadId, leadIds),
        or(isNotNull(registrants.marketoWrote), sql`jsonb_array_length(${registrants.marketoWriting}) > 0`),
      ),
    );
  return rows.map(({ id }) => id);
}

async function takeEcho(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  change: StatusChange,
): Promise<Registrant> {
  // The feed may be quicker than the answer to the call.
  const intention = row.marketoWriting.find((one) => !one.isSeen && isEcho(change, one));
  const wrote = row.marketoWrote && isEcho(change, row.marketoWrote) ? row.marketoWrote : undefined;
  const own = intention ?? wrote;
  if (!own) return row;
  const seen = await changeRegistrant(tx, row.id, {
    ...(intention
      ? { marketoWriting: row.marketoWriting.map((one) => (one === intention ? asSeen(one) : one)) }
      : { marketoWrote: null }),
    marketoSeq: row.marketoSeq + 1,
  });
  const overtaken = whatWasOvertaken(webinar, row, change, own.over);
  return overtaken === undefined ? seen : noteOvertaken(tx, seen, overtaken, own.statusName);
}

/** Marketo's instants have whole seconds. Much later, the same status was set by somebody else. */
function isEcho({ newStatus, at }: StatusChange, own: { statusName: string; savedAt: string }): boolean {
  const savedAt = wholeSecond(own.savedAt);
  return newStatus === own.statusName && at.getTime() >= savedAt && at.getTime() < savedAt + intentionLivesMs;
}

function asSeen(intention: MarketoIntention): MarketoIntention {
  return { ...intention, isSeen: true };
}

/** The status of somebody else's over which ours went; a removal shows itself in other ways. */
function whatWasOvertaken(
  { channel }: Webinar,
  { marketoWriting }: Registrant,
  { oldStatus }: StatusChange,
  over: string | null,
): string | undefined {
  if (oldStatus === null || oldStatus === over) return undefined;
  if (statusNamed(channel, oldStatus) === 'not_in_program') return undefined;
  return marketoWriting.some(({ statusName }) => statusName === oldStatus) ? undefined : oldStatus;
}

async function noteOvertaken(tx: Tx, row: Registrant, oldStatus: string, ours: string): Promise<Registrant> {
  const sentence = `Somebody had set ${oldStatus} in Marketo a moment before; Usher's ${ours} followed`;
  const noted = await changeRegistrant(tx, row.id, { marketoOvertaken: sentence });
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'overtaken',
    fromStatus: row.status,
    cause: 'seen_in_marketo',
    actor: 'marketo',
    reason: sentence,
  });
  if (row.messageId !== null) promiseDrawing(tx, row.messageId);
  return noted;
}
