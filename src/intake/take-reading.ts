/** Takes what Marketo shows of one person into our row: merges it, and promises what must follow. */
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import { moveRegistrant } from '../jobs/move-registrant.ts';
import { promiseAdapterWatch, promiseDrawing, promiseMarketo } from '../jobs/what-follows.ts';
import { safeWords } from '../outside/safe-words.ts';
import { statusNamed } from '../program/channel.ts';
import type { Status } from '../program/status.ts';
import type { Tx } from '../store/database.ts';
import { takenBack } from '../store/former-decision.ts';
import { addHistory } from '../store/history-store.ts';
import { changeRegistrant, type RegistrantChange } from '../store/registrant-store.ts';
import type { MarketoIntention, Registrant } from '../store/schema/registrants.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { liveIntentions, writtenBy } from './marketo-intention.ts';
import { type Circumstances, mergePlan, type Reading, type Verdict } from './merge-plan.ts';

const leadGone = 'Deleted in Marketo, or merged into another person';

/** The caller holds the row's lock and has checked that `marketoSeq` is still what it was when the reading began. */
export async function takeReading(
  tx: Tx,
  webinar: Webinar,
  row: Registrant,
  reading: Reading | undefined,
): Promise<Registrant> {
  // What our own write has put there is no act of anybody; it is taken out again before it counts.
  if (isAddedByUs(row, reading)) return row;
  const belief = { ...row, marketoWriting: liveIntentions(row), isAnswerDue: isAnswerDue(row) };
  const verdict = mergePlan(belief, reading, circumstances(webinar));
  if (verdict.kind === 'added_by_us' && reading) return noteAddedByUs(tx, row, reading);
  const based = await changeRegistrant(tx, row.id, basedOn(row, reading, verdict));
  return applyVerdict(tx, webinar, based, reading, verdict);
}

/** A campaign that Marketo has accepted changes the status within a minute (facts: 2 to 60 seconds). */
const campaignTakesMs = 2 * 60 * 1000;

function isAnswerDue({ adapterAcceptedAt }: Registrant): boolean {
  return adapterAcceptedAt !== null && Date.now() - adapterAcceptedAt.getTime() > campaignTakesMs;
}

/** Still as our own write has added them: somebody else's act would show another status. */
export function isAddedByUs(row: Registrant, reading: Pick<Reading, 'statusName'> | undefined): boolean {
  return row.marketoAddedByUs && reading !== undefined && reading.statusName === row.marketoWrote?.statusName;
}

export function circumstances(webinar: Webinar): Circumstances {
  return { channel: webinar.channel, registrar: webinar.registrar, isFirstSweep: webinar.sweptAt === null };
}

/** What the reading says of Marketo itself, whatever it means for the row. */
function basedOn(row: Registrant, reading: Reading | undefined, verdict: Verdict): RegistrantChange {
  const live = verdict.kind === 'new_episode' ? [] : liveIntentions(row);
  const landed = landedWrite(row, reading, live);
  const believed = {
    marketoBase: reading?.statusName ?? null,
    // A status that Marketo showed before tells of no write: one of that name may still be on its way.
    marketoWriting: landed ? live.filter(({ statusName }) => statusName !== landed.statusName) : live,
    marketoWebinarUrl: reading?.webinarUrl ?? null,
    marketoRegistrationCode: reading?.registrationCode ?? null,
    membershipDate: reading?.membershipDate ?? row.membershipDate,
    // Who is gone is no longer there by our doing.
    marketoAddedByUs: false,
  };
  return {
    ...believed,
    ...(landed && { marketoWrote: writtenBy(landed) }),
    marketoSeq: row.marketoSeq + (isAsBelieved(row, believed) ? 0 : 1),
  };
}

/** The latest write without an answer that the reading shows to have been carried out. */
function landedWrite(
  row: Registrant,
  reading: Reading | undefined,
  live: readonly MarketoIntention[],
): MarketoIntention | undefined {
  if (!reading || reading.statusName === row.marketoBase) return undefined;
  return live.findLast(({ statusName }) => statusName === reading.statusName);
}

function isAsBelieved(row: Registrant, believed: Partial<Registrant>): boolean {
  const before = Object.fromEntries(Object.entries(row).filter(([column]) => column in believed));
  return isDeepStrictEqual(before, believed);
}

/** They are taken out again before anything else; what is read of them until then is no act of anybody. */
async function noteAddedByUs(tx: Tx, row: Registrant, reading: Reading): Promise<Registrant> {
  const live = liveIntentions(row);
  const landed = live.findLast(({ statusName }) => statusName === reading.statusName);
  enqueue(tx, 'write-marketo', { webinarId: row.webinarId });
  return changeRegistrant(tx, row.id, {
    marketoAddedByUs: true,
    marketoIsDue: true,
    marketoWriting: live.filter(({ statusName }) => statusName !== reading.statusName),
    marketoWrote: landed ? { statusName: landed.statusName, savedAt: landed.savedAt, over: null } : null,
    marketoSeq: row.marketoSeq + 1,
  });
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
    case 'added_by_us':
    case 'noted':
      await promiseMarketo(tx, webinar, row);
      return row;
    case 'removed':
      return moved(tx, webinar, row, {
        to: 'not_in_program',
        cause: 'removed_in_marketo',
        reason: row.isLeadGone ? leadGone : null,
        with: endOfHold(row),
      });
    case 'new_episode':
      // Whoever comes back stands on another message, and the one of before shows them no more.
      if (row.messageId !== null) promiseDrawing(tx, row.messageId);
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
      promiseAdapterWatch(tx, webinar.id);
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
    marketoWrote: null,
    marketoReason: null,
    marketoReasonRefused: null,
    joinLink: null,
    // Whoever fills the form in anew tells us anew who they are.
    forgottenAt: null,
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
