/** What an alert's message should show now, read from its rows. */
import type { Drawing } from '../outside/slack/blocks.ts';
import { webinarOfCampaignFlag, webinarOfSilenceFlag } from '../store/adapter-flags.ts';
import { countPeople, findAlertOfMessage, peopleOfAlert } from '../store/alert-store.ts';
import { webinarOfChannelFlag } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import type { Message } from '../store/schema/messages.ts';
import type { Webinar } from '../store/schema/webinars.ts';
import { countWaiting } from '../store/waiting-people-store.ts';
import { findWebinar } from '../store/webinar-store.ts';
import { campaignAlertMessage, silenceAlertMessage } from './adapter-alert-message.ts';
import { connectionAlertMessage } from './connection-alert-message.ts';
import { errorAlertMessage } from './error-alert-message.ts';
import { programAlertMessage } from './program-alert-message.ts';

const firstNames = 2;

export async function drawAlert(db: Db, message: Message): Promise<Drawing | undefined> {
  const alert = await findAlertOfMessage(db, message.id);
  if (!alert) return undefined;
  const webinar = alert.webinarId === null ? undefined : await findWebinar(db, alert.webinarId);
  if (alert.kind === 'connection' && webinarOfChannelFlag(alert.cause) !== undefined)
    return programAlertMessage({ alert, webinarTitle: webinar?.title ?? '' });
  if (alert.kind === 'connection') {
    const waiting = await countWaiting(db, alert.cause, alert.slackChannelId);
    const adapter = { alert, webinarTitle: webinar?.title ?? '', waiting, hasCampaign: hasCampaign(webinar) };
    if (webinarOfCampaignFlag(alert.cause) !== undefined) return campaignAlertMessage(adapter);
    if (webinarOfSilenceFlag(alert.cause) !== undefined) return silenceAlertMessage(adapter);
    return connectionAlertMessage({ alert, webinarTitle: webinar?.title, waiting });
  }
  return errorAlertMessage({
    alert,
    webinarTitle: webinar?.title ?? '',
    counts: await countPeople(db, alert.id),
    first: await peopleOfAlert(db, alert.id, firstNames, 'registration_error'),
  });
}

function hasCampaign(webinar: Webinar | undefined): boolean {
  return webinar !== undefined && webinar.approveCampaignId !== null;
}
