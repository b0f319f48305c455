/** Registrar `marketo`: who is to be asked for, whose answer is awaited, and of whom Marketo says nothing. */
import { and, asc, eq, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { silenceFlag } from './adapter-flags.ts';
import type { Db, Tx } from './database.ts';
import { connectionFaults } from './schema/connections.ts';
import { type Registrant, registrants } from './schema/registrants.ts';
import type { Webinar } from './schema/webinars.ts';

/** A request whose answer was lost has shown its effect after this time, if it had one. */
const askedAgainAfterSeconds = 2 * 60;
/** At peak the adapter takes up to 20 minutes (facts, section 1); from here on it is told that nothing is heard. */
const silentAfterSeconds = 15 * 60;

const isRegistering = eq(registrants.status, 'registering');
const ago = (seconds: number) => sql`now() - make_interval(secs => ${seconds})`;

/** Those for whom Marketo has not been asked, or was asked and gave no answer to the request itself. */
export async function peopleToAsk(db: Db, webinar: Webinar, limit: number): Promise<Registrant[]> {
  const isUnanswered = and(
    isNull(registrants.adapterAcceptedAt),
    lt(registrants.adapterAskedAt, ago(askedAgainAfterSeconds)),
  );
  return db
    .select()
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinar.id),
        isRegistering,
        // A status is written until its answer is there, so that nobody has to be asked for twice.
        or(isNull(registrants.adapterAskedAt), webinar.approveCampaignId === null ? undefined : isUnanswered),
      ),
    )
    .orderBy(asc(registrants.statusAt), asc(registrants.id))
    .limit(limit);
}

/** Milliseconds until somebody is to be asked for again, when there is somebody. */
export async function nextAskInMs(db: Db, webinar: Webinar): Promise<number | undefined> {
  const [waiting] = await db
    .select({
      inMs: sql<number | null>`(extract(epoch from
        min(coalesce(${registrants.adapterAskedAt} + make_interval(secs => ${askedAgainAfterSeconds}), now())) - now())
        * 1000)::float8`,
    })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinar.id),
        isRegistering,
        isNull(registrants.adapterAcceptedAt),
        webinar.approveCampaignId === null ? isNull(registrants.adapterAskedAt) : undefined,
      ),
    );
  return waiting?.inMs ?? undefined;
}

/** The names under which Marketo shows those whom the adapter has, or had. */
export function adapterStatusNames({ channel }: Webinar): string[] {
  return (['registered', 'registering'] as const).flatMap((status) => channel.statuses[status]?.name ?? []);
}

/** Who is registering, and who was set to Registered in Marketo itself and has no link yet. */
function awaitsAnswer(webinar: Webinar): SQL | undefined {
  return and(
    eq(registrants.webinarId, webinar.id),
    or(
      isRegistering,
      and(
        inArray(registrants.status, [
          'invited',
          'pending_approval',
          'waitlisted',
          'rejected',
          'registration_error',
        ]),
        inArray(registrants.marketoBase, adapterStatusNames(webinar)),
        isNull(registrants.marketoWebinarUrl),
        eq(registrants.marketoIsDue, false),
      ),
    ),
  );
}

export async function peopleToWatch(db: Db, webinar: Webinar): Promise<Registrant[]> {
  return db.select().from(registrants).where(awaitsAnswer(webinar)).orderBy(asc(registrants.id));
}

/** Whom Marketo shows as taken although no request of ours was answered: a status write, or somebody's own hand. */
export async function takenUnnoticed(db: Db, webinar: Webinar): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(
      and(
        awaitsAnswer(webinar),
        inArray(registrants.marketoBase, adapterStatusNames(webinar)),
        isNull(registrants.adapterAcceptedAt),
      ),
    )
    .orderBy(asc(registrants.id));
}

/** Those whose silence has not been told. */
export async function newlySilent(db: Db, webinarId: number, limit: number): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        isRegistering,
        eq(registrants.isAdapterSilent, false),
        lt(registrants.adapterAcceptedAt, ago(silentAfterSeconds)),
      ),
    )
    .orderBy(asc(registrants.id))
    .limit(limit);
}

export async function silentPeople(db: Db | Tx, webinarId: number): Promise<Registrant[]> {
  return db
    .select()
    .from(registrants)
    .where(and(eq(registrants.webinarId, webinarId), registrants.isAdapterSilent))
    .orderBy(asc(registrants.id));
}

/** The silence is told like a broken connection, since the first of its people was asked for; nothing is paused by it. */
export async function openSilence(tx: Tx, webinarId: number): Promise<void> {
  const [first] = await tx
    .select({ since: sql<string | null>`min(${registrants.adapterAcceptedAt})` })
    .from(registrants)
    .where(
      and(
        eq(registrants.webinarId, webinarId),
        registrants.isAdapterSilent,
        isNotNull(registrants.adapterAcceptedAt),
      ),
    );
  if (!first?.since) return;
  await tx
    .insert(connectionFaults)
    .values({
      flag: silenceFlag(webinarId),
      failingSince: new Date(first.since),
      isPaused: true,
      words: 'it has given no answer for people who were approved',
    })
    .onConflictDoNothing();
}
