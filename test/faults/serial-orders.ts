/** Whether what several people saw and did at once could have happened one after the other. */
import { isDeepStrictEqual } from 'node:util';
import { carryOutInModel } from './model-acts.ts';
import type { Act, ModelState } from './races-model.ts';

export interface Done {
  act: Act;
  /** What whoever did it was told; nothing when it died on the way. */
  told: string | undefined;
  /** Transactions that were committed: none when it died, several for a bulk run. */
  steps: number;
}

/**
 * Looks for an order in which the model, one step at a time, tells everybody what they were told and ends in `after`.
 * Returns it as sentences, or nothing when there is none.
 */
export function serialOrder(
  before: ModelState,
  done: readonly Done[],
  isAfter: (state: ModelState) => boolean,
): string[] | undefined {
  const deadEnds = new Set<string>();
  const search = (state: ModelState, left: readonly number[]): string[] | undefined => {
    if (left.every((steps) => steps === 0)) return isAfter(state) ? [] : undefined;
    const key = JSON.stringify([left, state]);
    if (deadEnds.has(key)) return undefined;
    for (const [index, { act, told }] of done.entries()) {
      const steps = left[index] ?? 0;
      if (steps === 0) continue;
      const next = structuredClone(state);
      const says = carryOutInModel(next, act);
      if (steps === 1 && told !== undefined && says !== told) continue;
      const rest = search(
        next,
        left.map((some, which) => (which === index ? some - 1 : some)),
      );
      if (rest) return [`${JSON.stringify(act)}: ${says}`, ...rest];
    }
    deadEnds.add(key);
    return undefined;
  };
  return search(
    before,
    done.map(({ steps }) => steps),
  );
}

/** What must be equal after a race. Which run shows whom anew is read, not predicted; so is what a decision replaced. */
export function isSameOutcome(model: ModelState, real: ModelState): boolean {
  return isDeepStrictEqual(comparable(model), comparable(real));
}

function comparable({ capacity, people, runs, told }: ModelState) {
  const compared = people.map(({ run: _run, former: _former, ...person }) => person);
  return { capacity, runs, told, people: compared };
}
