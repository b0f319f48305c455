/** What must be true of everybody once ON24 has stormed: told the truth, not too early, and nothing twice. */
import { asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { z } from 'zod';
import { mostOpenMessages } from '../../src/approvals/gather-plan.ts';
import { alerts } from '../../src/store/schema/alerts.ts';
import { type HistoryEntry, history } from '../../src/store/schema/history.ts';
import { messages } from '../../src/store/schema/messages.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { versions } from './channel-reading.ts';
import { on24Path } from './on24-weather.ts';
import { memberPath, statusPath } from './outside-writes.ts';
import { eventId, programId, type UsherUnderTest } from './usher-under-test.ts';

interface Answers {
  /** When ON24 first said that it has this person. */
  confirmedAt: Map<string, number>;
  /** What it said last to each whom it refused. */
  refusedWith: Map<string, string>;
}

export function answersOfOn24({ on24 }: UsherUnderTest): Answers {
  const answers: Answers = { confirmedAt: new Map(), refusedWith: new Map() };
  for (const { method, path, body, status, message, fault, at } of on24.calls) {
    if (method !== 'POST' || path !== on24Path || typeof body !== 'object') continue;
    const email = body.email ?? '';
    const isConfirmed = status === 200 && fault === undefined;
    if (isConfirmed && !answers.confirmedAt.has(email)) answers.confirmedAt.set(email, at.getTime());
    if (message !== undefined && !isThrottle(message)) answers.refusedWith.set(email, message);
  }
  return answers;
}

function isThrottle(message: string): boolean {
  return /maximum number of calls|Too many requests/.test(message);
}

/** Registered with a link, or with an error in the words that ON24 used to this person, or that are true of them. */
export async function expectTrueReasons(it: UsherUnderTest): Promise<void> {
  const { refusedWith } = answersOfOn24(it);
  const rows = await it.db.select().from(registrants);
  const wrong = rows.filter((row) => {
    const member = it.marketo.member(programId, row.leadId);
    if (row.status === 'registered')
      return member?.statusName !== 'Registered' || !row.joinLink || member.webinarUrl !== row.joinLink;
    if (row.status !== 'registration_error' || member?.statusName !== 'Registration Error') return true;
    return row.statusReason !== refusedWith.get(row.email ?? '') && !isKnownBeforehand(row);
  });
  expect(wrong.map(({ leadId, status, statusReason }) => [leadId, status, statusReason])).toEqual([]);
}

/** The registration page requires a role, and they have none. */
function isKnownBeforehand({ statusReason, title }: Registrant): boolean {
  return (
    title === null && (statusReason ?? '').startsWith('The registration page of the event requires "Role"')
  );
}

/** Each person once, and nobody besides those who are registered or whose answer was lost before they were refused. */
export async function expectHeldOnceEach(it: UsherUnderTest): Promise<void> {
  const held = it.on24.registrants(eventId).map(({ email }) => email);
  expect(new Set(held).size).toBe(held.length);
  const rows = await it.db.select().from(registrants).where(eq(registrants.status, 'registered'));
  const missing = rows.flatMap(({ email }) => (held.includes(email ?? '') ? [] : email));
  expect(missing).toEqual([]);
}

/** P4: history, Marketo and Slack call nobody registered before ON24 has. */
export async function expectNobodyToldTooEarly(it: UsherUnderTest): Promise<void> {
  const { confirmedAt } = answersOfOn24(it);
  const rows = await it.db.select().from(registrants);
  const emails = new Map(rows.map(({ leadId, email }) => [leadId, email ?? '']));
  const confirmed = (leadId: number) => confirmedAt.get(emails.get(leadId) ?? '') ?? Number.POSITIVE_INFINITY;
  const early: string[] = [];

  const leadOf = new Map(rows.map(({ id, leadId }) => [id, leadId]));
  const moves = await it.db.select().from(history).where(eq(history.toStatus, 'registered'));
  for (const { registrantId, at } of moves)
    if (at.getTime() < confirmed(leadOf.get(registrantId ?? 0) ?? 0)) early.push(`history: ${registrantId}`);

  const leads = z.object({
    statusName: z.string().optional(),
    input: z.array(z.looseObject({ leadId: z.number() })),
  });
  for (const { method, path, body, at } of it.marketo.calls) {
    if (method !== 'POST' || (path !== statusPath && path !== memberPath)) continue;
    const { statusName, input } = leads.parse(body);
    if (path === statusPath && statusName !== 'Registered') continue;
    for (const { leadId, webinarUrl } of input)
      if ((path === statusPath || webinarUrl) && at.getTime() < confirmed(leadId))
        early.push(`Marketo: ${leadId}`);
  }
  for (const { leadId, campaign, at } of it.marketo.mails)
    if (campaign === '02 Confirmation' && at.getTime() < confirmed(leadId)) early.push(`mail: ${leadId}`);

  const byName = new Map(rows.map((row) => [row.firstName ?? '', row.leadId]));
  for (const { all, at } of versions(it.slack))
    for (const name of calledRegistered(all))
      if (at.getTime() < confirmed(byName.get(name) ?? 0)) early.push(`Slack: ${name}`);
  expect(early).toEqual([]);
}

/** First names of those whom a message calls registered. */
function calledRegistered(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    if (!line.includes('· registered')) return [];
    return [...line.matchAll(/Guest\d+/g)].map(([name]) => name);
  });
}

/** Each message is posted once; there are as many as causes and outages, however many people there are. */
export async function expectFewMessages(it: UsherUnderTest, outages: number): Promise<void> {
  const rows = await it.db.select().from(messages);
  const posts = it.slack.calls.filter(({ method, ok }) => method === 'chat.postMessage' && ok);
  expect(posts).toHaveLength(rows.length);
  const errorAlerts = await it.db.$count(alerts, eq(alerts.kind, 'registration_error'));
  expect(errorAlerts).toBeLessThanOrEqual(mostCauses);
  const connectionAlerts = await it.db.$count(alerts, eq(alerts.kind, 'connection'));
  expect(connectionAlerts).toBeLessThanOrEqual(outages);
  expect(rows.filter(({ kind }) => kind !== 'alert').length).toBeLessThanOrEqual(mostOpenMessages + 1);
}

/** Two refusals of everybody, a company and a role that ON24 misses, a role that Usher misses; and several together. */
const mostCauses = 6;

/** Decided once; each move begins where the one before has ended; each way to ON24 has one end; one mail each. */
export async function expectNothingDoubled(it: UsherUnderTest): Promise<void> {
  const entries = await it.db.select().from(history).orderBy(asc(history.id));
  const byPerson = new Map<number | null, HistoryEntry[]>();
  for (const entry of entries)
    byPerson.set(entry.registrantId, [...(byPerson.get(entry.registrantId) ?? []), entry]);
  const wrong = [...byPerson].filter(([, own]) => !isOneStory(own));
  expect(wrong.map(([id, own]) => [id, own.map(({ event, toStatus }) => `${event} ${toStatus}`)])).toEqual(
    [],
  );
  const registered = it.marketo.mails.filter(({ campaign }) => campaign === '02 Confirmation');
  expect(new Set(registered.map(({ leadId }) => leadId)).size).toBe(registered.length);
}

function isOneStory(entries: readonly HistoryEntry[]): boolean {
  const decided = entries.filter(({ event }) => event === 'decided');
  const moved = entries.filter(({ event }) => event === 'moved');
  const isUnbroken = moved.every(
    ({ fromStatus }, index) => index === 0 || fromStatus === moved[index - 1]?.toStatus,
  );
  const registered = moved.filter(({ toStatus }) => toStatus === 'registered');
  return (
    decided.length === 1 &&
    isUnbroken &&
    registered.length <= 1 &&
    decided.length + moved.length === entries.length
  );
}
