import { expect, test } from 'vitest';
import { OutsideFailure } from '../../src/outside/failure.ts';
import { slackErrors } from '../../src/outside/slack/slack-failure.ts';
import { lookAtApprovers } from '../../src/webinars/look-at-approvers.ts';

/** Slack with these groups; a word instead of members is the error it answers with. */
function slackWith(groups: Record<string, string[] | string>) {
  return {
    async groupMembers(id: string): Promise<string[]> {
      const members = groups[id] ?? 'no_such_subteam';
      if (typeof members !== 'string') return members;
      throw new OutsideFailure({
        system: 'slack',
        operation: 'read a user group',
        ...(slackErrors[members] ?? { kind: 'refused', scope: 'person', cause: 'bad-request' }),
        words: members,
        code: members,
      });
    },
  };
}

test('people and groups whose members Slack tells can decide', async () => {
  const slack = slackWith({ S0TEAM: ['U0MARA'] });
  expect(await lookAtApprovers(slack, ['S0TEAM', 'U0JO'])).toEqual({ facts: {}, faults: [], warnings: [] });
});

test.each([
  ['plan_upgrade_required', 'The Slack plan of this workspace has no user groups', 'one by one'],
  ['missing_scope', 'lacks the scope usergroups:read', 'one by one'],
])(
  'a group of which Slack says %s is a fault with its remedy, when nobody else is named',
  async (code, ...words) => {
    const { faults, warnings } = await lookAtApprovers(slackWith({ S0TEAM: code }), ['S0TEAM']);
    expect(warnings).toEqual([]);
    expect(faults).toHaveLength(1);
    for (const word of words) expect(faults[0]).toContain(word);
  },
);

test('it only limits where people are named beside it', async () => {
  const slack = slackWith({ S0TEAM: 'plan_upgrade_required', S0EMPTY: [] });
  const { faults, warnings } = await lookAtApprovers(slack, ['S0TEAM', 'S0EMPTY', 'U0JO']);
  expect(faults).toEqual([]);
  expect(warnings).toEqual([
    expect.stringContaining('nobody in S0TEAM can decide'),
    expect.stringContaining('S0EMPTY has no members'),
  ]);
});

test('a group that does not exist is a mistake, whoever stands beside it', async () => {
  const { faults } = await lookAtApprovers(slackWith({}), ['S0TYPO', 'U0JO']);
  expect(faults).toEqual(["Slack knows no user group S0TYPO. Copy its id from the group's menu."]);
});

test('a Slack that does not answer is no trouble of the group', async () => {
  await expect(lookAtApprovers(slackWith({ S0TEAM: 'internal_error' }), ['S0TEAM'])).rejects.toThrow();
});

test('ids of something else are told, and nobody at all too', async () => {
  expect((await lookAtApprovers(slackWith({}), ['mara', 'U0JO'])).faults).toEqual([
    expect.stringContaining('"mara" is no Slack id of a person'),
  ]);
  expect((await lookAtApprovers(slackWith({}), [])).faults).toEqual([
    expect.stringContaining('Nobody is named who may decide'),
  ]);
});
