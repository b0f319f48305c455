/** Someone decides about one or several people: one transaction, and what was refused is a value with its reason. */
import { sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { promiseGathering } from '../jobs/what-follows.ts';
import type { Drawn } from '../outside/slack/drawn-value.ts';
import { causeOfDecision } from '../program/change-rules.ts';
import {
  reasonToRefuseDecision,
  reasonToRefuseLateApproval,
  reasonToRefusePlaces,
} from '../program/decision-rules.ts';
import type { Refusal } from '../program/refusal.ts';
import { type Decision, statusAfter } from '../program/registrant.ts';
import type { Db, Tx } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { keptDecision } from '../store/former-decision.ts';
import { addHistory } from '../store/history-store.ts';
import { noteResponseUrl } from '../store/message-store.ts';
import { changeRegistrant, findRegistrant, lockRegistrants } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countPlacesTaken, lockWebinar } from '../store/webinar-store.ts';
import { carryOut } from './carry-out.ts';
import { promiseClickDrawing } from './click-drawing.ts';

export interface DecisionClick {
  userId: string;
  decision: Decision;
  /** The people as the button showed them. */
  people: readonly Drawn[];
  reason?: string | null;
  responseUrl?: string | undefined;
  /** By which it is told whether the webinar is over. */
  now?: Date;
}

export interface DecisionOutcome {
  decided: Registrant[];
  refused: { person: Registrant | undefined; refusal: Refusal }[];
}

export async function decide(db: Db, click: DecisionClick): Promise<DecisionOutcome> {
  return transact(db, async (tx) => {
    const first = click.people[0] && (await findRegistrant(tx, click.people[0].registrantId));
    const webinar = first && (await lockWebinar(tx, first.webinarId));
    if (!webinar) return nobody({ kind: 'webinar_gone' });
    const rows = await lockRegistrants(
      tx,
      click.people.map(({ registrantId }) => registrantId),
    );
    const ours = rows.filter((row) => row.webinarId === webinar.id);
    if (click.responseUrl && first.messageId !== null)
      await noteResponseUrl(tx, first.messageId, click.responseUrl);

    const refusesAll = webinar.isPaused
      ? ({ kind: 'webinar_paused' } as const)
      : ((await reasonToRefuseDecider(tx, webinar, click.userId)) ?? reasonToRefuseLate(webinar, click));
    if (refusesAll) {
      for (const row of ours) await noteRefusedClick(tx, row, wishOf(click), refusesAll);
      return nobody(refusesAll);
    }
    return decideEach(tx, webinar, ours, click);
  });
}

/** The caller holds the webinar's lock and the rows'. */
export async function decideEach(
  tx: Tx,
  webinar: Webinar,
  rows: Registrant[],
  click: DecisionClick,
): Promise<DecisionOutcome> {
  const outcome: DecisionOutcome = { decided: [], refused: [] };
  const numbers = new Map(click.people.map((drawn) => [drawn.registrantId, drawn.decisionNumber]));
  const taken = click.decision === 'approve' ? await countPlacesTaken(tx, webinar.id) : 0;
  for (const row of inOrderOfAsking(rows)) {
    const refusal =
      reasonToRefuseDecision(row, click.decision, numbers.get(row.id) ?? -1, webinar.channel) ??
      (click.decision === 'approve'
        ? reasonToRefusePlaces(webinar.capacity, taken + outcome.decided.length, 1)
        : undefined);
    if (refusal) {
      await noteRefusedClick(tx, row, wishOf(click), refusal);
      outcome.refused.push({ person: row, refusal });
    } else {
      outcome.decided.push(await holdDecision(tx, webinar, row, click));
    }
  }
  if (rows.length < click.people.length)
    outcome.refused.push({ person: undefined, refusal: { kind: 'registrant_gone' } });
  return outcome;
}

type Decided = Pick<DecisionClick, 'userId' | 'decision' | 'reason'>;

/** The caller holds the locks and has asked the rules. */
export async function holdDecision(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  click: Decided,
): Promise<Registrant> {
  const held = await changeRegistrant(tx, row.id, {
    decision: click.decision,
    decisionReason: click.reason ?? null,
    decidedBy: click.userId,
    decidedAt: sql`now()`,
    decisionNumber: row.decisionNumber + 1,
    ...keptDecision(row),
    holdsUntil: webinar.holdSeconds > 0 ? sql`now() + make_interval(secs => ${webinar.holdSeconds})` : null,
  });
  await addHistory(tx, {
    webinarId: webinar.id,
    registrantId: row.id,
    episode: row.episode,
    event: 'decided',
    fromStatus: row.status,
    toStatus: statusAfter[click.decision],
    cause: causeOfDecision(row.status, click.decision),
    actor: click.userId,
    reason: click.reason ?? null,
  });
  promiseClickDrawing(tx, held);
  promiseGathering(tx, webinar.id);
  if (webinar.holdSeconds > 0) {
    enqueue(tx, 'settle-decision', { registrantId: row.id }, { delayMs: webinar.holdSeconds * 1000 });
    return held;
  }
  const moved = await carryOut(tx, webinar, held, click.decision);
  if (!moved.moved) throw new Error(`a decision passed its rule and then could not move: ${moved.why}`);
  return moved.registrant;
}

function reasonToRefuseLate(webinar: Webinar, { decision, people, now }: DecisionClick): Refusal | undefined {
  if (decision !== 'approve') return undefined;
  const isTold = people.every(({ isLate }) => isLate);
  return reasonToRefuseLateApproval(webinar, isTold, now ?? new Date());
}

function wishOf({ userId, decision }: Decided) {
  return { userId, wish: decision };
}

export async function noteRefusedClick(
  tx: Tx,
  row: Registrant,
  { userId, wish }: { userId: string; wish: Decision | 'change' },
  refusal: Refusal,
): Promise<void> {
  await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'click_refused',
    fromStatus: row.status,
    cause: wish,
    actor: userId,
    reason: refusal.kind,
  });
  // A click on an old button says that somebody sees an old drawing.
  if (['already_decided', 'webinar_over', 'recording_over'].includes(refusal.kind))
    promiseClickDrawing(tx, row);
}

function inOrderOfAsking(rows: Registrant[]): Registrant[] {
  return [...rows].sort((a, b) => a.askedAt.getTime() - b.askedAt.getTime() || a.id - b.id);
}

function nobody(refusal: Refusal): DecisionOutcome {
  return { decided: [], refused: [{ person: undefined, refusal }] };
}
