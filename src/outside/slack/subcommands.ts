/** One slash command with several subcommands: each answers privately and at once, and wrong input is told what would be right. */
import type { App } from '@slack/bolt';
import { type Drawing, escaped } from './blocks.ts';

export interface CommandRequest {
  userId: string;
  channelId: string;
  /** What stands behind the subcommand's name. */
  argument: string;
}

export interface Subcommand {
  name: string;
  /** Such as `refresh [webinar]`. */
  usage: string;
  /** What it does, in a few words. */
  summary: string;
  /** A read, or one transaction; the answer is acknowledged with it. */
  answer(request: CommandRequest): Promise<Drawing | string>;
}

export const webinarCommand = '/webinar';

export function listenForSubcommands(app: App, subcommands: readonly Subcommand[]): void {
  app.command(webinarCommand, async ({ ack, command }) => {
    const [, name = '', argument = ''] = /^\s*(\S*)\s*([\s\S]*)$/.exec(command.text ?? '') ?? [];
    const wanted = subcommands.find((candidate) => candidate.name === name.toLowerCase());
    const answer = wanted
      ? await wanted.answer({
          userId: command.user_id,
          channelId: command.channel_id,
          argument: argument.trim(),
        })
      : help(subcommands, name.toLowerCase());
    await ack({ response_type: 'ephemeral', ...(typeof answer === 'string' ? { text: answer } : answer) });
  });
}

function help(subcommands: readonly Subcommand[], name: string): string {
  const lines = subcommands.map(({ usage, summary }) => `• \`${webinarCommand} ${usage}\` ${summary}`);
  const isAsked = name === '' || name === 'help';
  const opening = isAsked
    ? 'This is what I can do:'
    : `There is no "${escaped(name.slice(0, 40))}". This is what there is:`;
  return [opening, `• \`${webinarCommand} help\` this list`, ...lines].join('\n');
}
