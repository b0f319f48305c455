/** Clicks, commands and their answers, through a real Bolt app in both modes. */
import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { messageText } from '../../../sandbox/slack/slack-sandbox.ts';
import {
  button,
  buttons,
  type SmallBolt,
  section,
  startHttpBolt,
  startSocketBolt,
} from './small-bolt-app.ts';

let bolt: SmallBolt | undefined;
afterEach(() => bolt?.stop());

const row = [section('Ada Lovelace asks to join'), buttons(button('approve', 'Approve', 'r1'))];

async function posted({ app, slack, channelId }: SmallBolt) {
  const { ts } = await app.client.chat.postMessage({
    channel: channelId,
    text: 'Ada asks to join',
    blocks: row,
  });
  if (ts === undefined) throw new Error('nothing was posted');
  return { at: { channelId, ts }, message: () => slack.channel(channelId).messages.find((m) => m.ts === ts) };
}

function approvals(app: App): void {
  app.action('approve', async ({ ack, body, respond }) => {
    await ack();
    await respond({
      replace_original: true,
      text: `Approved by ${body.user.id}`,
      blocks: [section(`Approved by <@${body.user.id}>`)],
    });
    await respond({ response_type: 'ephemeral', replace_original: false, text: 'Saved.' });
  });
  app.command('/webinar', async ({ ack, command }) => {
    await ack({ text: `You asked for ${command.text}` });
  });
}

describe.each([
  ['HTTP mode', startHttpBolt],
  ['Socket Mode', startSocketBolt],
])('in %s', (_mode, start) => {
  it('a click reaches the bot, which redraws the message and whispers to the person', async () => {
    bolt = await start(approvals);
    const { slack } = bolt;
    const { at, message } = await posted(bolt);
    expect(messageText(message() ?? { text: '', blocks: [] })).toBe('Ada Lovelace asks to join\n[Approve]');

    const outcome = await slack.as('U0MARA').click(at, { actionId: 'approve', value: 'r1' });

    expect(outcome.ok).toBe(true);
    const whisper = await slack.until('the whisper', () => slack.ephemerals('U0MARA')[0]);
    expect(whisper.text).toBe('Saved.');
    expect(message()).toMatchObject({ text: 'Approved by U0MARA', edits: 1, isMarkedEdited: false });
    expect(slack.ephemerals('U0JO')).toEqual([]);
    slack.reload('U0MARA');
    expect(slack.ephemerals('U0MARA')).toEqual([]);
  });

  it('two people who click at once are both heard', async () => {
    const heard: string[] = [];
    let release = (): void => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    bolt = await start((app) => {
      app.action('approve', async ({ ack, body }) => {
        heard.push(body.user.id);
        if (heard.length === 2) release();
        await both;
        await ack();
      });
    });
    const { slack } = bolt;
    const { at } = await posted(bolt);
    const outcomes = await Promise.all(
      ['U0MARA', 'U0JO'].map((id) => slack.as(id).click(at, { actionId: 'approve' })),
    );
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true]);
    expect(heard.toSorted()).toEqual(['U0JO', 'U0MARA']);
  });

  it('a command is answered in the ack, for the person alone', async () => {
    bolt = await start(approvals);
    const { slack, channelId } = bolt;
    expect(await slack.as('U0JO').command(channelId, '/webinar', 'pending')).toMatchObject({ ok: true });
    expect(slack.ephemerals('U0JO').map((message) => message.text)).toEqual(['You asked for pending']);
  });

  it('a click that the bot does not acknowledge shows a warning and is not sent again', async () => {
    let clicks = 0;
    bolt = await start((app) =>
      app.action('approve', async () => {
        clicks += 1;
      }),
    );
    const { slack } = bolt;
    slack.switches.ackDeadlineMs = 200;
    const { at } = await posted(bolt);
    const outcome = await slack.as('U0MARA').click(at, { actionId: 'approve' });
    expect(outcome).toMatchObject({ ok: false, warning: expect.stringContaining('operation_timeout') });
    expect(clicks).toBe(1);
  });

  it('switched so, Slack sends an unanswered click once more', async () => {
    let clicks = 0;
    bolt = await start((app) =>
      app.action('approve', async ({ ack }) => {
        clicks += 1;
        if (clicks > 1) await ack();
      }),
    );
    const { slack } = bolt;
    slack.switches.ackDeadlineMs = 200;
    slack.switches.unackedInteractive = 'resent once';
    const { at } = await posted(bolt);
    expect(await slack.as('U0MARA').click(at, { actionId: 'approve' })).toMatchObject({ ok: true });
    expect(clicks).toBe(2);
  });

  it('an overflow, a confirmation and a button that is not on screen reach the bot as Slack sends them', async () => {
    const actions: unknown[] = [];
    bolt = await start((app) =>
      app.action(/.*/, async ({ ack, action }) => {
        await ack();
        actions.push(action);
      }),
    );
    const { app, slack, channelId } = bolt;
    const plain = (text: string) => ({ type: 'plain_text', text }) as const;
    const confirm = {
      title: plain('Approve 3 people?'),
      text: plain('38 places are left.'),
      confirm: plain('Approve'),
      deny: plain('Cancel'),
    };
    const { ts = '' } = await app.client.chat.postMessage({
      channel: channelId,
      text: 'three people',
      blocks: [
        {
          type: 'actions',
          block_id: 'footer',
          elements: [
            { ...button('approve_all', 'Approve all 3', '3'), confirm },
            {
              type: 'overflow',
              action_id: 'more',
              options: [
                { text: plain('Details'), value: 'details' },
                { text: plain('Open in Marketo'), value: 'marketo' },
              ],
            },
          ],
        },
      ],
    });
    const mara = slack.as('U0MARA');
    await mara.click({ channelId, ts }, { actionId: 'approve_all' });
    await mara.click({ channelId, ts }, { actionId: 'more', selectedOption: 'marketo' });
    await mara.clickRaw({ channelId, ts: '1.000001' }, { action_id: 'forgotten', value: 'old' });
    expect(actions).toMatchObject([
      { type: 'button', block_id: 'footer', value: '3' },
      { type: 'overflow', selected_option: { value: 'marketo', text: { text: 'Open in Marketo' } } },
      { action_id: 'forgotten', value: 'old' },
    ]);
    expect(slack.confirmations).toEqual([
      { userId: 'U0MARA', actionId: 'approve_all', title: 'Approve 3 people?', text: '38 places are left.' },
    ]);
    await expect(mara.click({ channelId, ts }, { actionId: 'reject' })).rejects.toThrow(
      'on screen: footer/approve_all [Approve all 3] 3',
    );
  });
});

it('with neither a socket nor a request URL the person sees a warning', async () => {
  bolt = await startHttpBolt(approvals);
  const { slack } = bolt;
  const { at } = await posted(bolt);
  slack.setRequestUrl(undefined);
  expect(await slack.as('U0MARA').click(at, { actionId: 'approve' })).toEqual({
    ok: false,
    warning: 'dispatch_failed: the app has no open socket and no request URL',
  });
});
