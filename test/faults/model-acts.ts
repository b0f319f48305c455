/** What each act does to the model of one webinar, and what whoever did it is told. */
import type { Decision } from '../../src/program/registrant.ts';
import {
  type Act,
  after,
  approvers,
  type Button,
  causeOf,
  changes,
  isFull,
  type ModelPerson,
  type ModelState,
  move,
  personOf,
  pieceOfRun,
  takeBack,
  takeEffect,
  tell,
} from './races-model.ts';
import { marketoShows } from './seen-in-marketo.ts';

type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;
type Acts = { [Kind in Act['kind']]: (state: ModelState, act: ActOf<Kind>) => string };

/** Changes `state`. A bulk run is taken one piece further. */
export function carryOutInModel<Kind extends Act['kind']>(state: ModelState, act: ActOf<Kind>): string {
  const doAct = acts[act.kind] as (state: ModelState, act: Act) => string;
  return doAct(state, act);
}

const acts: Acts = {
  decide(state, { by, decision, people }) {
    if (!approvers.includes(by)) {
      for (const { id } of people) refuse(state, personOf(state, id), decision, by, 'not_an_approver');
      return 'not_an_approver';
    }
    return inOrder(state, people)
      .map(({ id, number }) => `${id} ${decideOne(state, personOf(state, id), { by, decision, number })}`)
      .sort()
      .join(', ');
  },

  change(state, { by, decision, button }) {
    const person = personOf(state, button.id);
    const refusal =
      reasonNotToChange(person, by, decision, button) ??
      (decision === 'approve' && isFull(state) ? 'no_places_left' : undefined);
    if (refusal) return refuse(state, person, decision, by, refusal);
    noteDecision(state, person, decision, by);
    return 'done';
  },

  undo(state, { by, button }) {
    const person = personOf(state, button.id);
    const refusal = reasonNotToUndo(person, by, button);
    if (refusal) return refuse(state, person, 'undo', by, refusal);
    tell(state, person, 'undone', person.status, null, person.decision, by);
    takeBack(person);
    return 'done';
  },

  retry(state, { by, button }) {
    const person = personOf(state, button.id);
    const refusal = reasonNotToRetry(person, by, button);
    if (refusal) return refuse(state, person, 'retry', by, refusal);
    move(state, person, 'registering', 'retry', by);
    Object.assign(person, { decision: 'approve', by: person.by ?? by, number: person.number + 1 });
    return 'done';
  },

  begin(state, { by, decision, people }) {
    if (!approvers.includes(by)) return 'refused';
    const marked = people.map(({ id, number }) => ({ person: personOf(state, id), number }));
    const isOpen = ({ status, held, run }: ModelPerson) =>
      status === 'pending_approval' && held === 'no' && run === null;
    if (!marked.some(({ person, number }) => isOpen(person) && person.number === number)) return 'refused';
    for (const { person } of marked) if (isOpen(person)) person.run = state.runs.length;
    state.runs.push({
      by,
      decision,
      isEnded: false,
      people: people.map((button) => ({ ...button, outcome: null })).sort((a, b) => a.id - b.id),
    });
    return 'done';
  },

  bulk(state, { run: index }) {
    const run = state.runs[index];
    if (!run || run.isEnded) return '';
    const waiting = run.people.filter(({ outcome }) => outcome === null);
    const next = inOrder(state, waiting).slice(0, pieceOfRun);
    run.isEnded = next.length === 0;
    for (const { id, number } of next) {
      const person = personOf(state, id);
      const outcome = decideOne(state, person, { by: run.by, decision: run.decision, number });
      run.people = run.people.map((one) => (one.id === id ? { ...one, outcome } : one));
      if (person.run === index) person.run = null;
    }
    return '';
  },

  'hold passes'(state, { id }) {
    const person = personOf(state, id);
    if (person.held === 'running') person.held = 'over';
    return '';
  },

  settle(state, { id }) {
    const person = personOf(state, id);
    if (person.held === 'running') return 'waits';
    if (person.held === 'no' || !person.decision) return '';
    const { status, decision, by } = person;
    if (takeEffect(state, person)) return '';
    tell(state, person, 'hold_ended', status, after[decision], null, by);
    if (person.former) takeBack(person);
    else person.held = 'no';
    return '';
  },

  'on24 answers'(state, { id, isRegistered }) {
    const person = personOf(state, id);
    const isLate = isRegistered && person.status === 'registration_error';
    if (person.status === 'registering' || isLate)
      move(state, person, isRegistered ? 'registered' : 'registration_error', 'on24_answer', 'on24');
    return '';
  },

  'marketo shows': (state, act) => marketoShows(state, personOf(state, act.id), act),

  capacity(state, { places }) {
    state.capacity = places;
    return '';
  },

  gather: () => '',
  draw: () => '',
};

function inOrder<Of extends Button>({ people }: ModelState, some: readonly Of[]): Of[] {
  return people.flatMap(({ id }) => some.find((one) => one.id === id) ?? []);
}

function refuse(state: ModelState, person: ModelPerson, cause: string, by: string, refusal: string): string {
  tell(state, person, 'click_refused', person.status, null, cause, by, refusal);
  return refusal;
}

function noteDecision(state: ModelState, person: ModelPerson, decision: Decision, by: string): void {
  tell(state, person, 'decided', person.status, after[decision], causeOf(person.status, decision), by);
  const isFirst = person.status === 'pending_approval';
  person.former = isFirst ? null : { decision: person.decision, by: person.by };
  person.decision = decision;
  person.by = by;
  person.number += 1;
  if (state.hasHold) person.held = 'running';
  else takeEffect(state, person);
}

function decideOne(
  state: ModelState,
  person: ModelPerson,
  { by, decision, number }: { by: string; decision: Decision; number: number },
): string {
  const refuseIt = (refusal: string) => refuse(state, person, decision, by, refusal);
  if (person.status === 'not_in_program') return refuseIt('registrant_gone');
  if (person.number !== number || person.held !== 'no' || person.status !== 'pending_approval')
    return refuseIt('already_decided');
  if (decision === 'approve' && isFull(state)) return refuseIt('no_places_left');
  noteDecision(state, person, decision, by);
  return 'decided';
}

function reasonNotToChange(person: ModelPerson, by: string, decision: Decision, { number }: Button) {
  const { status, held } = person;
  if (!approvers.includes(by)) return 'not_an_approver';
  if (status === 'not_in_program') return 'registrant_gone';
  if (person.number !== number || held !== 'no') return 'already_decided';
  if (status === 'registering') return 'being_registered';
  if (status === 'registered' && person.isCancelWanted) return 'being_cancelled';
  const possible = changes[status] ?? [];
  if (possible.length === 0) return 'nothing_to_change';
  return possible.includes(decision) ? undefined : 'illegal_move';
}

function reasonNotToUndo({ number, held, decision }: ModelPerson, by: string, button: Button) {
  if (!approvers.includes(by)) return 'not_an_approver';
  if (number !== button.number) return 'already_decided';
  if (held === 'no') return decision ? 'hold_is_over' : 'nothing_to_undo';
  return held === 'over' ? 'hold_is_over' : undefined;
}

function reasonNotToRetry({ status, number, held }: ModelPerson, by: string, button: Button) {
  if (!approvers.includes(by)) return 'not_an_approver';
  if (status === 'not_in_program') return 'registrant_gone';
  if (status === 'registering') return 'being_registered';
  if (status !== 'registration_error') return 'nothing_to_retry';
  return number !== button.number || held !== 'no' ? 'already_decided' : undefined;
}
