/** `/webinar pending`: who waits for a decision, and where they are shown. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { escaped } from '../outside/slack/blocks.ts';
import { choiceWords } from '../outside/slack/choice-words.ts';
import type { Subcommand } from '../outside/slack/subcommands.ts';
import { personName } from '../program/person-name.ts';
import type { Db } from '../store/database.ts';
import { registrants } from '../store/schema/registrants.ts';
import { chooseWebinar } from '../store/webinar-choice.ts';

const firstNames = 10;

export function pendingCommand(db: Db): Subcommand {
  return {
    name: 'pending',
    usage: 'pending [webinar]',
    summary: 'who waits for a decision',
    async answer(request) {
      const choice = await chooseWebinar(db, request);
      if (choice.kind !== 'one') return choiceWords(choice, 'pending');
      const { webinar } = choice;
      const waiting = and(
        eq(registrants.webinarId, webinar.id),
        eq(registrants.status, 'pending_approval'),
        isNull(registrants.holdsUntil),
      );
      const [counted] = await db
        .select({ people: sql<number>`count(*)::int` })
        .from(registrants)
        .where(waiting);
      const people = await db
        .select()
        .from(registrants)
        .where(waiting)
        .orderBy(asc(registrants.askedAt), asc(registrants.id))
        .limit(firstNames);
      return pendingAnswer(webinar, counted?.people ?? 0, people.map(personName));
    },
  };
}

function pendingAnswer(
  webinar: { title: string; slackChannelId: string },
  everybody: number,
  names: string[],
): string {
  const title = `"${escaped(webinar.title)}"`;
  if (everybody === 0) return `Nobody waits for a decision on ${title}.`;
  const more = everybody - names.length;
  return [
    `${everybody === 1 ? '1 person waits' : `${everybody} people wait`} for a decision on ${title}, shown in <#${webinar.slackChannelId}>:`,
    ...names.map((name) => `• ${escaped(name)}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}
