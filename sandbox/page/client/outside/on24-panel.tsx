/** What ON24 holds: everybody registered for the event, and how long they watched. */
import type { PageState, ShownRegistrant } from '../../page-state.ts';
import { ClockText } from './clock-text.tsx';
import { Panel, ShownFew } from './panel.tsx';

const troubles: Partial<Record<PageState['on24']['mode'], string>> = {
  down: 'is down',
  refuses: 'refuses',
  throttled: 'throttles',
  'inactive-event': 'event inactive',
  'bad-credentials': 'refuses the token',
  'no-answer': 'does not answer',
};

export function On24Panel({ on24 }: { on24: PageState['on24'] }) {
  const { registrants, registrantCount, eventId, mode } = on24;
  return (
    <Panel title="ON24" about={`${registrantCount} registered for event ${eventId}`} trouble={troubles[mode]}>
      <ShownFew
        items={registrants}
        few={4}
        total={registrants.length}
        empty="Nobody is registered yet. Approve someone in Slack."
        draw={(registrant) => <RegistrantRow key={registrant.eventUserId} registrant={registrant} />}
      />
    </Panel>
  );
}

function RegistrantRow({ registrant }: { registrant: ShownRegistrant }) {
  const { eventUserId, name, email, state, createdAt, liveMinutes, archiveMinutes } = registrant;
  const watched = [
    liveMinutes === undefined ? undefined : `${liveMinutes} min live`,
    archiveMinutes === undefined ? undefined : `${archiveMinutes} min on demand`,
  ].filter((part) => part !== undefined);
  return (
    <li class="row">
      <div class="row-who">
        <b>{name === '' ? 'No name given' : name}</b>
        <span class="row-background">{watched.join(', ')}</span>
      </div>
      <span class={`badge ${state === 'registered' ? 'badge-good' : 'badge-still'}`}>{state}</span>
      <p class="row-more">
        <ClockText iso={createdAt} />
        <span class="row-email">{email}</span>
        <span class="row-reason">user {eventUserId}</span>
      </p>
    </li>
  );
}
