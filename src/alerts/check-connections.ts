/** Asks Slack, Marketo and ON24 at once how they are, each within a time limit, and an alert's event as well. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { type CheckLine, failureLine, lookedAt } from '../outside/check-line.ts';
import type { On24Client } from '../outside/on24/on24-client.ts';
import type { On24Event } from '../outside/on24/on24-words.ts';
import type { Click } from '../outside/slack/clicks.ts';
import { sentenceModal } from '../outside/slack/listener-kinds.ts';
import { refusalWords } from '../outside/slack/refusal-words.ts';
import { shownText } from '../program/person-name.ts';
import { findAlert } from '../store/alert-store.ts';
import type { Db } from '../store/database.ts';
import { reasonToRefuseDecider } from '../store/decider-store.ts';
import { findMessage } from '../store/message-store.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { checkModal } from './check-modal.ts';
import { isOfEvent } from './watch-connections.job.ts';

/** The doctor's checks, one for each system. */
export interface SystemChecks {
  slack(): Promise<CheckLine[]>;
  marketo(): Promise<CheckLine[]>;
  on24(clientId: number): Promise<CheckLine[]>;
}

export interface CheckParts {
  db: Db;
  on24: Pick<On24Client, 'readEvent'>;
  checks: SystemChecks;
  /** How long one system may take. */
  timeoutMs?: number;
}

const outOfDate = 'That button is of an earlier version and does nothing any more.';
const answersWithinMs = 12_000;

export async function showChecks(parts: CheckParts, click: Click): Promise<ModalView> {
  const id = /^\d{1,9}$/.test(click.value ?? '') ? Number(click.value) : undefined;
  const alert = id === undefined ? undefined : await findAlert(parts.db, id);
  const message = alert?.messageId ? await findMessage(parts.db, alert.messageId) : undefined;
  const webinar = message && (await findWebinar(parts.db, message.webinarId));
  if (!alert || !webinar) return sentenceModal('Check connection', outOfDate);
  const refusal = await reasonToRefuseDecider(parts.db, webinar, click.userId);
  if (refusal) return sentenceModal('Not possible', refusalWords(refusal));
  const isAboutEvent = alert.kind === 'registration_error' || isOfEvent(alert.cause);
  return checkModal(await checkEverything(parts, webinar, isAboutEvent));
}

async function checkEverything(
  { checks, on24, timeoutMs = answersWithinMs }: CheckParts,
  webinar: Webinar,
  isAboutEvent: boolean,
): Promise<CheckLine[]> {
  const { on24ClientId: clientId } = webinar;
  const lines = await Promise.all([
    withinTime('Slack', 'answer', checks.slack(), timeoutMs),
    withinTime('Marketo', 'answer', checks.marketo(), timeoutMs),
    withinTime('ON24', 'answer', checks.on24(clientId), timeoutMs),
    ...(isAboutEvent ? [withinTime('ON24', eventCheck, checkEvent(on24, webinar), timeoutMs)] : []),
  ]);
  return lines.flat();
}

const eventCheck = "the webinar's event";

const reopen = 'Re-open the event in ON24, or connect the webinar to the right one.';
const seeAbove = 'See what the check of ON24 itself has found.';

async function checkEvent(on24: CheckParts['on24'], webinar: Webinar): Promise<CheckLine[]> {
  const line = { system: 'ON24', name: eventCheck } as const;
  const number = `Event ${webinar.on24EventId}`;
  const looked = await lookedAt(() => on24.readEvent(webinar.on24ClientId, webinar.on24EventId));
  if ('failure' in looked) {
    const { failure } = looked;
    if (failure.scope !== 'event')
      return [failureLine(eventCheck, failure, { credentials: seeAbove, address: seeAbove })];
    return [{ ...line, state: 'broken', says: `${number}: ${failure.words}`, remedy: reopen }];
  }
  const event = looked.answer;
  const says = `${number}, "${shownText(event.title, 90)}", ${times(event)}`;
  if (event.isActive) return [{ ...line, state: 'ok', says: `${says}, is active.` }];
  return [
    {
      ...line,
      state: 'broken',
      says: `${says}, is inactive: it takes no registrations.`,
      remedy: reopen,
    },
  ];
}

function times({ startsAt, liveEndsAt }: Pick<On24Event, 'startsAt' | 'liveEndsAt'>): string {
  const shown = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (!startsAt) return 'without a start time';
  return liveEndsAt ? `from ${shown(startsAt)} to ${shown(liveEndsAt)}` : `from ${shown(startsAt)}`;
}

/** Who does not answer in time is a finding as well. */
async function withinTime(
  system: CheckLine['system'],
  name: string,
  check: Promise<CheckLine[]>,
  timeoutMs: number,
): Promise<CheckLine[]> {
  const over = new AbortController();
  const tooLate = delay(timeoutMs, undefined, { signal: over.signal }).then((): CheckLine[] => [
    {
      system,
      name,
      state: 'broken',
      says: `No answer within ${Math.round(timeoutMs / 1000)} seconds.`,
      remedy: `Check again in a minute. If it lasts, look at the status page of ${system}.`,
    },
  ]);
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([check, tooLate]);
  } finally {
    over.abort();
  }
}
