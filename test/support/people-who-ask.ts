/** People who fill in the registration form, and where their rows stand. */
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { FormFill } from '../../sandbox/marketo/marketo-records.ts';
import { historyOf } from '../../src/store/history-store.ts';
import { type Registrant, registrants } from '../../src/store/schema/registrants.ts';
import { messageWith } from './channel-reading.ts';
import { programId, type UsherUnderTest } from './usher-under-test.ts';

export const ada: FormFill = {
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@analytical.example',
  company: 'Analytical Engines',
  title: 'VP Engineering',
};
export const charles: FormFill = {
  firstName: 'Charles',
  lastName: 'Babbage',
  email: 'charles@difference.example',
  company: 'Difference Ltd',
  title: 'CTO',
};
export const grace: FormFill = {
  firstName: 'Grace',
  lastName: 'Hopper',
  email: 'grace@navy.example',
  company: 'Navy',
  title: 'Rear Admiral',
};

/** As many different people as wanted: "Guest001 Visitor" and so on. */
export function guests(count: number): FormFill[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    return { firstName: `Guest${number}`, lastName: 'Visitor', email: `guest${number}@visitors.example` };
  });
}

export function nameOf({ firstName, lastName }: FormFill): string {
  return `${firstName} ${lastName}`;
}

/** Everybody asks in this order; answers with their lead ids once the channel shows them all with buttons. */
export async function ask(it: UsherUnderTest, ...people: FormFill[]): Promise<number[]> {
  const leadIds = people.map((person) => {
    // Marketo's instants have whole seconds: within one, nobody was first.
    it.clock.advance(1_000);
    return it.marketo.fillForm(programId, person);
  });
  for (const person of people) await messageWith(it.slack, nameOf(person), '[Approve]');
  return leadIds;
}

export async function rowFor({ db }: UsherUnderTest, leadId: number): Promise<Registrant> {
  const [row] = await db.select().from(registrants).where(eq(registrants.leadId, leadId));
  if (!row) throw new Error(`there is no row for lead ${leadId}`);
  return row;
}

/** The row's history as "event from to by actor", oldest first. */
export async function historyFor(it: UsherUnderTest, leadId: number): Promise<string[]> {
  const { id } = await rowFor(it, leadId);
  const entries = await historyOf(it.db, id);
  return entries.map(({ event, fromStatus, toStatus, actor }) =>
    [event, fromStatus, toStatus && `-> ${toStatus}`, `by ${actor}`].filter(Boolean).join(' '),
  );
}

export async function expectStatus(it: UsherUnderTest, leadId: number, status: Registrant['status']) {
  await expect.poll(async () => (await rowFor(it, leadId)).status, { timeout: 10_000 }).toBe(status);
}
