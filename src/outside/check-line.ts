/** One line of a connection's check: what was looked at, how it stands, and what an operator can do about it. */
import { OutsideFailure } from './failure.ts';

export interface CheckLine {
  system: 'Slack' | 'Marketo' | 'ON24' | 'Database';
  /** What was looked at, such as `token`. */
  name: string;
  state: 'ok' | 'warning' | 'broken';
  says: string;
  /** What an operator can do; stands in every line that is broken. */
  remedy?: string;
}

/** What a look at an outside system came to: its answer, or the failure that it ended with. */
export type Looked<Answer> = { answer: Answer } | { failure: OutsideFailure };

/** @throws only what is no `OutsideFailure`: a mistake of ours */
export async function lookedAt<Answer>(look: () => Promise<Answer>): Promise<Looked<Answer>> {
  try {
    return { answer: await look() };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    return { failure: error };
  }
}

const titles = { slack: 'Slack', marketo: 'Marketo', on24: 'ON24' } as const;

/** The line of a failure that is no matter of permission. Throttling only means that this could not be tried now. */
export function failureLine(
  name: string,
  failure: OutsideFailure,
  remedies: { credentials: string; address: string },
): CheckLine {
  const system = titles[failure.system];
  const said = failure.words === '' ? '' : `: ${failure.words}`;
  switch (failure.cause) {
    case 'throttled':
      return {
        system,
        name,
        state: 'warning',
        says: `${system} was asked too often just now, so this could not be tried.`,
        remedy: 'Check again in a minute.',
      };
    case 'credentials':
    case 'token-rejected':
      return {
        system,
        name,
        state: 'broken',
        says: `${system} does not take the credentials${said}`,
        remedy: remedies.credentials,
      };
    case 'unreachable':
    case 'timeout':
    case 'cut-off':
    case 'wrong-address':
    case 'unreadable':
      return {
        system,
        name,
        state: 'broken',
        says: `${system} does not answer as it should${said}`,
        remedy: remedies.address,
      };
    case 'outage':
      return {
        system,
        name,
        state: 'broken',
        says: `${system} says that it cannot serve now${said}`,
        remedy: `Usher tries again by itself. If it lasts, look at the status page of ${system}.`,
      };
    default:
      return {
        system,
        name,
        state: 'broken',
        says: `${system} refuses to ${failure.operation}${said}`,
        remedy: `Ask the administrator of ${system} with these words.`,
      };
  }
}
