/** The fields of an event's registration page, read from ON24 and kept with the webinar. */
import { eq, sql } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { RegistrationField } from '../program/webinar.ts';
import type { Db } from '../store/database.ts';
import type { Registrant } from '../store/schema/registrants.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { mayRefuse, pageLastsMs } from './preflight-rules.ts';

export interface PageParts {
  db: Db;
  on24: On24Client;
}

/** Nothing where the contract does not show the page, or while ON24 does not: then ON24 itself is left to judge. */
export type Page = RegistrationField[] | null;

/** What is known of the page before a push; an old reading serves, and is renewed beside. */
export async function knownPage(parts: PageParts, webinar: Webinar): Promise<Page> {
  const readAt = webinar.registrationFieldsReadAt;
  if (readAt === null) return readPage(parts, webinar).catch((error) => unreadable(parts, webinar, error));
  if (Date.now() - readAt.getTime() > pageLastsMs) {
    await transact(parts.db, async (tx) =>
      enqueue(tx, 'read-registration-page', { webinarId: webinar.id }, { keepsEarlier: true }),
    );
  }
  return webinar.registrationFields;
}

/** The page on which somebody may be refused: read again when what is known is too old for that. */
export async function pageToRefuseBy(parts: PageParts, webinar: Webinar, row: Registrant): Promise<Page> {
  // Somebody else may have read it meanwhile.
  const known = (await findWebinar(parts.db, webinar.id)) ?? webinar;
  const readAt = known.registrationFieldsReadAt;
  const person = { statusAt: row.statusAt, wasRefusedBefore: row.alertId !== null };
  if (readAt && mayRefuse(readAt, person, new Date())) return known.registrationFields;
  return readPage(parts, webinar).catch((error) => unreadable(parts, webinar, error));
}

/** @throws OutsideFailure when ON24 does not answer; what was known stays */
async function readPage({ db, on24 }: PageParts, webinar: Webinar): Promise<Page> {
  const fields = await on24.readRegistrationFields(webinar.on24ClientId, webinar.on24EventId);
  await keep(db, webinar.id, fields ?? null);
  return fields ?? null;
}

/** The push says what is wrong with ON24; that the page cannot be read costs nobody their registration. */
async function unreadable({ db }: PageParts, webinar: Webinar, error: unknown): Promise<Page> {
  if (!(error instanceof OutsideFailure)) throw error;
  await keep(db, webinar.id, null);
  return null;
}

async function keep(db: Db, webinarId: number, fields: Page): Promise<void> {
  await db
    .update(webinars)
    .set({ registrationFields: fields, registrationFieldsReadAt: sql`clock_timestamp()` })
    .where(eq(webinars.id, webinarId));
}

/** Each night, and when a push finds that the last reading is old. */
export function readRegistrationPage(parts: PageParts): Handler<'read-registration-page'> {
  return async ({ webinarId }) => {
    const webinar = await findWebinar(parts.db, webinarId);
    if (!webinar || webinar.disconnectedAt) return undefined;
    await readPage(parts, webinar).catch((error: unknown) => {
      if (!(error instanceof OutsideFailure)) throw error;
    });
    return undefined;
  };
}
