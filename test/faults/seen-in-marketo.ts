/** What becomes of somebody in the model when Marketo shows them: removed, back again, moved by somebody, or as believed. */
import { type Status, statuses, statusTitles } from '../../src/program/status.ts';
import {
  type Act,
  beforeRegistered,
  follows,
  type ModelPerson,
  type ModelState,
  move,
  takeBack,
  tell,
} from './races-model.ts';

const decisionSeen: Partial<Record<Status, 'approve' | 'waitlist' | 'reject'>> = {
  registering: 'approve',
  waitlisted: 'waitlist',
  rejected: 'reject',
};

export function marketoShows(
  state: ModelState,
  person: ModelPerson,
  { statusName, returnsAt, seq }: Extract<Act, { kind: 'marketo shows' }>,
): string {
  if (person.seq !== seq) return 'stale';
  const isNews = person.base !== statusName;
  if (isNews || returnsAt !== null) person.seq += 1;
  person.base = statusName;
  person.joinedAt = returnsAt ?? person.joinedAt;
  if (statusName === null) {
    if (person.status !== 'not_in_program') remove(state, person);
    return '';
  }
  const seen = statuses.find((status) => statusTitles[status] === statusName);
  if (person.status === 'not_in_program' || returnsAt !== null) beginAnew(state, person, seen);
  else if (isNews) follow(state, person, seen);
  return '';
}

function endHold(state: ModelState, person: ModelPerson): void {
  if (person.held === 'no') return;
  tell(state, person, 'hold_ended', person.status, null, person.decision, person.by);
  takeBack(person);
}

function remove(state: ModelState, person: ModelPerson): void {
  endHold(state, person);
  move(state, person, 'not_in_program', 'removed_in_marketo', 'marketo');
}

function beginAnew(state: ModelState, person: ModelPerson, seen: Status | undefined): void {
  const { number } = person;
  if (person.status !== 'not_in_program') remove(state, person);
  if (!seen) return;
  if (seen === 'registered') move(state, person, 'registering', 'approved_in_marketo', 'marketo');
  else move(state, person, seen, 'seen_in_marketo', 'marketo');
  const decision = decisionSeen[person.status] ?? null;
  person.decision = decision;
  person.by = decision && 'marketo';
  person.former = null;
  person.number = number + 1;
  person.episode += 1;
  person.askedAt = person.joinedAt;
  state.people.sort((a, b) => a.askedAt - b.askedAt || a.id - b.id);
}

function follow(state: ModelState, person: ModelPerson, seen: Status | undefined): void {
  const { number, status } = person;
  if (seen === status || (seen === 'registered' && status === 'registering')) return;
  const to = seen === 'registered' ? 'registering' : seen;
  const isLegal =
    seen === 'registered' ? beforeRegistered.includes(status) : !!seen && follows[status].includes(seen);
  endHold(state, person);
  if (!to || !isLegal) {
    const event = seen === 'pending_approval' ? 'asked_again' : 'not_followed';
    tell(state, person, event, status, null, 'seen_in_marketo', 'marketo');
    return;
  }
  move(state, person, to, seen === 'registered' ? 'approved_in_marketo' : 'seen_in_marketo', 'marketo');
  const decision = decisionSeen[to];
  if (!decision) return;
  person.decision = decision;
  person.by = 'marketo';
  person.former = null;
  person.number = number + 1;
}
