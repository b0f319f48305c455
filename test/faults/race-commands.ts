/** What may happen in a race, at random: generated as wishes, made into acts on the webinar as it stands, carried out for real. */
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beginBulk } from '../../src/approvals/begin-bulk.ts';
import { bulkDecide } from '../../src/approvals/bulk-decide.job.ts';
import { changeDecision } from '../../src/approvals/change-decision.ts';
import { decide } from '../../src/approvals/decide.ts';
import { gatherArrivals } from '../../src/approvals/gather-arrivals.job.ts';
import { settleDecision } from '../../src/approvals/settle-decision.job.ts';
import { undo } from '../../src/approvals/undo.ts';
import { takeMembers } from '../../src/intake/follow-members.ts';
import { decisions } from '../../src/program/registrant.ts';
import { statusTitles } from '../../src/program/status.ts';
import { recordOutcome } from '../../src/registration/register-registrant.job.ts';
import { retry } from '../../src/registration/retry.ts';
import type { Db } from '../../src/store/database.ts';
import { findRegistrant } from '../../src/store/registrant-store.ts';
import { addReview, changeReview, setMarks } from '../../src/store/review-store.ts';
import { registrants } from '../../src/store/schema/registrants.ts';
import { webinars } from '../../src/store/schema/webinars.ts';
import { drawWaiting } from './race-messages.ts';
import { firstMembership, type RaceWebinar } from './race-webinar.ts';
import { type Act, type Button, type ModelState, pieceOfRun } from './races-model.ts';

const often = <Value>(times: number, value: Value): Value[] => Array.from({ length: times }, () => value);
const kinds: Act['kind'][] = [
  ...often(8, 'decide' as const),
  ...often(3, 'undo' as const),
  ...often(3, 'change' as const),
  ...often(2, 'retry' as const),
  ...often(2, 'begin' as const),
  ...often(3, 'bulk' as const),
  ...often(3, 'settle' as const),
  ...often(2, 'hold passes' as const),
  ...often(3, 'on24 answers' as const),
  ...often(4, 'marketo shows' as const),
  'capacity',
  'gather',
  'draw',
];
const { registering: _none, ...shownTitles } = statusTitles;
const marketoStatuses = [
  null,
  'VIP',
  ...Object.values(shownTitles).filter((title) => title !== statusTitles.not_in_program),
];

export const wish = fc.record({
  kind: fc.constantFrom(...kinds),
  person: fc.nat({ max: 4 }),
  /** For a decision: on everybody, as *Approve all* is. */
  isAboutAll: fc.boolean(),
  decision: fc.constantFrom(...often(3, 'approve' as const), ...decisions),
  by: fc.constantFrom(...often(5, 'U0MARA'), ...often(5, 'U0JO'), 'U0SAM'),
  /** A button that was drawn one decision ago. */
  isOld: fc.constantFrom(...often(9, false), true),
  isGood: fc.boolean(),
  statusName: fc.constantFrom(...marketoStatuses),
  isReturn: fc.constantFrom(...often(5, false), true),
  places: fc.option(fc.nat({ max: 4 })),
  /** Dies at this query, or before (-1) or after (-2) its commit. */
  diesAt: fc.option(fc.integer({ min: -2, max: 24 }), { freq: 8 }),
  replica: fc.nat({ max: 1 }),
});
export type Wish = typeof wish extends fc.Arbitrary<infer Made> ? Made : never;

/** What the wish comes to now; nothing where it comes to nothing. */
export async function actFor(it: RaceWebinar, state: ModelState, wished: Wish): Promise<Act | undefined> {
  const { db, webinar } = it;
  const { kind, by, decision } = wished;
  const person = state.people[wished.person % state.people.length];
  if (!person) return undefined;
  const { id, seq } = person;
  const button = (of: { id: number; number: number }): Button => ({
    id: of.id,
    number: Math.max(0, of.number - (wished.isOld ? 1 : 0)),
  });
  const pending = state.people.filter(({ status, held }) => status === 'pending_approval' && held === 'no');
  switch (kind) {
    case 'decide':
      return {
        kind,
        by,
        decision,
        people: (wished.isAboutAll && pending.length > 0 ? pending : [person]).map(button),
      };
    case 'change':
      return { kind, by, decision, button: button(person) };
    case 'undo':
    case 'retry':
      return { kind, by, button: button(person) };
    case 'begin': {
      const people = pending.map(button);
      const review = await addReview(db, webinar.id, by);
      await db.transaction(async (tx) => {
        const marks = people.map(({ id: registrantId, number: decisionNumber }) => ({
          registrantId,
          decisionNumber,
        }));
        await setMarks(tx, review, [], marks);
        await changeReview(tx, review.id, { decision });
      });
      return { kind, by, decision, people, reviewId: review.id };
    }
    case 'bulk': {
      const run = state.runs.findIndex(({ isEnded }) => !isEnded);
      return run < 0 ? undefined : { kind, run };
    }
    case 'settle':
    case 'hold passes':
      return { kind, id };
    case 'on24 answers':
      return { kind, id, isRegistered: wished.isGood };
    case 'marketo shows': {
      const { statusName } = wished;
      const isReturn = wished.isReturn && statusName !== null;
      const returnsAt = isReturn ? firstMembership.getTime() + ++it.returns * 60_000 : null;
      return { kind, id, seq, statusName, returnsAt };
    }
    case 'capacity':
      return { kind, places: wished.places };
    case 'gather':
    case 'draw':
      return { kind };
  }
}

/** Answers with what whoever does it is told, in the words of the model. */
export async function carryOut(it: RaceWebinar, db: Db, act: Act): Promise<string> {
  const now = new Date();
  switch (act.kind) {
    case 'decide': {
      const { by: userId, decision } = act;
      const { decided, refused } = await decide(db, { userId, decision, people: act.people.map(drawn), now });
      const about = [
        ...decided.map(({ id }) => `${id} decided`),
        ...refused.map(({ person, refusal }) => `${person?.id ?? ''} ${refusal.kind}`),
      ];
      return about.sort().join(', ').trim();
    }
    case 'change': {
      const { by: userId, decision, button } = act;
      const click = { userId, decision, drawn: drawn(button), reason: null, now };
      return (await changeDecision(db, click))?.kind ?? 'done';
    }
    case 'undo':
      return (await undo(db, { userId: act.by, drawn: drawn(act.button) }))?.kind ?? 'done';
    case 'retry':
      return (await retry(db, { userId: act.by, ...drawn(act.button) }))?.kind ?? 'done';
    case 'begin': {
      const begun = { userId: act.by, privateMetadata: String(act.reviewId), now };
      return (await beginBulk(db, begun)) === undefined ? 'done' : 'refused';
    }
    case 'bulk': {
      const runId = it.runIds[act.run];
      if (runId !== undefined) await bulkDecide(db, pieceOfRun)({ runId });
      return '';
    }
    case 'hold passes':
      await db
        .update(registrants)
        .set({ holdsUntil: sql`now() - interval '1 second'` })
        .where(sql`${registrants.id} = ${act.id} and ${registrants.holdsUntil} > now()`);
      return '';
    case 'settle':
      return (await settleDecision(db)({ registrantId: act.id })) === undefined ? '' : 'waits';
    case 'on24 answers': {
      const row = await findRegistrant(it.db, act.id);
      if (!row) throw new Error('the row is gone');
      await recordOutcome(
        db,
        it.webinar,
        row,
        act.isRegistered
          ? { kind: 'registered', registration: { on24UserId: 7_000_000 + row.id, isBlocked: false } }
          : { kind: 'refused', words: 'The country is not in the list.', by: 'on24' },
      );
      return '';
    }
    case 'marketo shows':
      return marketoShows(it, db, act);
    case 'capacity':
      await db.update(webinars).set({ capacity: act.places }).where(eq(webinars.id, it.webinar.id));
      return '';
    case 'gather':
      await gatherArrivals(db)({ webinarId: it.webinar.id });
      return '';
    case 'draw':
      await drawWaiting(it, db);
      return '';
  }
}

async function marketoShows(
  { db: plain, webinar, marketo }: RaceWebinar,
  db: Db,
  { id, statusName, returnsAt, seq }: Extract<Act, { kind: 'marketo shows' }>,
): Promise<string> {
  const row = await findRegistrant(plain, id);
  if (!row) throw new Error('the row is gone');
  const membershipDate = returnsAt === null ? row.membershipDate : new Date(returnsAt);
  const reading = statusName === null ? undefined : { statusName, membershipDate, ...nothingElse };
  const parts = { db, marketo, now: () => new Date() };
  const before = new Map([[row.leadId, seq]]);
  const stale = await takeMembers(parts, webinar, before, new Map([[row.leadId, reading]]));
  return stale.length > 0 ? 'stale' : '';
}

const nothingElse = { statusReason: null, webinarUrl: null, registrationCode: null };

function drawn({ id, number }: Button) {
  return { registrantId: id, decisionNumber: number };
}
