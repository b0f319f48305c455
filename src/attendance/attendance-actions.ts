/** The names by which Slack tells us which of a report's buttons was used. */
export const attendanceActions = {
  seeUnknown: 'see_unknown_people',
  addUnknown: 'add_unknown_people',
  refreshAgain: 'refresh_again',
  sendList: 'send_attendance_list',
} as const;

export const attendanceModals = { unknown: 'unknown_people' } as const;
