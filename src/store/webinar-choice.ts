/** Which webinar a person means in a channel: by its number, a part of its title, or because there is only one. */
import type { Refusal } from '../program/refusal.ts';
import type { Db } from './database.ts';
import { reasonToRefuseDecider } from './decider-store.ts';
import type { Webinar } from './schema/webinars.ts';
import { listWebinars } from './webinar-store.ts';

export type WebinarChoice =
  | { kind: 'one'; webinar: Webinar }
  | { kind: 'several'; webinars: Webinar[] }
  | { kind: 'none'; webinars: Webinar[] }
  | { kind: 'refused'; refusal: Refusal };

/** Only webinars on which the person may decide are chosen from, or told of. */
export async function chooseWebinar(
  db: Db,
  { userId, channelId, argument }: { userId: string; channelId: string; argument: string },
): Promise<WebinarChoice> {
  const all = await listWebinars(db);
  const meant = argument === '' ? guessed(all, channelId) : named(all, argument);
  const visible = await visibleTo(db, userId, meant);
  const [one, ...others] = visible;
  if (one && others.length === 0) return { kind: 'one', webinar: one };
  if (one) return { kind: 'several', webinars: visible };
  const [hidden] = meant;
  // Who names a webinar by its number is told why not; a search tells nothing of what the person may not see.
  if (hidden && (argument === '' || String(hidden.id) === argument.replace(/^#/, ''))) {
    const refusal = await reasonToRefuseDecider(db, hidden, userId);
    if (refusal) return { kind: 'refused', refusal };
  }
  return { kind: 'none', webinars: await visibleTo(db, userId, all) };
}

export async function visibleTo(db: Db, userId: string, webinars: readonly Webinar[]): Promise<Webinar[]> {
  const refusals = await Promise.all(webinars.map((webinar) => reasonToRefuseDecider(db, webinar, userId)));
  return webinars.filter((_, index) => refusals[index] === undefined);
}

function guessed(all: readonly Webinar[], channelId: string): Webinar[] {
  const here = all.filter((webinar) => webinar.slackChannelId === channelId);
  return here.length > 0 ? here : [...all];
}

function named(all: readonly Webinar[], argument: string): Webinar[] {
  const text = argument.toLowerCase().replace(/^#/, '');
  const byNumber = all.filter(
    ({ id, programId, on24EventId }) =>
      text === String(id) || text === String(programId) || text === String(on24EventId),
  );
  return byNumber.length > 0 ? byNumber : all.filter(({ title }) => title.toLowerCase().includes(text));
}
