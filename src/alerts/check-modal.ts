/** What a check of the connections has found, system by system; pure. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { CheckLine } from '../outside/check-line.ts';
import { bold, type Inline, paragraph, plain, words } from '../outside/slack/blocks.ts';
import { saidOutside } from '../outside/slack/said-outside.ts';
import { alertModals } from './alert-actions.ts';

/** Never a sign or a colour alone. */
const stateWords = { ok: 'Well', warning: 'Look at this', broken: 'Broken' } as const;
const mostLines = 80;

export function checkModal(lines: readonly CheckLine[]): ModalView {
  const broken = lines.filter(({ state }) => state === 'broken').length;
  const warnings = lines.filter(({ state }) => state === 'warning').length;
  return modal([
    paragraph('result', [bold(result(broken, warnings))]),
    ...lines.slice(0, mostLines).map((line, index) => paragraph(`check-${index}`, lineOf(line))),
  ]);
}

export function checkingModal(): ModalView {
  return modal([paragraph('loading', [words('Asking Slack, Marketo and ON24. This takes a few seconds…')])]);
}

function result(broken: number, warnings: number): string {
  if (broken > 0)
    return broken === 1 ? '1 check found something broken.' : `${broken} checks found something broken.`;
  if (warnings > 0) return 'Everything answers; there is something to look at.';
  return 'Everything is well.';
}

function lineOf({ system, name, state, says, remedy }: CheckLine): Inline[] {
  return [
    bold(`${stateWords[state]} · ${system}: ${saidOutside(name, 80)}`),
    words(`\n${saidOutside(says, 400)}`),
    ...(remedy ? [words(`\nWhat to do: ${saidOutside(remedy, 400)}`)] : []),
  ];
}

function modal(blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: alertModals.checks,
    title: plain('Check connection'),
    close: plain('Close'),
    blocks,
  };
}
