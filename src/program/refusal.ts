/** Refusals: why a person's wish is not carried out, as values, so that the surface can put them into words. */
import type { Decision } from './registrant.ts';
import type { Status } from './status.ts';

export type Refusal =
  | { kind: 'already_decided'; decision: Decision | null; by: string | null; at: Date | null; status: Status }
  | { kind: 'not_an_approver'; approvers: readonly string[]; ask: string | null }
  | { kind: 'approvers_unknown'; groups: readonly string[] }
  | { kind: 'no_places_left'; capacity: number; taken: number; wanted: number }
  | { kind: 'hold_is_over'; decision: Decision | null; status: Status }
  | { kind: 'nothing_to_undo'; status: Status }
  | { kind: 'nothing_to_retry'; status: Status }
  | { kind: 'being_registered' }
  | { kind: 'registrant_gone' }
  | { kind: 'webinar_gone' }
  | { kind: 'webinar_paused' }
  | { kind: 'webinar_over'; recordingUntil: Date | null }
  | { kind: 'recording_over'; at: Date }
  | { kind: 'webinar_begun'; at: Date }
  | { kind: 'being_cancelled' }
  | { kind: 'registered_by_adapter' }
  | { kind: 'nothing_to_change'; status: Status }
  | { kind: 'not_in_on24' }
  | { kind: 'cancel_answered'; answer: 'cancel' | 'leave' | null; by: string | null }
  | { kind: 'more_people_asked' }
  | { kind: 'illegal_move'; from: Status; to: Status; why: string };
