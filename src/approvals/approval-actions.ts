/** The names by which Slack tells us which of our buttons and modals was used. */
export const actions = {
  approve: 'approve',
  waitlist: 'waitlist',
  reject: 'reject',
  undo: 'undo',
  change: 'change',
  cancelThere: 'cancel_there',
  more: 'more',
  approveAll: 'approve_all',
  messageDetails: 'message_details',
} as const;

export const modals = {
  reject: 'reject_reason',
  change: 'change_decision',
  details: 'registrant_details',
} as const;
