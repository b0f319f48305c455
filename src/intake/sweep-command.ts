/** `/webinar sweep`: somebody wants everybody of a webinar read again in Marketo now, instead of tonight. */
import { enqueue } from '../jobs/enqueue.ts';
import { transact } from '../jobs/transact.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { choiceWords } from '../outside/slack/choice-words.ts';
import type { Subcommand } from '../outside/slack/subcommands.ts';
import { findFault } from '../store/connection-fault-store.ts';
import type { Db } from '../store/database.ts';
import { chooseWebinar } from '../store/webinar-choice.ts';
import { marketoFlag } from './waiting.ts';

export function sweepCommand(db: Db): Subcommand {
  return {
    name: 'sweep',
    usage: 'sweep [webinar]',
    summary: 'reads everybody in Marketo again',
    async answer(request) {
      const choice = await chooseWebinar(db, request);
      if (choice.kind !== 'one') return choiceWords(choice, 'sweep');
      const { webinar } = choice;
      await transact(db, async (tx) => enqueue(tx, 'sweep-webinar', { webinarId: webinar.id }));
      const isPaused = (await findFault(db, marketoFlag))?.isPaused === true;
      const when = isPaused ? ' It begins as soon as Marketo can be used again.' : '';
      return (
        `Reading everybody of "${escaped(webinar.title)}" in Marketo again, and its channel. ` +
        `What has changed shows in <#${webinar.slackChannelId}>; nothing new means nothing was missed.${when}`
      );
    },
  };
}
