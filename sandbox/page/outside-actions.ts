/** What happens outside Slack when a button of the page is pressed: forms, changes by hand, outages, the clock. */
import { defaultMarketoSwitches } from '../marketo/marketo-switches.ts';
import { nextPacificHour } from '../pacific-time.ts';
import { world } from '../world.ts';
import { inventedPerson } from './invented-people.ts';
import type { PageAnswer, RequestRead } from './page-requests.ts';
import type { PageSource } from './read-page-state.ts';

const programId = world.marketo.program.id;
const eventId = world.on24.event.id;
const done: PageAnswer = { ok: true };

export function fillForm({ marketo }: PageSource, person: RequestRead<'marketo/fill-form'>): PageAnswer {
  const { email, ...rest } = person;
  const given = Object.entries(rest).filter(([, value]) => value !== '');
  marketo.fillForm(programId, { email, ...Object.fromEntries(given) });
  return done;
}

/** People who have not filled in the form yet, as many as asked for. */
export function fillFormsOfStrangers({ marketo }: PageSource, count: number): PageAnswer {
  const known = new Set(
    marketo.members(programId).map(({ leadId }) => marketo.lead(leadId)?.email.toLowerCase()),
  );
  let filled = 0;
  for (let number = 0; filled < count; number += 1) {
    const person = inventedPerson(number);
    if (known.has(person.email)) continue;
    marketo.fillForm(programId, person);
    filled += 1;
  }
  return done;
}

export function changeStatus(
  { marketo }: PageSource,
  { leadId, statusName }: RequestRead<'marketo/status'>,
): PageAnswer {
  if (marketo.setStatusByHand(programId, leadId, statusName) === 'changed') return done;
  return { ok: false, warning: `Marketo refuses ${statusName}: people only move forward.` };
}

export function removeMember({ marketo }: PageSource, leadId: number): PageAnswer {
  marketo.removeFromProgram(programId, leadId);
  return done;
}

export function throttleMarketo({ marketo }: PageSource, isOn: boolean): PageAnswer {
  const { callsPer20Seconds } = defaultMarketoSwitches('');
  marketo.switches.callsPer20Seconds = isOn ? 0 : callsPer20Seconds;
  return done;
}

export function setOn24Mode({ on24 }: PageSource, { mode, refusal }: RequestRead<'on24/mode'>): PageAnswer {
  on24.mode = mode;
  if (refusal !== undefined) on24.refusal = refusal;
  return done;
}

/** The webinar ends now: of six registrants three watched it live and one will watch the recording. */
export function endWebinar({ on24, clock }: PageSource): PageAnswer {
  const event = on24.event(eventId);
  if (event !== undefined && event.endsAt <= clock.now()) {
    return { ok: false, warning: 'The webinar has ended already.' };
  }
  on24.endEvent(eventId);
  const present = on24.registrants(eventId).filter((one) => !one.isDeleted && !one.isForgotten);
  for (const [index, { email }] of present.entries()) {
    if (index % 2 === 0) on24.watch(eventId, email, { liveMinutes: 25 + ((index * 7) % 35) });
    else if (index % 6 === 3) on24.watch(eventId, email, { archiveMinutes: 20 + ((index * 5) % 30) });
  }
  return { ok: true, note: 'The webinar has ended. ON24 shows live attendance after 30 minutes.' };
}

export function moveToEvening({ clock }: PageSource): PageAnswer {
  clock.moveTo(nextPacificHour(clock.now(), 23));
  return { ok: true, note: 'It is 23:00 Pacific. Usher refreshes attendance within ten seconds.' };
}
