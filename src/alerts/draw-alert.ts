/** What an alert's message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { webinarOfCampaignFlag, webinarOfSilenceFlag } from '../store/adapter-flags.ts';
import { failedElsewhere, reasonsHere, standingOf } from '../store/alert-people-store.ts';
import { findAlertOfMessage, otherReasons, peopleOfAlert } from '../store/alert-store.ts';
import { findFault } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Alert } from '../store/schema/alerts.ts';
import type { Message } from '../store/schema/messages.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { webinarOfSetUpFlag } from '../store/set-up-fault-store.ts';
import { countWaiting } from '../store/waiting-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { campaignAlertMessage, silenceAlertMessage } from './adapter-alert-message.ts';
import { causeKey } from './cause-key.ts';
import { connectionAlertMessage } from './connection-alert-message.ts';
import { drawQuestion } from './draw-question.ts';
import { errorAlertMessage } from './error-alert-message.ts';
import { programAlertMessage } from './program-alert-message.ts';
import { quotaAlertMessage } from './quota-alert-message.ts';
import type { ReasonMet } from './reason-lines.ts';
import { mostListed } from './retry-progress.ts';

const firstNames = 2;

export async function drawAlert(db: Db, message: Message): Promise<Drawing | undefined> {
  const alert = await findAlertOfMessage(db, message.id);
  if (!alert) return undefined;
  const webinar = alert.webinarId === null ? undefined : await findWebinar(db, alert.webinarId);
  if (alert.kind === 'connection' && webinarOfSetUpFlag(alert.cause) !== undefined)
    return programAlertMessage({ alert, webinarTitle: webinar?.title ?? '' });
  if (alert.kind === 'connection') {
    const waiting = await countWaiting(db, alert.cause, alert.slackChannelId);
    const adapter = { alert, webinarTitle: webinar?.title ?? '', waiting, hasCampaign: hasCampaign(webinar) };
    if (webinarOfCampaignFlag(alert.cause) !== undefined) return campaignAlertMessage(adapter);
    if (webinarOfSilenceFlag(alert.cause) !== undefined) return silenceAlertMessage(adapter);
    const fault = await findFault(db, alert.cause);
    return fault?.resumesAt && !alert.closedAt
      ? quotaAlertMessage({ resumesAt: fault.resumesAt, waiting })
      : connectionAlertMessage({
          alert: { ...alert, words: fault?.words ?? alert.words },
          webinarTitle: webinar?.title,
          waiting,
        });
  }
  if (alert.kind === 'still_in_on24') return drawQuestion(db, alert, webinar?.title ?? '');
  return errorAlertMessage({
    alert,
    webinarTitle: webinar?.title ?? '',
    standing: await standingOf(db, alert.id),
    first: await peopleOfAlert(db, alert.id, firstNames, 'registration_error'),
    elsewhere: await failedElsewhere(db, alert.id, mostListed),
    reasons: await reasonsOf(db, alert),
  });
}

function hasCampaign(webinar: Webinar | undefined): boolean {
  return webinar !== undefined && webinar.approveCampaignId !== null;
}

/** The most frequent first. An alert with a cause of its own has one reason, as its first person met it. */
export async function reasonsOf(db: Db, alert: Alert): Promise<ReasonMet[]> {
  if (alert.cause !== otherReasons) return [{ words: alert.words, people: undefined }];
  const met = new Map<string, { words: string; people: number }>();
  for (const person of await reasonsHere(db, alert.id)) {
    const cause = causeKey(person.statusReason, person);
    const known = met.get(cause);
    if (known) known.people += 1;
    else met.set(cause, { words: person.statusReason ?? 'No reason was given.', people: 1 });
  }
  const reasons = [...met.values()].sort((one, other) => other.people - one.people);
  return reasons.length > 0 ? reasons : [{ words: alert.words, people: undefined }];
}
