/** What Marketo holds: every member of the program, with the hands of somebody who works in Marketo. */
import type { PageState, ShownMember } from '../../page-state.ts';
import { ClockText } from './clock-text.tsx';
import { Panel, ShownFew } from './panel.tsx';
import { useOutside } from './use-outside.ts';

export function MarketoPanel({ marketo }: { marketo: PageState['marketo'] }) {
  const { members, memberCount, statusNames, isThrottling } = marketo;
  return (
    <Panel
      title="Marketo"
      about={`${memberCount} ${memberCount === 1 ? 'member' : 'members'} of the program`}
      trouble={isThrottling ? 'throttles' : undefined}
    >
      <ShownFew
        items={members}
        few={6}
        total={memberCount}
        empty="Nobody has filled in the form yet."
        draw={(member) => <MemberRow key={member.leadId} member={member} statusNames={statusNames} />}
      />
    </Panel>
  );
}

function MemberRow({ member, statusNames }: { member: ShownMember; statusNames: readonly string[] }) {
  const act = useOutside();
  const { leadId, name, email, background, statusName, statusReason, webinarUrl, updatedAt } = member;
  const called = name === '' ? email : name;
  const offered = statusNames.includes(statusName) ? statusNames : [statusName, ...statusNames];
  return (
    <li class="row">
      <div class="row-who">
        <b>{name === '' ? 'No name given' : name}</b>
        <span class="row-background">{background}</span>
      </div>
      <select
        class={`status ${statusLook(statusName)}`}
        aria-label={`Status of ${called}`}
        value={statusName}
        onChange={async (event) => {
          const select = event.currentTarget;
          // Marketo may refuse, and then the old status still stands.
          if (!(await act('marketo/status', { leadId, statusName: select.value }))) select.value = statusName;
        }}
      >
        {offered.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </select>
      <button
        type="button"
        class="icon-button"
        aria-label={`Remove ${called} from the program`}
        title="Remove from the program"
        onClick={() => act('marketo/remove', { leadId })}
      >
        ×
      </button>
      <p class="row-more">
        <ClockText iso={updatedAt} />
        <span class="row-email">{email}</span>
        {webinarUrl !== null && (
          <a href={webinarUrl} target="_blank" rel="noreferrer" title={webinarUrl}>
            Join link
          </a>
        )}
        {statusReason !== null && (
          <span class="row-reason" title={statusReason}>
            {statusReason}
          </span>
        )}
      </p>
    </li>
  );
}

function statusLook(statusName: string): string {
  if (/error|fail/i.test(statusName)) return 'status-bad';
  if (/attended|registered/i.test(statusName)) return 'status-good';
  if (/pending/i.test(statusName)) return 'status-open';
  if (/wait|registering/i.test(statusName)) return 'status-waits';
  return 'status-still';
}
