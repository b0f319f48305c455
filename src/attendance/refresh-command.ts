/** `/webinar refresh`: answers at once; progress and report stand in the channel. */
import { transact } from '../jobs/transact.ts';
import { escaped } from '../outside/slack/blocks.ts';
import { choiceWords } from '../outside/slack/choice-words.ts';
import type { Subcommand } from '../outside/slack/subcommands.ts';
import type { Db } from '../store/database.ts';
import { chooseWebinar } from '../store/webinar-choice.ts';
import { requestRefresh } from './request-refresh.ts';

export function refreshCommand(db: Db): Subcommand {
  return {
    name: 'refresh',
    usage: 'refresh [webinar]',
    summary: 'brings in who attended',
    async answer(request) {
      const choice = await chooseWebinar(db, request);
      if (choice.kind !== 'one') return choiceWords(choice, 'refresh');
      const { webinar } = choice;
      const title = `"${escaped(webinar.title)}"`;
      const { isJoined } = await transact(db, (tx) =>
        requestRefresh(tx, webinar, { cause: 'slack', askedBy: request.userId }),
      );
      return isJoined
        ? `A refresh of ${title} is under way already. Its report will stand in <#${webinar.slackChannelId}>.`
        : `Bringing in the attendance of ${title}. Progress and report stand in <#${webinar.slackChannelId}>.`;
    },
  };
}
