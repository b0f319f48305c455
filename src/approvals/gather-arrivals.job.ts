/** Gives the pending people of a webinar a place in a message of its channel. */
import { eq, inArray } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { readBackgrounds } from '../store/background-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { databaseNow } from '../store/decider-store.ts';
import {
  addMessage,
  approvalMessages,
  changeMessage,
  countInLine,
  openApprovalMessages,
  peopleInLine,
  peopleOf,
  takeOffMessage,
} from '../store/message-store.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { Message } from '../store/schema/messages.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';
import { hasRoomFor, isFolded } from './approval-message.ts';
import { joinsForMs, mostOpenMessages, planGathering, type ShownMessage } from './gather-plan.ts';
import { isUndecided } from './person-row.ts';

/** How often the count of those who wait beyond the messages is brought up to date. */
const countEveryMs = 10_000;
/** More people than fit into all the messages that one run may post. */
const mostPlacedAtOnce = mostOpenMessages * 10 + 10;

export function gatherArrivals(db: Db): Handler<'gather-arrivals'> {
  return async ({ webinarId }) => {
    await transact(db, async (tx) => {
      const webinar = await lockWebinar(tx, webinarId);
      if (webinar && !webinar.isPaused) await gather(tx, webinar);
    });
    return undefined;
  };
}

async function gather(tx: Tx, webinar: Webinar): Promise<void> {
  const line = await peopleInLine(tx, webinar.id, mostPlacedAtOnce);
  const [newestRow] = await approvalMessages(tx, webinar.id, 1);
  if (line.count === 0) return tellHowMany(tx, newestRow, 0);
  const openRows = await openApprovalMessages(tx, webinar.id);
  const [oldest] = openRows;
  const mayMove = [...line.next, ...(oldest ? await peopleOf(tx, oldest.id) : [])];
  const locked = new Map(
    (
      await lockRegistrants(
        tx,
        mayMove.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  const now = await databaseNow(tx);
  const open: ShownMessage[] = [];
  for (const message of openRows) open.push(await shown(tx, message, now));
  const plan = planGathering({
    newest: newestRow ? await shown(tx, newestRow, now) : undefined,
    open,
    inLine: await withBackground(
      tx,
      webinar,
      line.next.flatMap(({ id }) => locked.get(id) ?? []).filter(isUndecided),
    ),
    newestClosesAt: newestRow ? new Date(newestRow.createdAt.getTime() + joinsForMs) : undefined,
    hasRoomFor: (people, newcomer) => hasRoomFor(emptyMessage(webinar, people), newcomer),
  });

  if (plan.fold) await fold(tx, plan.fold.messageId, webinar);
  if (plan.join) await place(tx, plan.join.messageId, plan.join.people);
  let newest = newestRow;
  for (const people of plan.post) {
    newest = await addMessage(tx, {
      webinarId: webinar.id,
      kind: 'approval',
      slackChannelId: webinar.slackChannelId,
    });
    await place(tx, newest.id, people);
  }
  // The newest of before loses its webinar-wide numbers to a newer one.
  if (newestRow && plan.post.length > 0) enqueue(tx, 'draw-message', { messageId: newestRow.id });
  await tellHowMany(tx, newest, await countInLine(tx, webinar.id));
}

/** The newest message tells how many wait beyond the messages; a change of that alone may take a while to be seen. */
async function tellHowMany(tx: Tx, newest: Message | undefined, moreWaiting: number): Promise<void> {
  if (!newest || newest.moreWaiting === moreWaiting) return;
  await changeMessage(tx, newest.id, { moreWaiting });
  enqueue(tx, 'draw-message', { messageId: newest.id }, { delayMs: countEveryMs, keepsEarlier: true });
}

async function fold(tx: Tx, messageId: number, webinar: Webinar): Promise<void> {
  const movedDown = await takeOffMessage(tx, messageId);
  await changeMessage(tx, messageId, { movedDown });
  enqueue(tx, 'draw-message', { messageId });
  // Whom the new message has no room for stands in line again.
  enqueue(tx, 'gather-arrivals', { webinarId: webinar.id });
}

/** Looked up once, when somebody is about to be shown for the first time. */
async function withBackground(tx: Tx, webinar: Webinar, people: Registrant[]): Promise<Registrant[]> {
  const unknown = people.filter(({ background }) => background === null).map(({ id }) => id);
  const found = await readBackgrounds(tx, webinar.id, unknown);
  return people.map((person) => ({ ...person, background: found.get(person.id) ?? person.background }));
}

async function place(tx: Tx, messageId: number, people: readonly Registrant[]): Promise<void> {
  const ids = people.map(({ id }) => id);
  await tx.update(registrants).set({ messageId }).where(inArray(registrants.id, ids));
  for (const { id, background } of people)
    await tx.update(registrants).set({ background }).where(eq(registrants.id, id));
  enqueue(tx, 'draw-message', { messageId });
}

async function shown(tx: Tx, message: Message, now: Date): Promise<ShownMessage> {
  const people = await peopleOf(tx, message.id);
  return {
    id: message.id,
    ageMs: now.getTime() - message.createdAt.getTime(),
    people,
    hasUndecided: people.some(isUndecided),
    isFolded: isFolded(people),
  };
}

function emptyMessage(webinar: Webinar, people: readonly Registrant[]) {
  return {
    messageId: 0,
    webinar,
    people: [...people],
    movedDown: 0,
    newest: { placesTaken: 0, moreWaiting: 1000 },
  };
}
