/** Slack's payloads read into plain words. */
import { describe, expect, it } from 'vitest';
import { readClick, readSubmission } from '../../../src/outside/slack/clicks.ts';

const clickBody = (action: object, more: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U0MARA', name: 'mara', team_id: 'T0' },
  trigger_id: '1.2.3',
  response_url: 'https://hooks.slack.test/actions/1',
  container: { type: 'message' },
  actions: [{ type: 'button', block_id: 'b', action_ts: '1.1', ...action }],
  ...more,
});

describe('a click', () => {
  it('on a button carries the button’s value', () => {
    expect(readClick(clickBody({ action_id: 'approve', value: '12.3' }))).toEqual({
      userId: 'U0MARA',
      actionId: 'approve',
      value: '12.3',
      triggerId: '1.2.3',
      responseUrl: 'https://hooks.slack.test/actions/1',
    });
  });

  it('in a menu carries the value of the entry', () => {
    const body = clickBody({
      type: 'overflow',
      action_id: 'more',
      selected_option: { text: { type: 'plain_text', text: 'Details' }, value: 'details.12.3' },
    });
    expect(readClick(body).value).toBe('details.12.3');
  });

  it('may carry nothing: an emptied select, a button without a value', () => {
    expect(readClick(clickBody({ action_id: 'filter', selected_option: null })).value).toBeUndefined();
    expect(readClick(clickBody({ action_id: 'close' })).value).toBeUndefined();
  });

  it('in a modal has no message to repaint', () => {
    expect(readClick(clickBody({ action_id: 'x' }, { response_url: undefined })).responseUrl).toBeUndefined();
  });

  it.each([
    ['nobody', { user: undefined }],
    ['a person without an id', { user: { name: 'mara' } }],
    ['nothing that was clicked', { actions: [] }],
    ['no trigger', { trigger_id: undefined }],
    ['a list for a person', { user: [] }],
  ])('with %s is refused', (_what, more) => {
    expect(() => readClick(clickBody({ action_id: 'approve' }, more))).toThrow();
  });

  it.each([undefined, null, 'click', 7, []])('that is no payload at all is refused: %j', (body) => {
    expect(() => readClick(body)).toThrow();
  });
});

const submissionBody = (values: object, view: object = {}) => ({
  type: 'view_submission',
  user: { id: 'U0MARA' },
  view: {
    id: 'V1',
    callback_id: 'reject_reason',
    private_metadata: '12.3',
    state: { values },
    ...view,
  },
});

describe('a submitted modal', () => {
  const submission = readSubmission(
    submissionBody({
      reason: { preset: { type: 'radio_buttons', selected_option: { value: 'other' } } },
      note: { text: { type: 'plain_text_input', value: 'Asked us not to' } },
      empty: { text: { type: 'plain_text_input', value: null }, choice: { selected_option: null } },
    }),
  );

  it('tells who submitted which modal, and what it remembers', () => {
    expect(submission).toMatchObject({
      userId: 'U0MARA',
      callbackId: 'reject_reason',
      viewId: 'V1',
      privateMetadata: '12.3',
    });
  });

  it('tells what was chosen and what was typed', () => {
    expect(submission.field('reason', 'preset')).toBe('other');
    expect(submission.field('note', 'text')).toBe('Asked us not to');
  });

  it('tells nothing of a field that was left empty, or that it does not have', () => {
    expect(submission.field('empty', 'text')).toBeUndefined();
    expect(submission.field('empty', 'choice')).toBeUndefined();
    expect(submission.field('note', 'other')).toBeUndefined();
    expect(submission.field('other', 'text')).toBeUndefined();
  });

  it('remembers nothing when Slack leaves that out', () => {
    const body = submissionBody({}, { private_metadata: undefined });
    expect(readSubmission(body).privateMetadata).toBe('');
  });

  it('is refused without its state', () => {
    expect(() => readSubmission(submissionBody({}, { state: undefined }))).toThrow();
  });
});
