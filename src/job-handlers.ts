/** Which feature carries out which job. */
import type { Pool } from 'pg';
import { askCancel } from './alerts/ask-cancel.job.ts';
import { drawAlert } from './alerts/draw-alert.ts';
import { endQuestions } from './alerts/end-questions.job.ts';
import { followAlert } from './alerts/follow-alert.job.ts';
import { groupErrors } from './alerts/group-errors.job.ts';
import { remindOfAlerts } from './alerts/remind-of-alerts.job.ts';
import { sendPeopleFile } from './alerts/send-people-file.job.ts';
import { tryConnections } from './alerts/try-connections.job.ts';
import { watchConnections } from './alerts/watch-connections.job.ts';
import { bulkDecide } from './approvals/bulk-decide.job.ts';
import { drawApproval } from './approvals/draw-approval.ts';
import { drawBulk } from './approvals/draw-bulk.ts';
import { gatherArrivals } from './approvals/gather-arrivals.job.ts';
import { refreshApprovers } from './approvals/refresh-approvers.job.ts';
import { settleDecision } from './approvals/settle-decision.job.ts';
import { tellMaker } from './approvals/tell-maker.job.ts';
import { addUnknownPeople } from './attendance/add-unknown-people.job.ts';
import { drawReport } from './attendance/draw-report.ts';
import { nightlyRefresh } from './attendance/nightly-refresh.job.ts';
import { refreshAttendance } from './attendance/refresh-attendance.job.ts';
import { sendAttendanceFile } from './attendance/send-attendance-file.job.ts';
import type { NightlyTime } from './attendance/slots-due.ts';
import { watchAttendance } from './attendance/watch-attendance.job.ts';
import { checkReasonFields, reasonFieldCanary } from './intake/check-reason-fields.job.ts';
import { followMembers } from './intake/follow-members.ts';
import { pollActivities } from './intake/poll-activities.job.ts';
import { readHinted } from './intake/read-hinted.job.ts';
import { readMarketoUsage } from './intake/read-marketo-usage.job.ts';
import { sweepWebinar } from './intake/sweep-webinar.job.ts';
import { marketoCanary, tryMarketo } from './intake/try-marketo.job.ts';
import { waitingForMarketo } from './intake/waiting.ts';
import { programCanary } from './intake/watch-program.ts';
import { writeMarketo } from './intake/write-marketo.job.ts';
import type { Handlers } from './jobs/handlers.ts';
import { drawMessage } from './messages/draw-message.job.ts';
import { drawNotice } from './messages/draw-notice.ts';
import { slackCanary } from './messages/slack-canary.ts';
import type { OutsideClients } from './outside-clients.ts';
import { forgetExpired } from './privacy/forget-expired.job.ts';
import { adapterCanary } from './registration/adapter-canary.ts';
import type { AdapterParts } from './registration/ask-adapter.ts';
import { callOn24 } from './registration/call-on24.job.ts';
import { cancelInOn24 } from './registration/cancel-in-on24.job.ts';
import { confirmMembers } from './registration/confirm-members.job.ts';
import { endRegistrations } from './registration/end-registrations.job.ts';
import { on24Canary } from './registration/on24-canary.ts';
import { registerRegistrant } from './registration/register-registrant.job.ts';
import { readRegistrationPage } from './registration/registration-page.ts';
import { requestRegistration } from './registration/request-registration.job.ts';
import { watchAdapter } from './registration/watch-adapter.job.ts';
import type { Db } from './store/database.ts';
import type { Webinar } from './store/schema/webinars.ts';

export interface HandlerParts extends Pick<OutsideClients, 'slack' | 'marketo' | 'on24'> {
  db: Db;
  pool: Pool;
  now: () => Date;
  pollSeconds: number;
  /** The account to which ON24's tokens belong. */
  on24ClientId: number;
  /** Something that an operator should see in the log. */
  warn: (facts: object, sentence: string) => void;
  nightly: NightlyTime;
}

export function createHandlers({
  db,
  pool,
  slack,
  marketo,
  on24,
  now,
  pollSeconds,
  nightly,
  on24ClientId,
  warn,
}: HandlerParts): Handlers {
  const intake = { db, marketo, now };
  const registration = { db, on24 };
  const adapter: AdapterParts = {
    db,
    marketo,
    followMembers: (webinar, leadIds) => followMembers(intake, webinar, leadIds),
    whileMarketoServes: (work) => waitingForMarketo(intake, work),
  };
  const reasonFields = {
    ...intake,
    onFault: ({ id }: Webinar, sentence: string) => warn({ webinarId: id }, sentence),
  };
  const canaries = [
    on24Canary(registration),
    marketoCanary(intake),
    programCanary(intake),
    adapterCanary(adapter),
    reasonFieldCanary(reasonFields),
    slackCanary({ db, slack }),
  ];
  const confirm = confirmMembers({
    db,
    followMembers: (webinar, leadIds) => followMembers(intake, webinar, leadIds),
  });
  return {
    'settle-decision': settleDecision(db),
    'tell-maker': tellMaker({ db, slack }),
    'draw-message': drawMessage({
      db,
      slack,
      drawings: {
        approval: (tx, message) => drawApproval(tx, message, now()),
        alert: drawAlert,
        report: drawReport,
        notice: drawNotice,
        bulk: drawBulk,
      },
    }),
    'gather-arrivals': gatherArrivals(db),
    'bulk-decide': bulkDecide(db),
    'confirm-members': (payload) => waitingForMarketo(intake, () => confirm(payload)),
    'register-registrant': registerRegistrant(registration),
    'call-on24': callOn24({ ...registration, on24ClientId }),
    'read-registration-page': readRegistrationPage(registration),
    'request-registration': requestRegistration(adapter),
    'watch-adapter': watchAdapter(adapter),
    'end-registrations': endRegistrations({ db, now }),
    'cancel-in-on24': cancelInOn24(registration),
    'write-marketo': writeMarketo(intake),
    'read-hinted': readHinted(intake),
    'poll-activities': pollActivities({ ...intake, pollSeconds }),
    'sweep-webinar': sweepWebinar(intake),
    'check-reason-fields': checkReasonFields(reasonFields),
    'refresh-approvers': refreshApprovers({ db, slack }),
    'try-connections': tryConnections({ db, canaries }),
    'try-marketo': tryMarketo(intake),
    'read-marketo-usage': readMarketoUsage(intake),
    'watch-connections': watchConnections(db, now),
    'nightly-refresh': nightlyRefresh({ db, on24, now }),
    'refresh-attendance': refreshAttendance({ db, pool, on24, now }),
    'group-errors': groupErrors(db, now),
    'follow-alert': followAlert(db, now),
    'send-attendance-file': sendAttendanceFile({ db, slack }),
    'send-people-file': sendPeopleFile({ db, slack }),
    'remind-of-alerts': remindOfAlerts(db, now),
    'add-unknown-people': addUnknownPeople({ db, marketo, now }),
    'forget-expired': forgetExpired({ db, now }),
    'watch-attendance': watchAttendance({ db, on24, nightly, now }),
    'ask-cancel': askCancel({ db, now }),
    'end-questions': endQuestions({ db, now }),
  };
}
