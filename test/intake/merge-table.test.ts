/** The merge over every combination of what we believe, what Marketo shows, what was being written, and who registers. */
import { describe, expect, it } from 'vitest';
import { mergePlan } from '../../src/intake/merge-plan.ts';
import { statusNamed, stepOf } from '../../src/program/channel.ts';
import { reasonToRefuseMove } from '../../src/program/legal-moves.ts';
import { projectedStatusName } from '../../src/program/projection.ts';
import { type Status, statuses, statusTitles } from '../../src/program/status.ts';
import { adapter, believed, channel, joinedAt, link, on24, secondsLater, shown } from './sample-readings.ts';

/**
 * Rows: where the person stands. Columns: what somebody set in Marketo.
 * n new episode, f followed, x not followed, g to registering by the gesture of approval, = and . noted.
 */
const columns = statuses.filter((status) => status !== 'not_in_program');
const table: Record<Status, string> = {
  //                   inv pend wait rej ring red err no att dem
  not_in_program: '    n   n    n    n   n    g   n   n  n   n',
  invited: '           =   f    f    f   x    g   f   x  f   f',
  pending_approval: '  x   =    f    f   x    g   f   x  f   f',
  waitlisted: '        x   x    =    f   x    g   f   x  f   f',
  rejected: '          x   x    f    =   x    g   f   x  f   f',
  registering: '       x   x    f    f   =    .   f   x  f   f',
  registered: '        x   x    f    f   x    =   f   f  f   f',
  registration_error: 'x   x    f    f   x    g   =   x  f   f',
  no_show: '           x   x    x    x   x    x   x   =  f   f',
  attended: '          x   x    x    x   x    x   x   x  =   x',
  attended_on_demand: 'x   x    x    x   x    x   x   x  x   =',
};

const verdictOf = (letter: string, seen: Status) => {
  if (letter === 'f') return { kind: 'followed', to: seen, cause: 'seen_in_marketo' };
  if (letter === 'n') return { kind: 'new_episode', to: seen, cause: 'seen_in_marketo' };
  return { kind: letter === 'x' ? 'not_followed' : 'noted' };
};

const cells = statuses.flatMap((status) =>
  columns.map((seen, column) => ({ status, seen, letter: table[status].trim().split(/\s+/)[column] ?? '' })),
);

describe('somebody acted in Marketo', () => {
  it.each(cells.filter(({ seen }) => seen !== 'registered'))(
    'on $status, to $seen: $letter, whoever registers',
    ({ status, seen, letter }) => {
      const belief = believed(status, { marketoBase: 'Something else' });
      for (const circumstances of [on24, adapter])
        expect(mergePlan(belief, shown(statusTitles[seen]), circumstances)).toMatchObject(
          verdictOf(letter, seen),
        );
    },
  );

  it.each(cells.filter(({ seen }) => seen === 'registered'))(
    'on $status, to Registered: $letter where Usher registers, the answer itself where the adapter does',
    ({ status, letter }) => {
      const belief = believed(status, { marketoBase: 'Something else' });
      const gesture = {
        kind: status === 'not_in_program' ? 'new_episode' : 'followed',
        to: 'registering',
        cause: 'approved_in_marketo',
      };
      const withLink = shown('Registered', { webinarUrl: link });
      expect(mergePlan(belief, withLink, on24)).toMatchObject(
        letter === 'g' ? gesture : verdictOf(letter, 'registered'),
      );
      const isAnswer = letter === 'g' || letter === '.';
      const answered = { kind: gesture.kind, to: 'registered' };
      expect(mergePlan(belief, withLink, adapter)).toMatchObject(
        isAnswer ? answered : verdictOf(letter, 'registered'),
      );
    },
  );
});

const names = [...columns.map((status) => statusTitles[status]), 'Sent a cake'];
const everything = statuses.flatMap((status) =>
  names.flatMap((statusName) =>
    [null, 'Registered', statusTitles[status], statusName].flatMap((marketoBase) =>
      [[], [statusName], ['Waitlisted']].flatMap((marketoWriting) =>
        [null, link].flatMap((webinarUrl) =>
          [joinedAt, secondsLater(5)].flatMap((membershipDate) =>
            [on24, adapter, { ...on24, isFirstSweep: true }, { ...adapter, isFirstSweep: true }].map(
              (circumstances) => {
                const belief = believed(status, { marketoBase, marketoWriting });
                const reading = shown(statusName, { webinarUrl, membershipDate });
                return { belief, reading, circumstances, verdict: mergePlan(belief, reading, circumstances) };
              },
            ),
          ),
        ),
      ),
    ),
  ),
);
const briefly = (found: typeof everything) => [
  ...new Set(
    found.map(({ belief, reading, circumstances, verdict }) => {
      const seen = `${reading.statusName}${reading.webinarUrl === null ? '' : ' with link'}`;
      const isBack = reading.membershipDate !== joinedAt ? ', come back' : '';
      return `${belief.status}${isBack}, sees ${seen}, registrar ${circumstances.registrar}: ${verdict.kind}`;
    }),
  ),
];

describe('in every combination of belief, reading, writing, registrar and sweep', () => {
  const sameMembership = everything.filter(
    ({ belief, reading }) => belief.status !== 'not_in_program' && reading.membershipDate === joinedAt,
  );

  it('a move that is followed is a legal one', () => {
    const illegal = everything.filter(({ belief, verdict }) => {
      if (verdict.kind !== 'followed' && verdict.kind !== 'new_episode') return false;
      const from = verdict.kind === 'followed' ? belief.status : 'not_in_program';
      return reasonToRefuseMove(from, verdict.to, verdict.cause, channel) !== undefined;
    });
    expect(briefly(illegal)).toEqual([]);
  });

  it('nobody is called registered by Usher’s own reading when Usher registers', () => {
    const registered = everything.filter(
      ({ circumstances, verdict }) =>
        circumstances.registrar === 'on24' &&
        !circumstances.isFirstSweep &&
        'to' in verdict &&
        verdict.to === 'registered',
    );
    expect(briefly(registered)).toEqual([]);
  });

  it('nobody is called registered by the adapter without a link', () => {
    const registered = everything.filter(
      ({ reading, circumstances, verdict }) =>
        reading.webinarUrl === null &&
        !circumstances.isFirstSweep &&
        'to' in verdict &&
        verdict.to === 'registered',
    );
    expect(briefly(registered)).toEqual([]);
  });

  it('what was believed or being written is ours, but for the adapter’s link', () => {
    const known = sameMembership.filter(
      ({ belief, reading }) =>
        reading.statusName === belief.marketoBase || belief.marketoWriting.includes(reading.statusName),
    );
    const others = known.filter(
      ({ reading, circumstances, verdict }) =>
        verdict.kind !== 'ours' && !(circumstances.registrar === 'marketo' && reading.webinarUrl !== null),
    );
    expect(briefly(others)).toEqual([]);
  });

  it('nothing is written over what somebody did, when it moves nobody', () => {
    const overwritten = everything.filter(({ belief, reading, verdict }) => {
      if (verdict.kind !== 'noted') return false;
      const wanted = projectedStatusName(belief.status, statusNamed(channel, reading.statusName), channel);
      return wanted !== 'unchanged' && wanted !== reading.statusName;
    });
    expect(briefly(overwritten)).toEqual([]);
  });

  it('nobody is moved to a lower step by following', () => {
    const lower = everything.filter(
      ({ belief, verdict }) =>
        verdict.kind === 'followed' && stepOf(channel, verdict.to) < stepOf(channel, belief.status),
    );
    expect(briefly(lower)).toEqual([]);
  });
});
