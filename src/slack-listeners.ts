/** Everything that Slack may send, and who listens for it. */
import type { App } from '@slack/bolt';
import { alertActions, alertModals } from './alerts/alert-actions.ts';
import { listenForAlerts } from './alerts/alert-listeners.ts';
import { errorsCommand } from './alerts/errors-command.ts';
import { questionActions, questionModals } from './alerts/question-actions.ts';
import { listenForQuestions } from './alerts/question-listeners.ts';
import { actions, modals } from './approvals/approval-actions.ts';
import { listenForApprovals } from './approvals/approval-listeners.ts';
import { listenForChanges } from './approvals/change-listeners.ts';
import { listenForGroupChanges } from './approvals/group-change-listeners.ts';
import { pendingCommand } from './approvals/pending-command.ts';
import { reviewActions, reviewModals } from './approvals/review-actions.ts';
import { listenForReview } from './approvals/review-listeners.ts';
import { attendanceActions, attendanceModals } from './attendance/attendance-actions.ts';
import { listenForAttendance } from './attendance/attendance-listeners.ts';
import { refreshCommand } from './attendance/refresh-command.ts';
import { type NightlyTime, nextSlot } from './attendance/slots-due.ts';
import { sweepCommand } from './intake/sweep-command.ts';
import { checkMarketo } from './outside/marketo/check-marketo.ts';
import { checkOn24 } from './outside/on24/check-on24.ts';
import { checkSlack } from './outside/slack/check-slack.ts';
import { retryAction } from './outside/slack/drawn-value.ts';
import { onUnknown } from './outside/slack/listener-kinds.ts';
import { listenForSubcommands } from './outside/slack/subcommands.ts';
import type { OutsideClients } from './outside-clients.ts';
import { listenForRetry } from './registration/retry-listeners.ts';
import type { Db } from './store/database.ts';
import { listCommand, statusCommand } from './webinars/list-command.ts';

export interface ListenerParts extends Pick<OutsideClients, 'slack' | 'marketo' | 'on24'> {
  db: Db;
  now: () => Date;
  nightly: NightlyTime;
}

export function listenToSlack(app: App, parts: ListenerParts): void {
  const { db, now, nightly, slack, marketo, on24 } = parts;
  listenForApprovals(app, db, now);
  listenForReview(app, { db, now });
  listenForChanges(app, db, now);
  listenForGroupChanges(app, db);
  listenForRetry(app, db);
  listenForAlerts(app, {
    db,
    now,
    on24,
    checks: {
      slack: () => checkSlack(slack),
      marketo: () => checkMarketo(marketo),
      on24: (clientId) => checkOn24(on24, clientId),
    },
  });
  listenForQuestions(app, db, now);
  listenForAttendance(app, db);
  listenForSubcommands(app, [
    listCommand(db),
    pendingCommand(db),
    errorsCommand(db),
    refreshCommand(db),
    statusCommand(db, () => nextSlot(now(), nightly)),
    sweepCommand(db),
  ]);
  onUnknown(app, {
    actionIds: [
      ...Object.values(actions),
      ...Object.values(reviewActions),
      ...Object.values(alertActions),
      ...Object.values(questionActions),
      ...Object.values(attendanceActions),
      retryAction,
    ],
    callbackIds: [
      ...Object.values(modals),
      ...Object.values(reviewModals),
      ...Object.values(alertModals),
      ...Object.values(questionModals),
      ...Object.values(attendanceModals),
    ],
  });
}
