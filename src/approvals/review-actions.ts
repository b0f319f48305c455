/** The names by which Slack tells us what was used in the review window. */
export const reviewActions = {
  review: 'review',
  search: 'review_search',
  filter: 'review_filter',
  tick: 'review_tick',
  previous: 'review_previous',
  next: 'review_next',
  tickAll: 'review_tick_all',
  tickNone: 'review_tick_none',
} as const;

export const reviewModals = { choose: 'review_choose', confirm: 'review_confirm' } as const;

/** Inputs of the window: where each stands in Slack's state. */
export const reviewFields = {
  decision: { blockId: 'decision', actionId: 'decision_choice' },
  preset: { blockId: 'reason', actionId: 'preset' },
  note: { blockId: 'note', actionId: 'text' },
} as const;

/** The block of check boxes is another one whenever its people or ticks are drawn anew. */
export function tickBlockId(turn: number): string {
  return `people-${turn}`;
}
