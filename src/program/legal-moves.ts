/** The whole table of legal moves: which status may follow which, and by what cause. Nothing else decides. */
import { type Channel, stepOf } from './channel.ts';
import { type Status, statusTitles } from './status.ts';

export const causes = [
  'seen_in_marketo',
  'removed_in_marketo',
  'approved_in_marketo',
  'decision',
  'changed_decision',
  'promotion',
  'retry',
  'on24_answer',
  'adapter_answer',
  'webinar_ended',
  'cancelled_in_on24',
  'attendance',
] as const;

/**
 * Why a registrant moves. `approved_in_marketo` is Marketo's own gesture of approval (Registered set there, registrar
 * `on24`); `adapter_answer` is the adapter's (Registered with its `webinarUrl`, or Registration Error).
 */
export type Cause = (typeof causes)[number];

type Moves = Partial<Record<Status, readonly Cause[]>>;

const attendance: Moves = {
  attended: ['attendance', 'seen_in_marketo'],
  attended_on_demand: ['attendance', 'seen_in_marketo'],
};
const removal: Moves = { not_in_program: ['removed_in_marketo'] };
const gesture: Moves = { registering: ['approved_in_marketo'], registered: ['adapter_answer'] };

export const legalMoves: Record<Status, Moves> = {
  not_in_program: {
    invited: ['seen_in_marketo'],
    pending_approval: ['seen_in_marketo'],
    waitlisted: ['seen_in_marketo'],
    rejected: ['seen_in_marketo'],
    registering: ['seen_in_marketo', 'approved_in_marketo'],
    registered: ['seen_in_marketo', 'adapter_answer'],
    registration_error: ['seen_in_marketo'],
    no_show: ['seen_in_marketo'],
    attended: ['seen_in_marketo'],
    attended_on_demand: ['seen_in_marketo'],
  },
  invited: {
    ...removal,
    ...gesture,
    ...attendance,
    pending_approval: ['seen_in_marketo'],
    waitlisted: ['seen_in_marketo'],
    rejected: ['seen_in_marketo'],
    registration_error: ['seen_in_marketo'],
  },
  pending_approval: {
    ...removal,
    ...attendance,
    registering: ['decision', 'approved_in_marketo'],
    registered: ['adapter_answer'],
    waitlisted: ['decision', 'seen_in_marketo'],
    rejected: ['decision', 'seen_in_marketo'],
    registration_error: ['seen_in_marketo'],
  },
  waitlisted: {
    ...removal,
    ...attendance,
    registering: ['decision', 'promotion', 'approved_in_marketo'],
    registered: ['adapter_answer'],
    rejected: ['decision', 'seen_in_marketo'],
    registration_error: ['seen_in_marketo'],
  },
  rejected: {
    ...removal,
    ...attendance,
    registering: ['changed_decision', 'approved_in_marketo'],
    registered: ['adapter_answer'],
    waitlisted: ['changed_decision', 'seen_in_marketo'],
    registration_error: ['seen_in_marketo'],
  },
  registering: {
    ...removal,
    ...attendance,
    registered: ['on24_answer', 'adapter_answer'],
    registration_error: ['on24_answer', 'adapter_answer', 'webinar_ended', 'seen_in_marketo'],
    waitlisted: ['seen_in_marketo'],
    rejected: ['seen_in_marketo'],
  },
  registered: {
    ...removal,
    ...attendance,
    rejected: ['cancelled_in_on24', 'seen_in_marketo'],
    waitlisted: ['seen_in_marketo'],
    registration_error: ['seen_in_marketo'],
    no_show: ['attendance', 'seen_in_marketo'],
  },
  registration_error: {
    ...removal,
    ...attendance,
    registering: ['retry', 'approved_in_marketo'],
    registered: ['on24_answer', 'adapter_answer'],
    waitlisted: ['decision', 'seen_in_marketo'],
    rejected: ['decision', 'seen_in_marketo'],
  },
  no_show: { ...removal, ...attendance },
  attended: { ...removal },
  attended_on_demand: { ...removal },
};

/** Why a move may not happen, or nothing when it may: the table first, then Marketo's rule that steps never fall. */
export function reasonToRefuseMove(
  from: Status,
  to: Status,
  cause: Cause,
  channel: Channel,
): string | undefined {
  if (!legalMoves[from][to]?.includes(cause))
    return `${statusTitles[from]} does not become ${statusTitles[to]} that way`;
  if (to !== 'not_in_program' && stepOf(channel, to) < stepOf(channel, from)) {
    return `${statusTitles[to]} has a lower step than ${statusTitles[from]} in the channel "${channel.name}"`;
  }
  return undefined;
}
