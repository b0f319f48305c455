/** Makes one Slack message equal the rows it shows: posts it once, then sends only differences. */
import { createHash } from 'node:crypto';
import { enqueue } from '../jobs/enqueue.ts';
import type { Handler, KnownWait } from '../jobs/handlers.ts';
import { transact } from '../jobs/transact.ts';
import { isThrottling, OutsideFailure } from '../outside/failure.ts';
import type { Drawing } from '../outside/slack/blocks.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { noteTrouble, noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { changeMessage, findMessage, takeOffMessage, takeResponseUrl } from '../store/message-store.ts';
import type { Message, MessageKind } from '../store/schema/messages.ts';
import { postOnce } from './post-once.ts';

/** For each kind of message: what it should show now. Nothing when its rows are gone. */
export type Drawings = Record<MessageKind, (db: Db, message: Message) => Promise<Drawing | undefined>>;

export interface DrawMessageParts {
  db: Db;
  slack: SlackOutbox;
  drawings: Drawings;
}

export function drawMessage(parts: DrawMessageParts): Handler<'draw-message'> {
  return async ({ messageId }) => {
    const message = await findMessage(parts.db, messageId);
    if (!message || message.lostBecause !== null) return undefined;
    const rich = await parts.drawings[message.kind](parts.db, message);
    if (!rich) return undefined;
    const drawing = shownForm(rich, message.isDrawnPlain);
    const hash = hashOf(drawing);
    if (hash === message.drawnHash) return undefined;
    try {
      const wait = await draw(parts, message, drawing, hash);
      await noteWell(parts.db, slackFlag);
      return wait;
    } catch (error) {
      if (isRefusedForm(error) && rich.plainBlocks && !message.isDrawnPlain) {
        await changeMessage(parts.db, message.id, { isDrawnPlain: true });
        return { againInMs: 0 };
      }
      return waitOrGiveUp(parts.db, message, error);
    }
  };
}

function shownForm({ plainBlocks, text, blocks }: Drawing, isPlain: boolean): Drawing {
  return { text, blocks: isPlain && plainBlocks ? plainBlocks : blocks };
}

/** Slack does not take blocks of this kind here. */
function isRefusedForm(error: unknown): boolean {
  return (
    error instanceof OutsideFailure &&
    (error.code === 'invalid_blocks' || error.code === 'invalid_blocks_format')
  );
}

async function draw(
  parts: DrawMessageParts,
  message: Message,
  drawing: Drawing,
  hash: string,
): Promise<KnownWait | undefined> {
  if (message.slackTs === null) return postOnce(parts, message, drawing, hash);
  await repaint(parts, message, message.slackTs, drawing);
  await changeMessage(parts.db, message.id, { drawnHash: hash, drawnAt: new Date() });
  return undefined;
}

async function repaint(
  { db, slack }: DrawMessageParts,
  message: Message,
  ts: string,
  drawing: Drawing,
): Promise<void> {
  const responseUrl = await takeResponseUrl(db, message.id);
  if (responseUrl) {
    try {
      return await slack.replaceThroughResponse(responseUrl, drawing);
    } catch (error) {
      // Used up or expired: the ordinary way is always open.
      if (!(error instanceof OutsideFailure)) throw error;
      await changeMessage(db, message.id, { responseUrl: null });
    }
  }
  await slack.update(message.slackChannelId, ts, drawing);
}

async function waitOrGiveUp(db: Db, message: Message, error: unknown): Promise<KnownWait | undefined> {
  if (!(error instanceof OutsideFailure)) throw error;
  if (isThrottling(error)) return { againInMs: error.retryAfterMs ?? 5_000 };
  const flag = error.scope === 'system' ? slackFlag : undefined;
  if (flag) await noteTrouble(db, flag, { kind: error.kind, words: error.words, isThrottling: false });
  if (error.kind === 'unavailable') return { againInMs: 5_000 };
  if (error.kind === 'misconfigured') return { againInMs: 60_000 };
  if (error.cause !== 'unknown-person') throw error;
  // Somebody deleted the message in Slack: whoever still waits on it is given a place in another.
  await transact(db, async (tx) => {
    await changeMessage(tx, message.id, { lostBecause: error.words });
    await takeOffMessage(tx, message.id);
    enqueue(tx, 'gather-arrivals', { webinarId: message.webinarId });
  });
  return undefined;
}

export const slackFlag = 'slack';

export function hashOf(drawing: Drawing): string {
  return createHash('sha256').update(JSON.stringify(drawing)).digest('base64url');
}
