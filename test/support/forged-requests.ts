/** Requests that Slack's own client would not send, signed all the same, for what must be refused by us. */
import { world } from '../../sandbox/world.ts';

const who = (userId: string) => ({
  team: { id: world.slack.teamId, domain: world.slack.teamDomain },
  user: { id: userId, username: userId, name: userId, team_id: world.slack.teamId },
  api_app_id: world.slack.appId,
  token: 'forged',
  is_enterprise_install: false,
  enterprise: null,
  trigger_id: '1.2.forged',
});

/** A modal submitted that this person never had open. */
export function submission(given: {
  userId: string;
  callbackId: string;
  metadata: string;
  values: Record<string, Record<string, unknown>>;
}): { body: string } {
  return formOf({
    type: 'view_submission',
    ...who(given.userId),
    response_urls: [],
    view: {
      id: 'V0FORGED',
      type: 'modal',
      team_id: world.slack.teamId,
      callback_id: given.callbackId,
      private_metadata: given.metadata,
      title: { type: 'plain_text', text: 'Forged' },
      blocks: [],
      hash: '1.forged',
      root_view_id: 'V0FORGED',
      previous_view_id: null,
      state: { values: given.values },
    },
  });
}

/** The reason as the reject modal would carry it. */
export const chosenReason = {
  reason: {
    preset: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text' }, value: 'competitor' } },
  },
};

export function formOf(payload: unknown): { body: string } {
  return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
}
