/** Gives everybody with a registration error a place in the alert of their cause, and opens it when there is none. */
import { inArray } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import {
  addAlert,
  changeAlert,
  countOpenedSince,
  openErrorAlerts,
  otherReasons,
  peopleWithoutAlert,
} from '../store/alert-store.ts';
import type { Db, Tx } from '../store/database.ts';
import { addMessage } from '../store/message-store.ts';
import { lockRegistrants } from '../store/registrant-store.ts';
import type { Alert } from '../store/schema/alerts.ts';
import { type Registrant, registrants } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { lockWebinar } from '../store/webinar-store.ts';
import { causeKey } from './cause-key.ts';
import { placeCauses } from './place-causes.ts';

const atOnce = 500;
/** An open alert is edited at most this often while more people meet its cause. */
const editsEveryMs = 10_000;
const minuteMs = 60_000;
/** So many causes of an alert on several reasons are remembered; whoever comes with another one is placed anew. */
const mostCausesKept = 500;

export function groupErrors(db: Db, now: () => Date = () => new Date()): Handler<'group-errors'> {
  return async ({ webinarId }) => {
    const grouped = await transact(db, async (tx) => {
      const webinar = await lockWebinar(tx, webinarId);
      if (!webinar) return 0;
      const people = await peopleWithoutAlert(tx, webinarId, atOnce);
      const locked = await lockRegistrants(
        tx,
        people.map(({ id }) => id),
      );
      const failing = locked.filter((row) => row.status === 'registration_error' && row.alertId === null);
      await placePeople(tx, webinar, failing, now());
      return people.length;
    });
    return grouped === atOnce ? { againInMs: 0 } : undefined;
  };
}

async function placePeople(tx: Tx, webinar: Webinar, people: readonly Registrant[], at: Date): Promise<void> {
  if (people.length === 0) return;
  const groups = byCause(people);
  const open = await openErrorAlerts(tx, webinar);
  const places = placeCauses({
    causes: [...groups.keys()],
    open,
    openedLately: await countOpenedSince(tx, webinar.id, new Date(at.getTime() - minuteMs)),
  });
  const met = new Map<string, { causes: string[]; people: Registrant[] }>();
  for (const [cause, group] of groups) {
    const place = places.get(cause) ?? cause;
    const there = met.get(place) ?? { causes: [], people: [] };
    met.set(place, { causes: [...there.causes, cause], people: [...there.people, ...group] });
  }
  for (const [place, { causes, people: group }] of met) {
    const known = open.find(({ cause }) => cause === place);
    const alert = known ?? (await openAlert(tx, webinar, place, group[0]?.statusReason ?? null, at));
    await join(tx, alert, { isNew: !known, causes, people: group, at });
  }
}

/** The most frequent cause first. */
function byCause(people: readonly Registrant[]): Map<string, Registrant[]> {
  const groups = new Map<string, Registrant[]>();
  for (const person of people) {
    const cause = causeKey(person.statusReason, person);
    const group = groups.get(cause);
    if (group) group.push(person);
    else groups.set(cause, [person]);
  }
  return new Map([...groups].sort(([, one], [, other]) => other.length - one.length));
}

async function join(
  tx: Tx,
  alert: Alert,
  met: { isNew: boolean; causes: readonly string[]; people: readonly Registrant[]; at: Date },
): Promise<void> {
  const ids = met.people.map(({ id }) => id);
  await tx.update(registrants).set({ alertId: alert.id }).where(inArray(registrants.id, ids));
  const otherCauses = [...new Set([...alert.otherCauses, ...met.causes])].slice(0, mostCausesKept);
  await changeAlert(tx, alert.id, {
    lastMetAt: met.at,
    ...(alert.cause === otherReasons ? { otherCauses } : {}),
  });
  if (alert.messageId === null) return;
  enqueue(
    tx,
    'draw-message',
    { messageId: alert.messageId },
    met.isNew ? {} : { delayMs: editsEveryMs, keepsEarlier: true },
  );
}

async function openAlert(
  tx: Tx,
  webinar: Webinar,
  cause: string,
  reason: string | null,
  at: Date,
): Promise<Alert> {
  const { id: webinarId, slackChannelId } = webinar;
  const message = await addMessage(tx, { webinarId, kind: 'alert', slackChannelId });
  return addAlert(tx, {
    kind: 'registration_error',
    slackChannelId,
    webinarId,
    cause,
    words: reason ?? 'No reason was given.',
    messageId: message.id,
    openedAt: at,
    lastMetAt: at,
  });
}
