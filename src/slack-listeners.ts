/** Everything that Slack may send, and who listens for it. */
import type { App } from '@slack/bolt';
import { alertActions, alertModals } from './alerts/alert-actions.ts';
import { listenForAlerts } from './alerts/alert-listeners.ts';
import { questionActions, questionModals } from './alerts/question-actions.ts';
import { listenForQuestions } from './alerts/question-listeners.ts';
import { actions, modals } from './approvals/approval-actions.ts';
import { listenForApprovals } from './approvals/approval-listeners.ts';
import { listenForChanges } from './approvals/change-listeners.ts';
import { listenForGroupChanges } from './approvals/group-change-listeners.ts';
import { pendingCommand } from './approvals/pending-command.ts';
import { refreshCommand } from './attendance/refresh-command.ts';
import { type NightlyTime, nextSlot } from './attendance/slots-due.ts';
import { retryAction } from './outside/slack/drawn-value.ts';
import { onUnknown } from './outside/slack/listener-kinds.ts';
import { listenForSubcommands } from './outside/slack/subcommands.ts';
import { listenForRetry } from './registration/retry-listeners.ts';
import type { Db } from './store/database.ts';
import { listCommand, statusCommand } from './webinars/list-command.ts';

export interface ListenerParts {
  db: Db;
  now: () => Date;
  nightly: NightlyTime;
}

export function listenToSlack(app: App, { db, now, nightly }: ListenerParts): void {
  listenForApprovals(app, db);
  listenForChanges(app, db, now);
  listenForGroupChanges(app, db);
  listenForRetry(app, db);
  listenForAlerts(app, db);
  listenForQuestions(app, db, now);
  listenForSubcommands(app, [
    listCommand(db),
    pendingCommand(db),
    refreshCommand(db),
    statusCommand(db, () => nextSlot(now(), nightly)),
  ]);
  onUnknown(app, {
    actionIds: [
      ...Object.values(actions),
      ...Object.values(alertActions),
      ...Object.values(questionActions),
      retryAction,
    ],
    callbackIds: [...Object.values(modals), ...Object.values(alertModals), ...Object.values(questionModals)],
  });
}
