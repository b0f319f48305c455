/** Who may decide, and that nobody may whose permission is not known. */
import { describe, expect, it } from 'vitest';
import { isGroup, type KnownGroup, reasonToRefusePerson } from '../../src/program/permission.ts';

const now = new Date('2024-12-12T18:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const group = (id: string, members: string[], refreshedAt = minutesAgo(1)): KnownGroup => ({
  id,
  members,
  refreshedAt,
});
const refusal = (approvers: string[], groups: KnownGroup[] = [], person = 'U0MARA') =>
  reasonToRefusePerson(person, approvers, groups, now);

describe('a person may decide', () => {
  it('who is named as an approver, whatever is known of the groups', () => {
    expect(refusal(['S0TEAM', 'U0MARA'])).toBeUndefined();
  });

  it('who is a member of a named group', () => {
    expect(refusal(['S0TEAM'], [group('S0TEAM', ['U0JO', 'U0MARA'])])).toBeUndefined();
  });

  it('who is a member of the one group that could be read', () => {
    const groups = [group('S0TEAM', ['U0MARA']), group('S0OTHER', [], minutesAgo(600))];
    expect(refusal(['S0OTHER', 'S0TEAM'], groups)).toBeUndefined();
  });

  it('as long as the members were read within the hour', () => {
    expect(refusal(['S0TEAM'], [group('S0TEAM', ['U0MARA'], minutesAgo(60))])).toBeUndefined();
  });
});

describe('a person may not decide', () => {
  it('who is neither named nor in a named group, and hears who may', () => {
    const approvers = ['U0JO', 'S0TEAM'];
    expect(refusal(approvers, [group('S0TEAM', ['U0JO'])])).toEqual({
      kind: 'not_an_approver',
      approvers,
      ask: 'U0JO',
    });
  });

  it('when nobody is named', () => {
    expect(refusal([])).toEqual({ kind: 'not_an_approver', approvers: [], ask: null });
  });

  it('who is a member of a group that this webinar does not name', () => {
    expect(refusal(['U0JO'], [group('S0TEAM', ['U0MARA'])])?.kind).toBe('not_an_approver');
  });

  it('when the members of the group were never read', () => {
    expect(refusal(['S0TEAM'])).toEqual({ kind: 'approvers_unknown', groups: ['S0TEAM'] });
  });

  it('when the members were read more than an hour ago, although they were among them', () => {
    const stale = new Date(minutesAgo(60).getTime() - 1);
    expect(refusal(['S0TEAM'], [group('S0TEAM', ['U0MARA'], stale)])).toEqual({
      kind: 'approvers_unknown',
      groups: ['S0TEAM'],
    });
  });

  it('when one group does not hold them and another could not be read: only the unread one is named', () => {
    const groups = [group('S0TEAM', ['U0JO'])];
    expect(refusal(['S0TEAM', 'S0OTHER'], groups)).toEqual({
      kind: 'approvers_unknown',
      groups: ['S0OTHER'],
    });
  });

  it('when the time of the reading is no time', () => {
    const groups = [group('S0TEAM', ['U0MARA'], new Date(Number.NaN))];
    expect(refusal(['S0TEAM'], groups)?.kind).toBe('approvers_unknown');
  });
});

describe('an approver', () => {
  it.each([
    ['S0TEAM', true],
    ['U0MARA', false],
    ['W0GRID', false],
  ])('%s is a group: %s', (id, is) => {
    expect(isGroup(id)).toBe(is);
  });
});
