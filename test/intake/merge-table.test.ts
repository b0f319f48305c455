/**
 * The merge over every combination of what we believe, what Marketo shows, what was being written, who registers, and
 * what the row wants. Expected is the rule as the design states it, over one explicit table, and nothing of the code's.
 */
import { describe, expect, it } from 'vitest';
import { mergePlan, type Verdict } from '../../src/intake/merge-plan.ts';
import { wantsStatus } from '../../src/jobs/what-follows.ts';
import { reasonToRefuseMove } from '../../src/program/legal-moves.ts';
import { defaultSteps, type Status, statuses, statusTitles } from '../../src/program/status.ts';
import { registrant } from '../approvals/sample-people.ts';
import {
  adapter,
  believed,
  channel,
  joinedAt,
  link,
  on24,
  savedAt,
  secondsLater,
  shown,
  writing,
} from './sample-readings.ts';

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

const letterOf = (status: Status, seen: (typeof columns)[number]) =>
  table[status].trim().split(/\s+/)[columns.indexOf(seen)] ?? '';

const meansNothing = 'Sent a cake';
const names = [...columns.map((status) => statusTitles[status]), meansNothing, 'Not in Program'];
const memberships = {
  same: joinedAt,
  'come back before the write': secondsLater(3599),
  'come back in the second of the write': new Date(Math.floor(savedAt.getTime() / 1000) * 1000),
  'come back later': secondsLater(3700),
  undated: null,
};
const circumstances = [on24, adapter, { ...on24, isFirstSweep: true }, { ...adapter, isFirstSweep: true }];

const readings = [
  undefined,
  ...names.flatMap((statusName) =>
    [null, link].flatMap((webinarUrl) =>
      Object.values(memberships).map((membershipDate) => shown(statusName, { webinarUrl, membershipDate })),
    ),
  ),
];

const everything = statuses.flatMap((status) =>
  readings.flatMap((reading) =>
    [null, 'Registered', 'Pending Approval', statusTitles[status], reading?.statusName ?? null].flatMap(
      (marketoBase) =>
        [writing(), writing(reading?.statusName ?? 'Rejected'), writing('Waitlisted')].flatMap(
          (marketoWriting) =>
            [false, true].flatMap((marketoIsDue) =>
              circumstances.map((around) => {
                const belief = believed(status, { marketoBase, marketoWriting, marketoIsDue });
                return { belief, reading, around, verdict: mergePlan(belief, reading, around) };
              }),
            ),
        ),
    ),
  ),
);
type Cell = (typeof everything)[number];

/** Design, section 2, sentence by sentence. */
function expected({ belief, reading, around }: Cell): string {
  const { status } = belief;
  if (!reading) return status === 'not_in_program' ? 'ours' : 'removed';
  const seen = columns.find((column) => statusTitles[column] === reading.statusName);
  const isBack = reading.membershipDate !== null && reading.membershipDate > joinedAt;
  const isBeingWritten = belief.marketoWriting.some(({ statusName }) => statusName === reading.statusName);
  if (status === 'not_in_program' || isBack) {
    const isSinceTheWrite = isBack && reading.membershipDate !== memberships['come back before the write'];
    if (isBeingWritten && isSinceTheWrite) return 'added_by_us';
    if (!seen) return status === 'not_in_program' ? 'noted' : 'removed';
    if (seen !== 'registered' || around.isFirstSweep) return `new_episode ${seen} seen_in_marketo`;
    if (around.registrar === 'on24') return 'new_episode registering approved_in_marketo';
    return `new_episode ${reading.webinarUrl ? 'registered' : 'registering'} seen_in_marketo`;
  }
  const letter = seen ? letterOf(status, seen) : 'x';
  const isOfAdapter = around.registrar === 'marketo' && seen === 'registered' && 'g.'.includes(letter);
  if (reading.statusName === belief.marketoBase || isBeingWritten) {
    const nothingOfOurs = !belief.marketoIsDue && belief.marketoWriting.length === 0;
    return isOfAdapter && reading.webinarUrl && nothingOfOurs ? 'followed registered adapter_answer' : 'ours';
  }
  if (isOfAdapter && reading.webinarUrl) return 'followed registered adapter_answer';
  if (isOfAdapter && letter === 'g') return 'awaits_link';
  if (letter === 'g') return 'followed registering approved_in_marketo';
  if (letter === 'f') return `followed ${seen} seen_in_marketo`;
  return letter === 'x' ? 'not_followed' : 'noted';
}

const spoken = (verdict: Verdict) =>
  'to' in verdict ? `${verdict.kind} ${verdict.to} ${verdict.cause}` : verdict.kind;

/** What would be written to Marketo next, once the reading has been taken. */
function writtenNext({ belief, reading, verdict }: Cell): string | undefined {
  if (['not_followed', 'awaits_link', 'added_by_us'].includes(verdict.kind)) return undefined;
  const status =
    'to' in verdict ? verdict.to : verdict.kind === 'removed' ? ('not_in_program' as const) : belief.status;
  const row = registrant({ status, marketoBase: reading?.statusName ?? null });
  return row.marketoBase === null
    ? undefined
    : wantsStatus({ channel, registrar: 'on24', approveCampaignId: null }, row);
}

/** Only over what was ours, only forward, and never to where the channel has no name for it. */
function expectedNext({ belief: { status }, reading, verdict }: Cell): string | undefined {
  if (verdict.kind !== 'ours' || !reading || status === 'not_in_program') return undefined;
  const shownAt = columns.find((column) => statusTitles[column] === reading.statusName);
  if (status === 'registering' && shownAt === 'registered') return undefined;
  if (!channel.statuses[status] || reading.statusName === statusTitles[status]) return undefined;
  const isForward = !shownAt || defaultSteps[status] >= defaultSteps[shownAt];
  return isForward ? statusTitles[status] : undefined;
}

const briefly = (cell: Cell, ...what: (string | undefined)[]) => {
  const { belief, reading, around } = cell;
  const membership = Object.entries(memberships).find(([, date]) => date === reading?.membershipDate)?.[0];
  const sees = reading
    ? `${reading.statusName}${reading.webinarUrl ? ' with link' : ''}, ${membership}`
    : 'nobody';
  const held = `base ${belief.marketoBase}, writing ${belief.marketoWriting.map(({ statusName }) => statusName)}`;
  return `${belief.status} (${held}) sees ${sees}; ${around.registrar}${around.isFirstSweep ? ', first' : ''}: ${what.join(' / ')}`;
};

describe('in every combination of belief, reading, writing, registrar and sweep', () => {
  it('the verdict is what the design says', () => {
    const wrong = everything.flatMap((cell) => {
      const [found, wanted] = [spoken(cell.verdict), expected(cell)];
      return found === wanted ? [] : [briefly(cell, found, `expected ${wanted}`)];
    });
    expect(everything.length).toBeGreaterThan(100_000);
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it('every verdict there is comes up', () => {
    expect([...new Set(everything.map(({ verdict }) => verdict.kind))].sort()).toEqual(
      [
        'added_by_us',
        'awaits_link',
        'followed',
        'new_episode',
        'not_followed',
        'noted',
        'ours',
        'removed',
      ].sort(),
    );
  });

  it('what is written next is what the row wants, and goes only over what was ours', () => {
    const wrong = everything.flatMap((cell) => {
      const [found, wanted] = [writtenNext(cell), expectedNext(cell)];
      return found === wanted ? [] : [briefly(cell, found, `expected ${wanted}`)];
    });
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it('a move is a legal one, and nobody is called registered by Usher’s own reading when Usher registers', () => {
    const illegal = everything.filter(({ belief, around, verdict }) => {
      if (!('to' in verdict)) return false;
      const from = verdict.kind === 'followed' ? belief.status : 'not_in_program';
      const isInvented = verdict.to === 'registered' && around.registrar === 'on24' && !around.isFirstSweep;
      return isInvented || reasonToRefuseMove(from, verdict.to, verdict.cause, channel) !== undefined;
    });
    expect(illegal.slice(0, 20).map((cell) => briefly(cell, spoken(cell.verdict)))).toEqual([]);
  });
});
