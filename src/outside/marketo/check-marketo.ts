/** Looks at Marketo as the bot has it: its token, its permissions by endpoint, and the day's calls. Changes nothing. */
import { type CheckLine, failureLine, type Looked, lookedAt } from '../check-line.ts';
import type { MarketoClient } from './marketo-client.ts';

type Looks = Pick<
  MarketoClient,
  'describeMembers' | 'readPeople' | 'pagingToken' | 'readProgram' | 'usageToday'
>;

const system = 'Marketo';

const remedies = {
  credentials:
    'Copy the Client Id and Client Secret from Admin > Integration > LaunchPoint > View Details into MARKETO_CLIENT_ID and MARKETO_CLIENT_SECRET, then restart Usher.',
  address:
    'Check MARKETO_URL: it is the REST endpoint under Admin > Integration > Web Services, without /rest; this machine must reach it over HTTPS.',
};

/** Any asset id: permission is asked for before the asset is looked for. */
const anyId = 1;

const probes: readonly { name: string; permission: string; ask: (marketo: Looks) => Promise<unknown> }[] = [
  {
    name: 'program members',
    permission: 'Read-Write Lead',
    ask: (marketo) => marketo.describeMembers(),
  },
  { name: 'people', permission: 'Read-Write Lead', ask: (marketo) => marketo.readPeople([anyId]) },
  {
    name: 'activities',
    permission: 'Read-Only Activity',
    ask: (marketo) => marketo.pagingToken(new Date()),
  },
  { name: 'programs', permission: 'Read-Only Assets', ask: (marketo) => marketo.readProgram(anyId) },
];

/** Instances usually have 50,000 calls a day (facts, section 0); Marketo does not say how many this one has. */
const usualCallsADay = 50_000;

/** Never throws for what is wrong with Marketo: that is a line. Five calls. */
export async function checkMarketo(marketo: Looks): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for (const probe of probes) {
    const looked = await lookedAt(() => probe.ask(marketo));
    const stopped = stoppingLine(looked);
    if (stopped) return [...lines, stopped];
    if (lines.length === 0) {
      lines.push({ system, name: 'token', state: 'ok', says: 'Marketo takes the credentials.' });
    }
    lines.push(probeLine(probe, looked));
  }
  return [...lines, usageLine(await lookedAt(() => marketo.usageToday()))];
}

/** What concerns every call alike is said once, and nothing more is asked. */
function stoppingLine(looked: Looked<unknown>): CheckLine | undefined {
  if (!('failure' in looked)) return undefined;
  const { failure } = looked;
  if (failure.cause === 'quota') {
    return {
      system,
      name: 'calls today',
      state: 'broken',
      says: 'Marketo’s calls of today are used up. Everything goes on by itself at 00:00 Central.',
      remedy:
        'Nothing needs to be done here. If it happens again, see under Admin > Integration > Web Services who uses the calls, or ask Adobe for more.',
    };
  }
  if (failure.scope !== 'system' || failure.cause === 'permission' || failure.cause === 'bad-request')
    return undefined;
  return failureLine('token', failure, remedies);
}

function probeLine(
  { name, permission }: { name: string; permission: string },
  looked: Looked<unknown>,
): CheckLine {
  // What Marketo says about this one asset or person, it says to who may ask.
  if (!('failure' in looked) || looked.failure.scope !== 'system') {
    return { system, name, state: 'ok', says: `Usher may read ${name}.` };
  }
  if (looked.failure.cause !== 'permission') return failureLine(name, looked.failure, remedies);
  return {
    system,
    name,
    state: 'broken',
    says: `Marketo does not let Usher read ${name}: ${looked.failure.words}`,
    remedy:
      `Give the role of the API-only user the permission ${permission}, under Admin > Users & Roles > Roles > Access API. ` +
      'Where Marketo has an allow-list of addresses for its API, this machine must stand on it.',
  };
}

function usageLine(looked: Looked<{ calls: number }>): CheckLine {
  const name = 'calls today';
  if ('failure' in looked) {
    return {
      ...failureLine(name, looked.failure, remedies),
      state: 'warning',
      says: 'Marketo does not tell how many calls were used today.',
    };
  }
  const { calls } = looked.answer;
  const used = `${calls.toLocaleString('en-US')} of the instance’s calls of today are used, by all integrations together`;
  if (calls < usualCallsADay * 0.8) return { system, name, state: 'ok', says: `${used}.` };
  return {
    system,
    name,
    state: 'warning',
    says: `${used}; usually an instance has ${usualCallsADay.toLocaleString('en-US')} a day.`,
    remedy:
      'See under Admin > Integration > Web Services who uses the calls. When they are used up, Usher waits until 00:00 Central and goes on by itself.',
  };
}
