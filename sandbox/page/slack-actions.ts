/** What people do in the page's Slack window, done by the person that the page names. */
import type { AckOutcome, SlackSandbox } from '../slack/slack-sandbox.ts';
import type { PageAnswer, RequestRead } from './page-requests.ts';

const knownCommand = '/webinar';

/** A button that was redrawn under the pointer is sent as it was drawn, as Slack sends it. */
export async function click(slack: SlackSandbox, use: RequestRead<'slack/click'>): Promise<PageAnswer> {
  const person = slack.as(use.personId);
  const { at, blockId, actionId, value, selectedOption, selectedOptions } = use;
  try {
    return answer(
      await person.click(at, {
        actionId,
        blockId,
        ...(value === undefined ? {} : { value }),
        ...(selectedOption === undefined ? {} : { selectedOption }),
        ...(selectedOptions === undefined ? {} : { selectedOptions }),
      }),
    );
  } catch (error) {
    if (value === undefined || 'viewId' in at) throw error;
    return answer(await person.clickRaw(at, { action_id: actionId, block_id: blockId, value }));
  }
}

export async function suggest(slack: SlackSandbox, asked: RequestRead<'slack/suggest'>): Promise<PageAnswer> {
  const { personId, at, ...search } = asked;
  return answer(await slack.as(personId).suggest(at, search));
}

/** Field errors are no warning: they stand under their inputs. */
export async function submit(
  slack: SlackSandbox,
  { personId, viewId, values }: RequestRead<'slack/submit'>,
): Promise<PageAnswer> {
  const outcome = await slack.as(personId).submit(viewId, values);
  return outcome.errors === undefined ? answer(outcome) : { ok: false };
}

export async function say(
  slack: SlackSandbox,
  { personId, channelId, text }: RequestRead<'slack/say'>,
): Promise<PageAnswer> {
  const person = slack.as(personId);
  if (!text.startsWith('/')) {
    person.say(channelId, text);
    return { ok: true };
  }
  const [command = '', ...rest] = text.split(' ');
  if (command !== knownCommand) {
    return { ok: false, warning: `${command} is not a valid command here. Try ${knownCommand} help.` };
  }
  return answer(await person.command(channelId, command, rest.join(' ').trim()));
}

export async function closeView(
  slack: SlackSandbox,
  { personId, viewId }: RequestRead<'slack/close'>,
): Promise<PageAnswer> {
  await slack.as(personId).close(viewId);
  return { ok: true };
}

export async function openHome(slack: SlackSandbox, personId: string): Promise<PageAnswer> {
  await slack.as(personId).openHome();
  return { ok: true };
}

export function reload(slack: SlackSandbox, personId: string): PageAnswer {
  slack.reload(personId);
  return { ok: true };
}

function answer(outcome: AckOutcome): PageAnswer {
  return outcome.ok ? { ok: true, body: outcome.body } : { ok: false, warning: outcome.warning };
}
