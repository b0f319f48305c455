/** The names by which Slack tells us which button of a question about people in ON24 was used. */
export const questionActions = {
  cancelAll: 'cancel_all_in_on24',
  leaveAll: 'leave_all_in_on24',
  seePeople: 'see_people_in_on24',
} as const;

export const questionModals = { people: 'people_in_on24' } as const;
