/** Modals and Home through a real Bolt app: opening, field errors, pages, hashes, closing. */
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { afterEach, expect, it } from 'vitest';
import { type SmallBolt, section, startHttpBolt, startSocketBolt } from './small-bolt-app.ts';

let bolt: SmallBolt | undefined;
afterEach(() => bolt?.stop());

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const option = (label: string, value: string) => ({ text: plain(label), value });

const rejectModal: ModalView = {
  type: 'modal',
  callback_id: 'reject',
  title: plain('Reject'),
  submit: plain('Reject'),
  private_metadata: 'r1',
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: plain('Reason'),
      element: {
        type: 'radio_buttons',
        action_id: 'pick',
        options: [option('Competitor', 'competitor'), option('Other', 'other')],
      },
    },
    {
      type: 'input',
      block_id: 'words',
      label: plain('In your words'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'note', max_length: 20 },
    },
  ],
};
const pageOf = (text: string): ModalView => ({
  type: 'modal',
  callback_id: 'page',
  title: plain('Page'),
  submit: plain('Next'),
  blocks: [section(text, 'page')],
});

function opener(app: App): void {
  app.shortcut('reject_one', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: rejectModal });
  });
}

async function openedBy({ slack }: SmallBolt, callbackId = 'reject_one') {
  await slack.as('U0MARA').shortcut(callbackId);
  return slack.until('the modal', () => slack.views('U0MARA').at(-1));
}

it.each([
  ['HTTP mode', startHttpBolt],
  ['Socket Mode', startSocketBolt],
])(
  'in %s the bot refuses a submission with field errors, then takes it and the modal closes',
  async (_mode, start) => {
    const taken: unknown[] = [];
    bolt = await start((app) => {
      opener(app);
      app.view('reject', async ({ ack, view }) => {
        const { why, words } = view.state.values;
        const needsWords = why?.pick?.selected_option?.value === 'other' && !words?.note?.value;
        if (needsWords) return ack({ response_action: 'errors', errors: { words: 'Say why.' } });
        taken.push({ metadata: view.private_metadata, words: words?.note?.value });
        return ack();
      });
    });
    const { slack } = bolt;
    const modal = await openedBy(bolt);
    const mara = slack.as('U0MARA');

    expect(await mara.submit(modal.id, { why: { pick: 'other' } })).toMatchObject({
      ok: true,
      errors: { words: 'Say why.' },
    });
    expect(slack.views('U0MARA')[0]?.errors).toEqual({ words: 'Say why.' });
    expect(await mara.submit(modal.id, { words: { note: 'works for a rival' } })).toMatchObject({ ok: true });
    expect(taken).toEqual([{ metadata: 'r1', words: 'works for a rival' }]);
    expect(slack.views('U0MARA')).toEqual([]);
  },
);

it('Slack itself refuses an input that is required and empty, or too long, without asking the bot', async () => {
  bolt = await startHttpBolt(opener);
  const modal = await openedBy(bolt);
  const mara = bolt.slack.as('U0MARA');
  expect(await mara.submit(modal.id, {})).toMatchObject({
    ok: false,
    errors: { why: 'Please complete this required field.' },
  });
  const tooLong = { why: { pick: 'other' }, words: { note: 'a reason of many more words' } };
  expect(await mara.submit(modal.id, tooLong)).toMatchObject({
    ok: false,
    errors: { words: /20 characters/ },
  });
  await expect(mara.submit(modal.id, { why: { choose: 'other' } })).rejects.toThrow(
    'only: why/pick, words/note',
  );
});

it('the ack of a submission may update the modal, push a second one, or clear them all', async () => {
  const acks = [
    { response_action: 'update', view: pageOf('first') },
    { response_action: 'push', view: pageOf('second') },
    { response_action: 'clear' },
  ] as const;
  bolt = await startHttpBolt((app) => {
    opener(app);
    let next = 0;
    app.view(/.*/, async ({ ack }) => ack(acks[next++]));
  });
  const { slack } = bolt;
  const modal = await openedBy(bolt);
  const mara = slack.as('U0MARA');
  await mara.submit(modal.id, { why: { pick: 'competitor' } });
  expect(slack.views('U0MARA')).toMatchObject([{ id: modal.id, callbackId: 'page' }]);
  await mara.submit(modal.id, {});
  expect(slack.views('U0MARA')).toMatchObject([
    { id: modal.id },
    { rootViewId: modal.id, previousViewId: modal.id },
  ]);
  await mara.submit(slack.views('U0MARA')[1]?.id ?? '', {});
  expect(slack.views('U0MARA')).toEqual([]);
});

it('a modal that asked for it tells the bot when it is closed', async () => {
  const closed: string[] = [];
  bolt = await startHttpBolt((app) => {
    opener(app);
    app.view({ callback_id: 'reject', type: 'view_closed' }, async ({ ack, view }) => {
      await ack();
      closed.push(view.id);
    });
  });
  const modal = await openedBy(bolt);
  await bolt.slack.as('U0MARA').close(modal.id);
  expect(closed).toEqual([modal.id]);
  expect(bolt.slack.views('U0MARA')).toEqual([]);
});

it('a view is updated only with its newest hash, and keeps what was typed while the ids stay', async () => {
  bolt = await startHttpBolt(opener);
  const { app, slack } = bolt;
  const modal = await openedBy(bolt);
  await slack.as('U0MARA').click({ viewId: modal.id }, { actionId: 'note', value: 'half a reason' });
  const later = { ...rejectModal, blocks: [...rejectModal.blocks, section('one more', 'extra')] };
  await app.client.views.update({ view_id: modal.id, hash: modal.hash, view: later });
  const [now] = slack.views('U0MARA');
  expect(now?.values.words?.note).toEqual({ type: 'plain_text_input', value: 'half a reason' });
  const stale = app.client.views.update({ view_id: modal.id, hash: modal.hash, view: later });
  await expect(stale).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  const gone = app.client.views.update({ view_id: 'V0NONE', view: later });
  await expect(gone).rejects.toMatchObject({ data: { error: 'not_found' } });
});

it('a trigger_id works once, and only for three seconds', async () => {
  const triggers: string[] = [];
  bolt = await startHttpBolt((app) =>
    app.shortcut('keep', async ({ ack, body }) => {
      await ack();
      triggers.push(body.trigger_id);
    }),
  );
  const { app, slack, clock } = bolt;
  await slack.as('U0MARA').shortcut('keep');
  await slack.as('U0MARA').shortcut('keep');
  const [first = '', second = ''] = triggers;
  const open = (trigger_id: string) => app.client.views.open({ trigger_id, view: pageOf('page') });
  await open(first);
  await expect(open(first)).rejects.toMatchObject({ data: { error: 'exchanged_trigger_id' } });
  clock.advance(3_001);
  await expect(open(second)).rejects.toMatchObject({ data: { error: 'expired_trigger_id' } });
  await expect(open('1.2.made-up')).rejects.toMatchObject({ data: { error: 'invalid_trigger_id' } });
});

it('three modals lie on each other, a fourth does not', async () => {
  bolt = await startHttpBolt((app) => {
    opener(app);
    app.action('deeper', async ({ ack, body, client }) => {
      await ack();
      if (!('trigger_id' in body)) return;
      await client.views.push({ trigger_id: body.trigger_id, view: deeper }).catch(() => {});
    });
  });
  const deeper: ModalView = {
    ...pageOf('deeper'),
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'deeper', text: plain('Deeper') }] }],
  };
  const { app, slack } = bolt;
  const modal = await openedBy(bolt);
  await app.client.views.update({ view_id: modal.id, view: deeper });
  for (const depth of [2, 3]) {
    await slack
      .as('U0MARA')
      .click({ viewId: slack.views('U0MARA').at(-1)?.id ?? '' }, { actionId: 'deeper' });
    await slack.until(`${depth} modals`, () => slack.views('U0MARA').length === depth);
  }
  await slack.as('U0MARA').click({ viewId: slack.views('U0MARA').at(-1)?.id ?? '' }, { actionId: 'deeper' });
  const refused = () => slack.calls.find((call) => call.method === 'views.push' && !call.ok);
  expect(await slack.until('the refusal', refused)).toMatchObject({ error: 'push_limit_reached' });
});

it('a select asks the bot for its options and takes one of them', async () => {
  const picked: unknown[] = [];
  const search: ModalView = {
    ...pageOf('search'),
    callback_id: 'search',
    blocks: [
      {
        type: 'input',
        block_id: 'program',
        label: plain('Program'),
        element: { type: 'external_select', action_id: 'program', min_query_length: 1 },
      },
    ],
  };
  bolt = await startSocketBolt((app) => {
    opener(app);
    app.options('program', async ({ ack, options }) =>
      ack({ options: [option(`${options.value} in practice`, '2207')] }),
    );
    app.view('search', async ({ ack, view }) => {
      picked.push(view.state.values.program?.program?.selected_option);
      await ack();
    });
  });
  const { app, slack } = bolt;
  const modal = await openedBy(bolt);
  await app.client.views.update({ view_id: modal.id, view: search });
  const mara = slack.as('U0MARA');
  await mara.suggest({ viewId: modal.id }, { actionId: 'program', query: 'Zero-trust' });
  await mara.submit(modal.id, { program: { program: '2207' } });
  expect(picked).toEqual([option('Zero-trust in practice', '2207')]);
});

it('Home is published per person and its buttons work', async () => {
  const clicked: string[] = [];
  bolt = await startHttpBolt((app) => {
    app.event('app_home_opened', async ({ client, event }) => {
      const review = { type: 'button', action_id: 'review', text: plain('Review') } as const;
      const view = { type: 'home', blocks: [{ type: 'actions', elements: [review] }] } as const;
      await client.views.publish({ user_id: event.user, view: { ...view, blocks: [...view.blocks] } });
    });
    app.action('review', async ({ ack, body }) => {
      await ack();
      clicked.push(body.user.id);
    });
  });
  const { slack } = bolt;
  await slack.as('U0JO').openHome();
  const home = await slack.until('the Home tab', () => slack.home('U0JO'));
  await slack.as('U0JO').click({ viewId: home.id }, { actionId: 'review' });
  expect(clicked).toEqual(['U0JO']);
  expect(slack.home('U0MARA')).toBeUndefined();
});
