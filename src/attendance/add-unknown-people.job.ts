/** Adds unknown people to Marketo, whom somebody wants there: the lead by its e-mail address, the member with the right status. */
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { knownWait } from '../jobs/known-waits.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoClient } from '../outside/marketo/marketo-client.ts';
import type { Status } from '../program/status.ts';
import { latestReport } from '../store/attendance-store.ts';
import type { Db } from '../store/database.ts';
import { addHints } from '../store/hint-store.ts';
import type { AttendanceFact } from '../store/schema/attendance.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { changeFacts, wantedPeople } from '../store/unknown-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { isFinalAt } from './outcome.ts';

export interface AddingParts {
  db: Db;
  marketo: MarketoClient;
  now: () => Date;
}

/** As many as Marketo takes in one call. */
const atOnce = 300;

/** What a crash leaves unrecorded is done again: a lead that exists is found, and a member stays where they are. */
export function addUnknownPeople(parts: AddingParts): Handler<'add-unknown-people'> {
  return async ({ webinarId }) => {
    const webinar = await findWebinar(parts.db, webinarId);
    const wanted = webinar ? await wantedPeople(parts.db, webinarId, atOnce) : [];
    if (!webinar || webinar.isPaused || webinar.disconnectedAt || wanted.length === 0) return undefined;
    const people = wanted.filter((fact) => statusOf(parts, webinar, fact) !== undefined);
    // Viewers of the recording wait for the refresh that is final.
    if (people.length === 0) return undefined;
    try {
      await add(parts, webinar, people);
      return { againInMs: 0 };
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      return waitOrRefuse(parts, webinar, people, error);
    }
  };
}

function statusOf({ now }: AddingParts, webinar: Webinar, fact: AttendanceFact): Status | undefined {
  if (fact.cameLive) return 'attended';
  return isFinalAt(webinar.liveEndsAt, now()) ? 'attended_on_demand' : undefined;
}

async function add(parts: AddingParts, webinar: Webinar, people: readonly AttendanceFact[]): Promise<void> {
  const { db, marketo, now } = parts;
  const saved = await marketo.savePeople(people.map(({ email }) => email ?? ''));
  const refused = new Map<number, string>();
  const factsOf = new Map<number, AttendanceFact[]>();
  people.forEach((fact, index) => {
    const { leadId, words } = saved[index] ?? { leadId: null, words: null };
    if (leadId === null) refused.set(fact.on24UserId, words ?? '');
    else factsOf.set(leadId, [...(factsOf.get(leadId) ?? []), fact]);
  });
  for (const status of ['attended', 'attended_on_demand'] as const) {
    const leadIds = [...factsOf].flatMap(([leadId, facts]) => {
      const statuses = facts.map((fact) => statusOf(parts, webinar, fact));
      const best = statuses.includes('attended') ? 'attended' : 'attended_on_demand';
      return best === status ? leadId : [];
    });
    const statusName = webinar.channel.statuses[status]?.name ?? '';
    for (const { leadId, outcome, words } of await marketo.writeStatus(
      webinar.programId,
      statusName,
      leadIds,
    )) {
      if (outcome !== 'refused') continue;
      for (const { on24UserId } of factsOf.get(leadId) ?? []) refused.set(on24UserId, words ?? '');
      factsOf.delete(leadId);
    }
  }
  await transact(db, async (tx) => {
    const added = [...factsOf.values()].flat().map(({ on24UserId }) => on24UserId);
    await changeFacts(tx, webinar.id, added, { addedAt: now() });
    for (const [on24UserId, addRefused] of refused)
      await changeFacts(tx, webinar.id, [on24UserId], { addRefused });
    // Their rows come the way of everybody whom Marketo has.
    await addHints(tx, webinar.id, [...factsOf.keys()]);
    if (factsOf.size > 0) enqueue(tx, 'read-hinted', { webinarId: webinar.id });
    const messageId = await latestReport(tx, webinar.id);
    if (messageId) enqueue(tx, 'draw-message', { messageId });
  });
}

async function waitOrRefuse(
  { db }: AddingParts,
  webinar: Webinar,
  people: readonly AttendanceFact[],
  failure: OutsideFailure,
): Promise<KnownWait | undefined> {
  if (failure.kind !== 'refused' && failure.scope === 'system') return knownWait(failure, 3);
  await transact(db, async (tx) => {
    const ids = people.map(({ on24UserId }) => on24UserId);
    await changeFacts(tx, webinar.id, ids, { addRefused: failure.words });
    const messageId = await latestReport(tx, webinar.id);
    if (messageId) enqueue(tx, 'draw-message', { messageId });
  });
  return { againInMs: 0 };
}
