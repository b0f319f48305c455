/** Looks at a webinar's program and channel in Marketo again: takes what changed there, and keeps a fault while something does not fit. */
import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { OutsideFailure } from '../outside/failure.ts';
import type { MarketoChannel, MarketoProgram } from '../outside/marketo/marketo-words.ts';
import { type Channel, recogniseChannel } from '../program/channel.ts';
import { type ChannelChange, channelChange, renamedStatuses } from '../program/channel-change.ts';
import { holdTries, isTryDue, noteWell } from '../store/connection-fault-store.ts';
import type { Tx } from '../store/database.ts';
import { renameBelieved } from '../store/marketo-belief-store.ts';
import { openApprovalMessages } from '../store/message-store.ts';
import { type Webinar, webinars } from '../store/schema/webinars.ts';
import { looksAgainAfterMs, webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { findWebinar, lockWebinar } from '../store/webinar-store.ts';
import type { IntakeParts } from './follow-members.ts';
import { asTold, fieldTrouble, keepTrouble, type ProgramTrouble, toldLines } from './program-trouble.ts';
import { readWho } from './read-who.ts';

/** Marketo says which fields it knows whomever one asks about. */
const anybody = 1;

/** Answers with the webinar as it is now; with nothing when its program is gone, so that there is nobody to read. */
export async function watchProgram(parts: IntakeParts, webinar: Webinar): Promise<Webinar | undefined> {
  const { db, marketo } = parts;
  const program = await marketo.readProgram(webinar.programId);
  const listed = program && (await marketo.readChannel(program.channel));
  const asksForFields = program !== undefined && Object.keys(webinar.fieldMap).length > 0;
  const { unknown } = asksForFields ? await readWho(marketo, [anybody], webinar.fieldMap) : { unknown: [] };
  return transact(db, async (tx) => {
    const stored = await lockWebinar(tx, webinar.id);
    if (!stored || stored.disconnectedAt) {
      await keepTrouble(tx, webinar.id, undefined);
      return undefined;
    }
    if (!program) {
      await keepTrouble(tx, webinar.id, programGone(stored));
      return undefined;
    }
    const told = await toldLines(tx, webinar.id);
    const change = whatChanged(stored, program, listed, (sentence) => told.includes(asTold(sentence)));
    await keepTrouble(tx, webinar.id, troubleOf(change, fieldTrouble(stored.fieldMap, unknown)));
    return update(tx, stored, program, change.channel);
  });
}

function whatChanged(
  stored: Webinar,
  program: MarketoProgram,
  listed: MarketoChannel | undefined,
  wasTold: (sentence: string) => boolean,
): ChannelChange {
  if (listed) {
    const read = recogniseChannel(listed.name, listed.statuses, stored.statusNames);
    return channelChange(stored.channel, read, wasTold);
  }
  return {
    channel: stored.channel,
    sentences: [
      `Marketo no longer shows the channel "${program.channel}". Its statuses are used as they were known last.`,
    ],
  };
}

function troubleOf(
  { channel, sentences }: ChannelChange,
  fields: ProgramTrouble,
): ProgramTrouble | undefined {
  if (sentences.length > 0) {
    const headline = `The channel "${channel.name}" in Marketo has changed`;
    return { headline, sentences: [...sentences, ...fields.sentences] };
  }
  return fields.sentences.length > 0 ? fields : undefined;
}

function programGone({ programId, title }: Webinar): ProgramTrouble {
  return {
    headline: `The program of "${title}" is gone in Marketo`,
    sentences: [
      `Marketo has no program ${programId} any more: nobody comes in from it, and nothing can be written to it. ` +
        'Connect the webinar to the program that takes its place.',
    ],
  };
}

async function update(tx: Tx, stored: Webinar, program: MarketoProgram, channel: Channel): Promise<Webinar> {
  const now = { title: program.name, programUrl: program.pageUrl, channel };
  if (isDeepStrictEqual(now, { title: stored.title, programUrl: stored.programUrl, channel: stored.channel }))
    return stored;
  await renameBelieved(tx, stored.id, renamedStatuses(stored.channel, channel));
  const [updated] = await tx.update(webinars).set(now).where(eq(webinars.id, stored.id)).returning();
  for (const { id } of await openApprovalMessages(tx, stored.id))
    enqueue(tx, 'draw-message', { messageId: id });
  return updated ?? stored;
}

/** Learns whether what did not fit fits again: now and then by itself, and when somebody asks. */
export function programCanary(parts: IntakeParts) {
  return {
    owns: (flag: string) => webinarOfSetUpFlag(flag, 'channel') !== undefined,
    async tryNow(flag: string): Promise<undefined> {
      if (!(await isTryDue(parts.db, flag))) return;
      // Before the look: Marketo may not answer, and is not to be asked twice a minute then either.
      await holdTries(parts.db, flag, looksAgainAfterMs);
      const webinar = await findWebinar(parts.db, webinarOfSetUpFlag(flag, 'channel') ?? 0);
      if (!webinar) {
        await noteWell(parts.db, flag);
        return;
      }
      try {
        await watchProgram(parts, webinar);
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
      }
    },
  };
}
