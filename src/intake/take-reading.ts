/** Takes what Marketo shows of one person into our row: merges it, and promises what must follow. */
import { sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { promiseDrawing, promiseMarketo } from '../jobs/what-follows.ts';
import { safeWords } from '../outside/safe-words.ts';
import { statusNamed } from '../program/channel.ts';
import type { Status } from '../program/status.ts';
import type { Tx } from '../store/database.ts';
import { takenBack } from '../store/former-decision.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, type RegistrantChange } from '../store/registrant-store.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { type Circumstances, mergePlan, type Reading, type Verdict } from './merge-plan.ts';

/** An intention older than this has either shown itself in a reading or will not any more. */
const intentionLivesMs = 10 * 60 * 1000;

/** The caller holds the row's lock and has checked that `marketoSeq` is still what it was when the reading began. */
export async function takeReading(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  reading: Reading | undefined,
): Promise<Registrant> {
  // What our own write has put there is no act of anybody; it is taken out again before it counts.
  if (row.marketoAddedByUs && reading) return row;
  const belief = { ...row, marketoWriting: row.marketoWriting.map(({ statusName }) => statusName) };
  const verdict = mergePlan(belief, reading, circumstances(webinar));
  const based = await changeRegistrant(tx, row.id, basedOn(row, reading, verdict));
  return applyVerdict(tx, webinar, based, reading, verdict);
}

export function circumstances(webinar: Webinar): Circumstances {
  return { channel: webinar.channel, registrar: webinar.registrar, isFirstSweep: webinar.sweptAt === null };
}

/** What the reading says of Marketo itself, whatever it means for the row. */
function basedOn(row: Registrant, reading: Reading | undefined, verdict: Verdict): RegistrantChange {
  const base = reading?.statusName ?? null;
  const writing = row.marketoWriting.filter(
    ({ statusName, savedAt }) =>
      statusName !== base &&
      verdict.kind !== 'new_episode' &&
      Date.now() - Date.parse(savedAt) < intentionLivesMs,
  );
  const isChanged = base !== row.marketoBase || writing.length !== row.marketoWriting.length;
  return {
    marketoBase: base,
    marketoWriting: writing,
    marketoSeq: row.marketoSeq + (isChanged ? 1 : 0),
    marketoWebinarUrl: reading?.webinarUrl ?? null,
    membershipDate: reading?.membershipDate ?? row.membershipDate,
  };
}

async function applyVerdict(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  reading: Reading | undefined,
  verdict: Verdict,
): Promise<Registrant> {
  switch (verdict.kind) {
    case 'ours':
    case 'noted':
      await promiseMarketo(tx, webinar, row);
      return row;
    case 'removed':
      return moved(tx, webinar, row, {
        to: 'not_in_program',
        cause: 'removed_in_marketo',
        with: endOfHold(row),
      });
    case 'new_episode':
      return moved(tx, webinar, row, {
        to: verdict.to,
        cause: verdict.cause,
        reason: reasonOf(reading),
        with: freshEpisode(row, reading, verdict.to),
      });
    case 'followed':
      return moved(tx, webinar, row, {
        to: verdict.to,
        cause: verdict.cause,
        reason: reasonOf(reading),
        with: { ...endOfHold(row), ...decidedInMarketo(verdict.to, row) },
      });
    case 'not_followed':
      return notFollowed(tx, webinar, row, reading, verdict.why);
    case 'awaits_link':
      return notFollowed(tx, webinar, row, reading, 'it counts once ON24 has given a link');
  }
}

/** Marketo's words may hold addresses, and the row's reason is shown in a channel. */
function reasonOf(reading: Reading | undefined): string | null {
  return reading?.statusReason ? safeWords(reading.statusReason) : null;
}

type MarketoMove = Omit<Parameters<typeof moveRegistrant>[3], 'actor'>;

async function moved(tx: Tx, webinar: Webinar, row: Registrant, move: MarketoMove): Promise<Registrant> {
  if (row.holdsUntil) await noteEndedHold(tx, row);
  // A new episode begins before it began: the row leaves the program first, so that the table of moves holds.
  const from: Registrant = isNewEpisode(row, move) ? await leftTheProgram(tx, webinar, row) : row;
  const outcome = await moveRegistrant(tx, webinar, from, { ...move, actor: 'marketo' });
  if (!outcome.moved) throw new Error(`a merged reading could not move: ${outcome.why}`);
  return outcome.registrant;
}

function isNewEpisode(row: Registrant, move: MarketoMove): boolean {
  return move.with?.episode !== undefined && row.status !== 'not_in_program';
}

async function leftTheProgram(tx: Tx, webinar: Webinar, row: Registrant): Promise<Registrant> {
  const left = await moveRegistrant(tx, webinar, row, {
    to: 'not_in_program',
    cause: 'removed_in_marketo',
    actor: 'marketo',
    with: endOfHold(row),
  });
  if (!left.moved) throw new Error(`a removal could not move: ${left.why}`);
  return left.registrant;
}

function endOfHold(row: Registrant): RegistrantChange {
  if (!row.holdsUntil) return {};
  return takenBack(row);
}

async function noteEndedHold(tx: Tx, row: Registrant): Promise<void> {
  const historyId = await addHistory(tx, {
    webinarId: row.webinarId,
    registrantId: row.id,
    episode: row.episode,
    event: 'hold_ended',
    fromStatus: row.status,
    cause: row.decision,
    actor: row.decidedBy ?? 'usher',
    reason: 'somebody acted in Marketo during the hold',
  });
  if (row.decidedBy !== null) enqueue(tx, 'tell-maker', { historyId });
}

const decisionSeen: Partial<Record<Status, Registrant['decision']>> = {
  registering: 'approve',
  registered: 'approve',
  waitlisted: 'waitlist',
  rejected: 'reject',
};

/** Buttons drawn before somebody acted in Marketo are of an older decision. */
function decidedInMarketo(to: Status, row: Registrant): RegistrantChange {
  const decision = decisionSeen[to];
  if (!decision || (row.decision === 'approve' && !row.holdsUntil && to === 'registered')) return {};
  return {
    decision,
    decidedBy: 'marketo',
    decidedAt: sql`now()`,
    decisionReason: null,
    formerDecision: null,
    decisionNumber: row.decisionNumber + 1,
  };
}

function freshEpisode(row: Registrant, reading: Reading | undefined, to: Status): RegistrantChange {
  const decision = decisionSeen[to] ?? null;
  return {
    episode: row.episode + 1,
    askedAt: reading?.membershipDate ?? sql`now()`,
    askedAgainAt: null,
    messageId: null,
    decision,
    decidedBy: decision ? 'marketo' : null,
    decidedAt: decision ? sql`now()` : null,
    decisionReason: null,
    formerDecision: null,
    holdsUntil: null,
    decisionNumber: row.decisionNumber + 1,
    marketoRefused: null,
    joinLink: null,
  };
}

/** An illegal change is said once, and nothing is written over it until the row moves again. */
async function notFollowed(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  reading: Reading | undefined,
  why: string,
): Promise<Registrant> {
  const statusName = reading?.statusName ?? '';
  const isAskedAgain = statusNamed(webinar.channel, statusName) === 'pending_approval';
  if (row.holdsUntil) await noteEndedHold(tx, row);
  const noted = await changeRegistrant(tx, row.id, {
    ...endOfHold(row),
    marketoRefused: isAskedAgain
      ? `Marketo shows ${statusName}: asked again`
      : `Marketo shows ${statusName}: ${why}`,
    marketoIsDue: false,
    ...(isAskedAgain ? { askedAgainAt: sql`now()` } : {}),
  });
  await addHistory(tx, {
    webinarId: webinar.id,
    registrantId: row.id,
    episode: row.episode,
    event: isAskedAgain ? 'asked_again' : 'not_followed',
    fromStatus: row.status,
    cause: 'seen_in_marketo',
    actor: 'marketo',
    reason: `${statusName}: ${why}`,
  });
  if (noted.messageId !== null) promiseDrawing(tx, noted.messageId);
  return noted;
}
