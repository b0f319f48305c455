/** The event that exists from the start, also the pattern for every event a test adds. */
import { world } from '../world.ts';
import type { RegistrationField, SandboxEvent } from './on24-records.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const fields: readonly RegistrationField[] = [
  textbox('firstname', 'First Name', true),
  textbox('lastname', 'Last Name', true),
  { ...textbox('email', 'Work email', true), validation: 'email' },
  textbox('company', 'Company', false),
  textbox('job_title', 'Role', false),
  {
    fieldId: 'country',
    caption: 'Country',
    fieldType: 'listbox',
    validation: 'none',
    isRequired: false,
    options: ['Canada', 'France', 'Germany', 'India', 'Japan', 'Norway', 'United Kingdom', 'United States'],
  },
];

/** The world's event, an hour long, a week after `now`. */
export function worldEvent(now: Date): SandboxEvent {
  const startsAt = new Date(Math.ceil((now.getTime() + 7 * DAY_MS) / (30 * MINUTE_MS)) * 30 * MINUTE_MS);
  return {
    id: world.on24.event.id,
    clientId: world.on24.clientId,
    title: world.on24.event.title,
    abstract: 'What it takes to trust no network, shown on one that had to change.',
    isActive: true,
    isDeleted: false,
    timeZone: 'America/Los_Angeles',
    ...timesFrom(startsAt, 60 * MINUTE_MS),
    audienceKey: '5D1C0FFEE5D1C0FFEE',
    campaignCode: null,
    contentType: 'webcast',
    fields,
    createdAt: now,
    changedAt: now,
  };
}

/** Every time of an event that starts at `startsAt` and lasts `durationMs`: lobby 15 min before, archive 90 min after, for a year. */
export function timesFrom(startsAt: Date, durationMs: number) {
  const after = (ms: number) => new Date(startsAt.getTime() + ms);
  return {
    startsAt,
    lobbyOpensAt: after(-15 * MINUTE_MS),
    endsAt: after(durationMs),
    archiveOpensAt: after(durationMs + 90 * MINUTE_MS),
    archiveEndsAt: after(durationMs + 365 * DAY_MS),
  };
}

function textbox(fieldId: string, caption: string, isRequired: boolean): RegistrationField {
  return { fieldId, caption, fieldType: 'textbox', validation: 'none', isRequired };
}
