/** Whether those who are named as approvers can decide: ids as Slack writes them, and user groups whose members Slack tells. */
import { OutsideFailure } from '../outside/failure.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { isGroup } from '../program/permission.ts';

export interface ApproversFinding {
  facts: Record<string, never>;
  faults: string[];
  warnings: string[];
}

export async function lookAtApprovers(
  slack: Pick<SlackOutbox, 'groupMembers'>,
  approvers: readonly string[],
): Promise<ApproversFinding> {
  const finding: ApproversFinding = { facts: {}, faults: [], warnings: [] };
  if (approvers.length === 0)
    finding.faults.push('Nobody is named who may decide: give --approvers with user or group ids.');
  const wrong = approvers.filter((id) => !/^[UWS][A-Z0-9]+$/.test(id));
  finding.faults.push(
    ...wrong.map(
      (id) =>
        `"${id}" is no Slack id of a person (U...) or a user group (S...). Copy it from the profile's menu.`,
    ),
  );
  const troubles = await groupTroubles(
    slack,
    approvers.filter((id) => !wrong.includes(id)),
  );
  // People who are named beside the groups can decide at once.
  const isLeft = troubles.length < approvers.length - wrong.length;
  for (const { says, isUnknown } of troubles)
    (isLeft && !isUnknown ? finding.warnings : finding.faults).push(says);
  return finding;
}

export interface GroupTrouble {
  says: string;
  /** There is no such group, so that its id is a mistake. */
  isUnknown: boolean;
}

/** What keeps the members of each approving group from deciding; throws when Slack cannot be asked at all. */
export async function groupTroubles(
  slack: Pick<SlackOutbox, 'groupMembers'>,
  approvers: readonly string[],
): Promise<GroupTrouble[]> {
  const troubles: GroupTrouble[] = [];
  for (const id of approvers.filter(isGroup)) {
    const trouble = await troubleOf(slack, id);
    if (trouble) troubles.push(trouble);
  }
  return troubles;
}

const limits = (says: string): GroupTrouble => ({ says, isUnknown: false });

async function troubleOf(
  slack: Pick<SlackOutbox, 'groupMembers'>,
  id: string,
): Promise<GroupTrouble | undefined> {
  try {
    const members = await slack.groupMembers(id);
    if (members.length > 0) return undefined;
    return limits(`The user group ${id} has no members in Slack, so that nobody in it decides.`);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    switch (error.code) {
      case 'plan_upgrade_required':
        return limits(
          `The Slack plan of this workspace has no user groups, so that nobody in ${id} can decide. Name the approvers one by one instead, with their user ids (U...).`,
        );
      case 'missing_scope':
        return limits(
          `Slack does not tell Usher who is in the user group ${id}: the app lacks the scope usergroups:read. Add it and install the app again, or name the approvers one by one (U...).`,
        );
      case 'no_such_subteam':
        return {
          says: `Slack knows no user group ${id}. Copy its id from the group's menu.`,
          isUnknown: true,
        };
      default:
        throw error;
    }
  }
}
