/** Which feature carries out which job. */
import { askCancel } from './alerts/ask-cancel.job.ts';
import { drawAlert } from './alerts/draw-alert.ts';
import { endQuestions } from './alerts/end-questions.job.ts';
import { followAlert } from './alerts/follow-alert.job.ts';
import { groupErrors } from './alerts/group-errors.job.ts';
import { tryConnections } from './alerts/try-connections.job.ts';
import { watchConnections } from './alerts/watch-connections.job.ts';
import { drawApproval } from './approvals/draw-approval.ts';
import { gatherArrivals } from './approvals/gather-arrivals.job.ts';
import { refreshApprovers } from './approvals/refresh-approvers.job.ts';
import { settleDecision } from './approvals/settle-decision.job.ts';
import { tellMaker } from './approvals/tell-maker.job.ts';
import { drawReport } from './attendance/draw-report.ts';
import { nightlyRefresh } from './attendance/nightly-refresh.job.ts';
import { refreshAttendance } from './attendance/refresh-attendance.job.ts';
import { followMembers } from './intake/follow-members.ts';
import { pollActivities } from './intake/poll-activities.job.ts';
import { readHinted } from './intake/read-hinted.job.ts';
import { sweepWebinar } from './intake/sweep-webinar.job.ts';
import { marketoCanary } from './intake/waiting.ts';
import { writeMarketo } from './intake/write-marketo.job.ts';
import type { Handlers } from './jobs/handlers.ts';
import { drawMessage } from './messages/draw-message.job.ts';
import { drawNotice } from './messages/draw-notice.ts';
import { slackCanary } from './messages/slack-canary.ts';
import type { OutsideClients } from './outside-clients.ts';
import { cancelInOn24 } from './registration/cancel-in-on24.job.ts';
import { confirmMembers } from './registration/confirm-members.job.ts';
import { on24Canary } from './registration/on24-canary.ts';
import { registerRegistrant } from './registration/register-registrant.job.ts';
import type { Db } from './store/database.ts';

export interface HandlerParts extends Pick<OutsideClients, 'slack' | 'marketo' | 'on24'> {
  db: Db;
  now: () => Date;
  pollSeconds: number;
}

export function createHandlers({ db, slack, marketo, on24, now, pollSeconds }: HandlerParts): Handlers {
  const intake = { db, marketo };
  const registration = { db, on24 };
  const canaries = [on24Canary(registration), marketoCanary(intake), slackCanary({ db, slack })];
  return {
    'settle-decision': settleDecision(db),
    'tell-maker': tellMaker({ db, slack }),
    'draw-message': drawMessage({
      db,
      slack,
      drawings: { approval: drawApproval, alert: drawAlert, report: drawReport, notice: drawNotice },
    }),
    'gather-arrivals': gatherArrivals(db),
    'confirm-members': confirmMembers({
      db,
      followMembers: (webinar, leadIds) => followMembers(intake, webinar, leadIds),
    }),
    'register-registrant': registerRegistrant(registration),
    'cancel-in-on24': cancelInOn24(registration),
    'write-marketo': writeMarketo(intake),
    'read-hinted': readHinted(intake),
    'poll-activities': pollActivities({ ...intake, pollSeconds }),
    'sweep-webinar': sweepWebinar(intake),
    'refresh-approvers': refreshApprovers({ db, slack }),
    'try-connections': tryConnections({ db, canaries }),
    'watch-connections': watchConnections(db),
    'nightly-refresh': nightlyRefresh({ db, on24, now }),
    'refresh-attendance': refreshAttendance({ db, on24, now }),
    'group-errors': groupErrors(db),
    'follow-alert': followAlert(db),
    'ask-cancel': askCancel({ db, now }),
    'end-questions': endQuestions({ db, now }),
  };
}
