/** Learns whether Slack takes our calls again. */
import { OutsideFailure } from '../outside/failure.ts';
import type { SlackOutbox } from '../outside/slack/slack-outbox.ts';
import { noteWell } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { slackFlag } from './draw-message.job.ts';

export function slackCanary({ db, slack }: { db: Db; slack: SlackOutbox }) {
  return {
    owns: (flag: string) => flag === slackFlag,
    async tryNow(): Promise<undefined> {
      try {
        await slack.checkToken();
        await noteWell(db, slackFlag);
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
      }
      return undefined;
    },
  };
}
