/** The three-way merge: what we believed, what Marketo shows now, and what our row wants; pure. */
import { type Channel, statusNamed } from '../program/channel.ts';
import { type Cause, reasonToRefuseMove } from '../program/legal-moves.ts';
import type { Status } from '../program/status.ts';
import type { Registrar } from '../program/webinar.ts';

/** What we believe of one member. */
export interface Belief {
  status: Status;
  /** The last Marketo status taken into account, by Marketo's name. */
  marketoBase: string | null;
  /** Statuses whose write has no known answer yet, and when each was about to be written (ISO 8601). */
  marketoWriting: readonly { statusName: string; savedAt: string }[];
  membershipDate: Date | null;
  /** Something of ours is still to be written over what Marketo shows. */
  marketoIsDue: boolean;
  /** Registrar `marketo`: asked so long ago that what Marketo shows is its answer, also when it looks as before. */
  isAnswerDue: boolean;
}

/** What Marketo shows; nothing when the person is not a member. */
export interface Reading {
  statusName: string;
  statusReason: string | null;
  webinarUrl: string | null;
  registrationCode: string | null;
  membershipDate: Date | null;
}

export interface Circumstances {
  channel: Channel;
  registrar: Registrar;
  /** The webinar is being connected: who is Registered already was registered without us. */
  isFirstSweep: boolean;
}

export type Verdict =
  /** Nothing that somebody else did. */
  | { kind: 'ours' }
  /** Our own write has added somebody who had left: nobody asked for that. */
  | { kind: 'added_by_us' }
  | { kind: 'removed' }
  /** Somebody acted in a way that moves nobody, for example Registered while we are registering. */
  | { kind: 'noted' }
  | { kind: 'new_episode'; to: Status; cause: Cause }
  | { kind: 'followed'; to: Status; cause: Cause }
  | { kind: 'not_followed'; why: string }
  /** Registrar `marketo`: Registered was set there, and counts once the adapter has brought its link. */
  | { kind: 'awaits_link' };

export function mergePlan(belief: Belief, reading: Reading | undefined, around: Circumstances): Verdict {
  if (!reading) return belief.status === 'not_in_program' ? { kind: 'ours' } : { kind: 'removed' };
  if (belief.status === 'not_in_program' || isLater(reading.membershipDate, belief.membershipDate)) {
    if (wasAddedByUs(belief, reading)) return { kind: 'added_by_us' };
    const verdict = newEpisode(reading, around);
    // In a status that means nothing to us they are not here: the next one we know begins their episode.
    return verdict.kind === 'noted' && belief.status !== 'not_in_program' ? { kind: 'removed' } : verdict;
  }
  const isOurs = belief.marketoWriting.some(({ statusName }) => statusName === reading.statusName);
  if (reading.statusName === belief.marketoBase || isOurs) {
    return (
      lateAdapterAnswer(belief, reading, around) ?? repeatedError(belief, reading, around) ?? { kind: 'ours' }
    );
  }
  return somebodyActed(belief, reading, around);
}

/** Where somebody whom Marketo shows for the first time stands; nothing when the status means nothing to us. */
export function newEpisode(reading: Reading, around: Circumstances): Verdict {
  const seen = statusNamed(around.channel, reading.statusName);
  if (!seen || seen === 'not_in_program') return { kind: 'noted' };
  if (seen === 'registered' && !around.isFirstSweep) {
    return around.registrar === 'on24'
      ? { kind: 'new_episode', to: 'registering', cause: 'approved_in_marketo' }
      : {
          kind: 'new_episode',
          to: reading.webinarUrl ? 'registered' : 'registering',
          cause: 'seen_in_marketo',
        };
  }
  return { kind: 'new_episode', to: seen, cause: 'seen_in_marketo' };
}

function somebodyActed(belief: Belief, reading: Reading, around: Circumstances): Verdict {
  const seen = statusNamed(around.channel, reading.statusName);
  if (!seen)
    return { kind: 'not_followed', why: `the status "${reading.statusName}" means nothing to Usher` };
  if (seen === belief.status) return { kind: 'noted' };
  if (seen === 'registered') return registeredByHand(belief, reading, around);
  return follow(belief.status, seen, 'seen_in_marketo', around.channel);
}

/** Registered is Marketo's own gesture of approval; it is true only once ON24 has answered. */
function registeredByHand(belief: Belief, reading: Reading, { registrar, channel }: Circumstances): Verdict {
  if (registrar === 'on24') {
    return belief.status === 'registering'
      ? { kind: 'noted' }
      : follow(belief.status, 'registering', 'approved_in_marketo', channel);
  }
  const verdict = follow(belief.status, 'registered', 'adapter_answer', channel);
  if (verdict.kind !== 'followed' || reading.webinarUrl) return verdict;
  return belief.status === 'registering' ? { kind: 'noted' } : { kind: 'awaits_link' };
}

/** Registrar `marketo`: the link may come after the status was noted. */
function lateAdapterAnswer(
  belief: Belief,
  reading: Reading,
  { registrar, channel }: Circumstances,
): Verdict | undefined {
  if (registrar !== 'marketo' || !reading.webinarUrl || belief.status === 'registered') return undefined;
  if (belief.marketoIsDue || belief.marketoWriting.length > 0) return undefined;
  if (statusNamed(channel, reading.statusName) !== 'registered') return undefined;
  const verdict = follow(belief.status, 'registered', 'adapter_answer', channel);
  return verdict.kind === 'followed' ? verdict : undefined;
}

/**
 * Registrar `marketo`: somebody was retried, and the adapter has refused them once more. When nobody read in between,
 * Marketo shows the very error from which they were retried.
 */
function repeatedError(
  belief: Belief,
  reading: Reading,
  { registrar, channel }: Circumstances,
): Verdict | undefined {
  if (registrar !== 'marketo' || belief.status !== 'registering' || !belief.isAnswerDue) return undefined;
  if (statusNamed(channel, reading.statusName) !== 'registration_error') return undefined;
  const verdict = follow(belief.status, 'registration_error', 'adapter_answer', channel);
  return verdict.kind === 'followed' ? verdict : undefined;
}

function follow(from: Status, to: Status, cause: Cause, channel: Channel): Verdict {
  const why = reasonToRefuseMove(from, to, cause, channel);
  return why ? { kind: 'not_followed', why } : { kind: 'followed', to, cause };
}

/** A membership that begins in a status of ours, not before we were about to write it, was begun by that write. */
function wasAddedByUs({ marketoWriting }: Belief, { statusName, membershipDate }: Reading): boolean {
  if (membershipDate === null) return false;
  return marketoWriting.some(
    (write) => write.statusName === statusName && membershipDate.getTime() >= wholeSecond(write.savedAt),
  );
}

/** Marketo's instants have whole seconds. */
export function wholeSecond(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000) * 1000;
}

// Equal instants are one membership.
function isLater(read: Date | null, believed: Date | null): boolean {
  return read !== null && believed !== null && read.getTime() > believed.getTime();
}
