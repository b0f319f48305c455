/** What races are checked against: a small model of one webinar, written from the design and not from the code. */
import type { Decision } from '../../src/program/registrant.ts';
import type { Status } from '../../src/program/status.ts';

export interface ModelPerson {
  id: number;
  status: Status;
  decision: Decision | null;
  by: string | null;
  /** `over`: the hold has run out and is not settled yet. */
  held: 'no' | 'running' | 'over';
  number: number;
  former: { decision: Decision | null; by: string | null } | null;
  episode: number;
  /** Milliseconds since 1970. */
  askedAt: number;
  /** When the membership began that was taken into account last. */
  joinedAt: number;
  /** Marketo's status as it was taken into account last. */
  base: string | null;
  seq: number;
  isCancelWanted: boolean;
  run: number | null;
}

export interface ModelRun {
  by: string;
  decision: Decision;
  isEnded: boolean;
  people: { id: number; number: number; outcome: string | null }[];
}

export interface ModelState {
  capacity: number | null;
  hasHold: boolean;
  /** In the order in which they asked. */
  people: ModelPerson[];
  /** In the order in which they were begun. */
  runs: ModelRun[];
  /** For each person what the history tells of this race. */
  told: Record<number, string[]>;
}

export interface Button {
  id: number;
  number: number;
}

/** Something that a person, Marketo, ON24 or the clock does. */
export type Act =
  | { kind: 'decide'; by: string; decision: Decision; people: Button[] }
  | { kind: 'change'; by: string; decision: Decision; button: Button }
  | { kind: 'undo'; by: string; button: Button }
  | { kind: 'retry'; by: string; button: Button }
  | { kind: 'begin'; by: string; decision: Decision; people: Button[]; reviewId: number }
  | { kind: 'bulk'; run: number }
  | { kind: 'settle'; id: number }
  | { kind: 'hold passes'; id: number }
  | { kind: 'on24 answers'; id: number; isRegistered: boolean }
  /** `returnsAt`: when a new membership began, in milliseconds since 1970. */
  | { kind: 'marketo shows'; id: number; statusName: string | null; returnsAt: number | null; seq: number }
  | { kind: 'capacity'; places: number | null }
  | { kind: 'gather' }
  | { kind: 'draw' };

export const approvers = ['U0MARA', 'U0JO'];
/** A run decides this many at a time. */
export const pieceOfRun = 2;

export const after = { approve: 'registering', waitlist: 'waitlisted', reject: 'rejected' } as const;
export const changes: Partial<Record<Status, Decision[]>> = {
  waitlisted: ['approve', 'reject'],
  rejected: ['approve', 'waitlist'],
  registration_error: ['waitlist', 'reject'],
  registered: ['reject'],
};
const outside: Status[] = ['waitlisted', 'rejected', 'registration_error', 'attended', 'attended_on_demand'];
export const follows: Record<Status, Status[]> = {
  not_in_program: [],
  invited: ['pending_approval', ...outside],
  pending_approval: outside,
  waitlisted: outside,
  rejected: outside,
  registering: outside,
  registered: ['no_show', ...outside],
  registration_error: outside,
  no_show: ['attended', 'attended_on_demand'],
  attended: [],
  attended_on_demand: [],
};
export const beforeRegistered: Status[] = [
  'invited',
  'pending_approval',
  'waitlisted',
  'rejected',
  'registration_error',
];

export function placesTaken({ people }: Pick<ModelState, 'people'>): number {
  return people.filter(
    ({ status, held, decision }) =>
      ['registering', 'registered', 'registration_error'].includes(status) ||
      (held !== 'no' && decision === 'approve'),
  ).length;
}

export function personOf({ people }: ModelState, id: number): ModelPerson {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`the model knows nobody with the id ${id}`);
  return person;
}

/** What the history must tell of this person next. */
export function tell({ told }: ModelState, { id }: ModelPerson, ...words: (string | null)[]): void {
  told[id] = [...(told[id] ?? []), words.map((word) => word ?? '-').join(' ')];
}

export function move(state: ModelState, person: ModelPerson, to: Status, cause: string, actor: string): void {
  tell(state, person, 'moved', person.status, to, cause, actor);
  person.status = to;
  if (to === 'registering' || to === 'registered') person.isCancelWanted = false;
}

export function takeBack(person: ModelPerson): void {
  person.decision = person.former?.decision ?? null;
  person.by = person.former?.by ?? null;
  person.former = null;
  person.held = 'no';
  person.number += 1;
}

export function causeOf(status: Status, decision: Decision): string {
  if (status === 'rejected') return 'changed_decision';
  if (status === 'registered') return 'cancelled_in_on24';
  return status === 'waitlisted' && decision === 'approve' ? 'promotion' : 'decision';
}

/** A decision takes effect; answers whether it led anywhere. */
export function takeEffect(state: ModelState, person: ModelPerson): boolean {
  const { decision, status, by } = person;
  if (!decision || (status !== 'pending_approval' && !changes[status]?.includes(decision))) return false;
  person.held = 'no';
  if (status === 'registered') {
    person.isCancelWanted = true;
    tell(state, person, 'cancel_wanted', status, null, null, by);
    return true;
  }
  person.former = null;
  move(state, person, after[decision], causeOf(status, decision), by ?? '');
  return true;
}

export function isFull(state: ModelState): boolean {
  return state.capacity !== null && placesTaken(state) >= state.capacity;
}
