/** The blocks that the stand-in bot shows: each kind that the page draws, with invented people. */
import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });
const startsAt = 1_796_925_600;

export function row(outcome: string): KnownBlock[] {
  return [
    { type: 'header', text: plain('1 person decided for "Zero-trust in practice"') },
    { type: 'section', block_id: 'decided', text: { type: 'mrkdwn', text: `*Grete Holm* · ${outcome}` } },
  ];
}

/** What an approval looks like, with every element that a message may hold. */
export function approval(): KnownBlock[] {
  return [
    { type: 'header', text: plain('1 person asks to join "Zero-trust in practice"') },
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: `<!date^${startsAt}^{date_short_pretty}, {time}|soon> · 112 of 150 places taken`,
        },
      ],
    },
    { type: 'divider' },
    {
      type: 'rich_text',
      block_id: 'person-1',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Grete Holm', style: { bold: true } },
            { type: 'text', text: ' · Head of IT · Holm & Daughters\nholm.example · asked at ' },
            { type: 'date', timestamp: startsAt, format: '{time}', fallback: 'a while ago' },
            { type: 'text', text: ' · seen by ' },
            { type: 'user', user_id: 'U0JO' },
          ],
        },
      ],
    },
    {
      type: 'actions',
      block_id: 'decide-1',
      elements: [
        {
          type: 'button',
          action_id: 'approve',
          text: plain('Approve'),
          value: '1.0',
          style: 'primary',
          accessibility_label: 'Approve Grete Holm',
        },
        { type: 'button', action_id: 'whisper', text: plain('Whisper'), value: '1.0' },
        { type: 'button', action_id: 'open', text: plain('Reject…'), value: '1.0', style: 'danger' },
        {
          type: 'button',
          action_id: 'approve_all',
          text: plain('Approve all 3'),
          value: '1 2 3',
          confirm: {
            title: plain('Approve 3 people?'),
            text: plain('38 places are left.'),
            confirm: plain('Approve 3'),
            deny: plain('Cancel'),
          },
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: plain('Details'), value: 'details' },
            { text: plain('Open in Marketo'), value: 'marketo', url: 'https://marketo.example/person/1' },
          ],
        },
      ],
    },
  ];
}

/** The rest of Block Kit that Usher may use. */
export function gallery(prefix: string): KnownBlock[] {
  return [
    {
      type: 'section',
      block_id: `${prefix}-fields`,
      text: {
        type: 'mrkdwn',
        text: '*Registration errors* for _Zero-trust in practice_, `ON24` says:\n~nothing~ <https://on24.example|a lot> &amp; more, ask <@U0MARA> or <!subteam^S0APPROVE> in <#C0WEBINAR>',
      },
      fields: [
        { type: 'mrkdwn', text: '*First*\n10:42' },
        { type: 'mrkdwn', text: '*Last*\n10:44' },
      ],
      accessory: {
        type: 'static_select',
        action_id: `${prefix}-filter`,
        placeholder: plain('Filter'),
        options: [
          { text: plain('Free mail'), value: 'free' },
          { text: plain('Flagged'), value: 'flagged' },
        ],
      },
    },
    {
      type: 'actions',
      block_id: `${prefix}-choices`,
      elements: [
        {
          type: 'checkboxes',
          action_id: `${prefix}-people`,
          options: [
            { text: plain('Ulf Brandt'), value: '1', description: plain('free mail') },
            { text: plain('Rana Sayed'), value: '2' },
          ],
        },
        {
          type: 'multi_users_select',
          action_id: `${prefix}-approvers`,
          placeholder: plain('Add an approver'),
        },
      ],
    },
    { type: 'markdown', text: '# Attendance\n**212** attended, *31* later:\n- live\n- on demand' },
    {
      type: 'image',
      block_id: `${prefix}-image`,
      alt_text: 'A slide that says hello',
      title: plain('Slide 1'),
      image_url: 'https://images.example/slide.png',
    },
    {
      type: 'data_table',
      caption: 'Who came',
      page_size: 2,
      rows: [
        [
          { type: 'raw_text', text: 'Person' },
          { type: 'raw_text', text: 'Minutes' },
        ],
        ...['Ulf Brandt', 'Rana Sayed', 'Mio Kato'].map((name, index) => [
          { type: 'raw_text' as const, text: name },
          { type: 'raw_number' as const, value: 40 + index, text: `${40 + index}` },
        ]),
      ],
    },
    {
      type: 'table',
      rows: [
        [
          { type: 'raw_text', text: 'Status' },
          { type: 'raw_text', text: 'People' },
        ],
        [
          { type: 'raw_text', text: 'Attended' },
          { type: 'raw_text', text: '212' },
        ],
      ],
    },
    ...charts(prefix),
  ];
}

/** A public block that the SDK's types do not know yet; it goes through the general block. */
function charts(prefix: string): KnownBlock[] {
  const share = { label: 'Attended', value: 212 };
  const later = { label: 'On demand', value: 31 };
  const away = { label: 'No show', value: 57 };
  const blocks: unknown[] = [
    {
      type: 'data_visualization',
      block_id: `${prefix}-pie`,
      title: 'Attendance',
      chart: { type: 'pie', segments: [share, later, away] },
    },
    {
      type: 'data_visualization',
      block_id: `${prefix}-bar`,
      title: 'Attendance by week',
      chart: {
        type: 'bar',
        series: [
          { name: 'Live', data: [share, later, away] },
          { name: 'Before', data: [{ ...share, value: 180 }, { ...later, value: 50 }, away] },
        ],
      },
    },
  ];
  return blocks.filter(isBlock);
}

function isBlock(value: unknown): value is KnownBlock {
  return typeof value === 'object' && value !== null && 'type' in value;
}

export function review(): ModalView {
  return {
    type: 'modal',
    callback_id: 'review',
    title: plain('Reject'),
    submit: plain('Reject'),
    close: plain('Cancel'),
    blocks: [
      { type: 'section', text: plain('Why is Grete Holm not admitted?') },
      {
        type: 'input',
        block_id: 'reason',
        label: plain('Reason'),
        element: {
          type: 'radio_buttons',
          action_id: 'preset',
          options: [
            { text: plain('Competitor'), value: 'competitor' },
            { text: plain('Not a fit'), value: 'not_a_fit' },
          ],
        },
      },
      {
        type: 'input',
        block_id: 'note',
        label: plain('In your words'),
        hint: plain('Everybody in the channel sees this.'),
        element: { type: 'plain_text_input', action_id: 'text', multiline: true },
      },
    ],
  };
}
